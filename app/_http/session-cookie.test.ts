import { hkdfSync } from "node:crypto";
import { EncryptJWT } from "jose";
import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret/secret";
import { appSessionIdOf, clearedSessionCookie, SESSION_COOKIE, sessionCookie } from "./session-cookie";

const secret = new Secret("a secret of at least thirty-two characters");
const inAnHour = () => new Date(Date.now() + 3_600_000);
const cookieValue = (cookie: string) => cookie.slice(SESSION_COOKIE.length + 1, cookie.indexOf(";"));

describe("W02 the session cookie", () => {
  it("gives back the app session's id and shows it to nobody", async () => {
    const cookie = await sessionCookie("session-1", inAnHour(), secret);
    expect(await appSessionIdOf(cookieValue(cookie), secret)).toBe("session-1");
    expect(Buffer.from(cookieValue(cookie).split(".")[3] ?? "", "base64url").toString()).not.toContain(
      "session-1",
    );
  });

  it("is host-only, unreadable for scripts, secure and lax, and ends with the session", async () => {
    const now = new Date();
    const cookie = await sessionCookie("session-1", new Date(now.getTime() + 60_000), secret, now);
    expect(cookie).toMatch(/^__Host-rolebridge\.session=/);
    expect(cookie).toMatch(/; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(clearedSessionCookie()).toMatch(/^__Host-rolebridge\.session=; Max-Age=0; Path=\/;/);
  });

  it("is nobody's when it was changed, made with another secret, or made for another purpose", async () => {
    const value = cookieValue(await sessionCookie("session-1", inAnHour(), secret));
    const changed = `${value.slice(0, -2)}${value.endsWith("AA") ? "BB" : "AA"}`;
    const elsewhere = await encode({ token: { sid: "session-1" }, secret: secret.reveal(), salt: "state" });
    expect(await appSessionIdOf(changed, secret)).toBeUndefined();
    expect(
      await appSessionIdOf(value, new Secret("another secret of thirty-two characters")),
    ).toBeUndefined();
    expect(await appSessionIdOf(elsewhere, secret)).toBeUndefined();
    expect(await appSessionIdOf("rubbish", secret)).toBeUndefined();
    expect(await appSessionIdOf(undefined, secret)).toBeUndefined();
  });

  it.each(["A256GCM", "A128CBC-HS256"])(
    "is read in next-auth's one encryption and no other the key would open: %s",
    async (enc) => {
      const purpose = `NextAuth.js Generated Encryption Key (${SESSION_COOKIE})`;
      const key = hkdfSync("sha256", secret.reveal(), SESSION_COOKIE, purpose, 32);
      const value = await new EncryptJWT({ sid: "session-1" })
        .setProtectedHeader({ alg: "dir", enc })
        .setExpirationTime("1h")
        .encrypt(new Uint8Array(key));
      expect(await appSessionIdOf(value, secret)).toBe(enc === "A256GCM" ? "session-1" : undefined);
    },
  );

  it("is nobody's after its time", async () => {
    const old = await encode({
      token: { sid: "session-1" },
      secret: secret.reveal(),
      salt: SESSION_COOKIE,
      maxAge: -60,
    });
    expect(await appSessionIdOf(old, secret)).toBeUndefined();
  });
});
