import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RequestOrigin } from "@/lib/identity/actor";
import type { Runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { requireActor } from "./actor";
import { sessionCookie } from "./session-cookie";

const cookieSecret = new Secret("a secret of at least thirty-two characters");
const sessions = {
  actorOfSession: vi.fn(),
  endOfSession: vi.fn(),
  actorOfToken: vi.fn(),
  signOut: vi.fn(),
};
const rolebridge = {
  settings: { origin: "https://rolebridge.example.com", cookieSecret },
  sessions,
} as unknown as Runtime;
const origin: RequestOrigin = { remoteAddress: "192.0.2.1", userAgent: "test", reference: "abcdefghjk" };
const person = { kind: "person" };
const token = { kind: "token" };

let cookie = "";
beforeEach(async () => {
  vi.resetAllMocks();
  sessions.actorOfSession.mockResolvedValue(person);
  sessions.actorOfToken.mockResolvedValue(token);
  const [value] = (await sessionCookie("session-1", new Date(Date.now() + 60_000), cookieSecret)).split(";");
  cookie = value ?? "";
});

const ask = (method: string, headers: Record<string, string>) =>
  requireActor(new Request("http://127.0.0.1:3000/api/v1/x", { method, headers }), rolebridge, origin);
const code = (name: string) => expect.objectContaining({ code: name });

describe("requireActor", () => {
  it("knows a person by the session behind the cookie", async () => {
    expect(await ask("GET", { cookie })).toBe(person);
    expect(sessions.actorOfSession).toHaveBeenCalledWith("session-1", origin);
  });

  it("calls somebody whose session is revoked signed out", async () => {
    sessions.actorOfSession.mockResolvedValue(undefined);
    await expect(ask("GET", { cookie })).rejects.toEqual(code("access.signed_out"));
    await expect(ask("GET", {})).rejects.toEqual(code("access.signed_out"));
  });

  it("says why only to the browser whose session was ended", async () => {
    sessions.actorOfSession.mockResolvedValue(undefined);
    sessions.endOfSession.mockResolvedValue("access.ended_by_administrator");
    await expect(ask("GET", { cookie })).rejects.toMatchObject({
      code: "access.signed_out",
      detail: "An administrator of Rolebridge ended your session. Ask them why, or sign in again.",
    });
    expect(sessions.endOfSession).toHaveBeenCalledExactlyOnceWith("session-1");
    const forged = `${cookie.slice(0, -4)}AAAA`;
    for (const headers of [{}, { cookie: forged }, { cookie: "__Host-rolebridge.session=session-1" }]) {
      await expect(ask("GET", headers)).rejects.toMatchObject({
        code: "access.signed_out",
        detail: undefined,
      });
    }
    expect(sessions.endOfSession).toHaveBeenCalledOnce();
  });

  it("carries out no change another site asks for with the person's cookie, and asks no database", async () => {
    await expect(ask("POST", { cookie, "sec-fetch-site": "cross-site" })).rejects.toEqual(
      code("request.cross_site"),
    );
    await expect(ask("POST", { cookie })).rejects.toEqual(code("request.cross_site"));
    await expect(ask("GET", { cookie, "sec-fetch-site": "cross-site" })).rejects.toEqual(
      code("request.cross_site"),
    );
    expect(sessions.actorOfSession).not.toHaveBeenCalled();
    expect(await ask("POST", { cookie, origin: "https://rolebridge.example.com" })).toBe(person);
  });

  it("takes a bearer token from anywhere, and before the cookie", async () => {
    expect(
      await ask("POST", { cookie, authorization: "Bearer abc.def", "sec-fetch-site": "cross-site" }),
    ).toBe(token);
    expect(sessions.actorOfToken.mock.calls[0]?.[0].reveal()).toBe("abc.def");
    expect(sessions.actorOfSession).not.toHaveBeenCalled();
  });

  it.each(["Basic dXNlcjpwYXNz", "Bearer", "Bearer a b", ""])(
    "does not fall back to the cookie when the Authorization header is %j",
    async (authorization) => {
      await expect(ask("GET", { cookie, authorization })).rejects.toEqual(code("access.token_invalid"));
    },
  );
});
