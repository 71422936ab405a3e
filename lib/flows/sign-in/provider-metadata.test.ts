import { expect, test, vi } from "vitest";
import { AppError } from "../../errors/app-error";
import { providerMetadata } from "./provider-metadata";

const ISSUER = "https://idp.example.com";
const document = JSON.stringify({
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/jwks`,
  response_types_supported: ["code"],
});

function setUp() {
  let now = 0;
  const read = vi.fn(async (_url: string) => document);
  const metadata = providerMetadata({ clock: { now: () => new Date(now) }, documents: { read } });
  return {
    read,
    metadata,
    later: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

test("is read once for many people, and again after five minutes", async () => {
  const { read, metadata, later } = setUp();
  const [one, two] = await Promise.all([metadata(ISSUER), metadata(ISSUER)]);
  expect(one).toEqual(two);
  expect(read.mock.calls).toEqual([[`${ISSUER}/.well-known/openid-configuration`]]);
  later(5 * 60_000 + 1);
  await metadata(ISSUER);
  expect(read).toHaveBeenCalledTimes(2);
});

test("is asked for again after a failure, which says what a person may know", async () => {
  const { read, metadata } = setUp();
  read.mockRejectedValueOnce(
    new AppError("admin.fetch_failed", { detail: "Status 500.", reason: "status_500" }),
  );
  await expect(metadata(ISSUER)).rejects.toMatchObject({
    code: "signin.provider_failed",
    reason: "discovery_status_500",
    detail: undefined,
  });
  expect((await metadata(ISSUER)).issuer).toBe(ISSUER);
});

test("R12 goes on for an hour without an answer, asked for again every half minute", async () => {
  const { read, metadata, later } = setUp();
  const known = await metadata(ISSUER);
  read.mockRejectedValue(new AppError("admin.fetch_failed", { detail: "No answer.", reason: "timeout" }));
  later(5 * 60_000 + 1);
  expect(await metadata(ISSUER)).toBe(known);
  expect(await metadata(ISSUER)).toBe(known);
  expect(read).toHaveBeenCalledTimes(2);
  later(30_001);
  expect(await metadata(ISSUER)).toBe(known);
  expect(read).toHaveBeenCalledTimes(3);
  later(55 * 60_000);
  await expect(metadata(ISSUER)).rejects.toMatchObject({ reason: "discovery_timeout" });
});

test("R12 ends at once with metadata that does not fit any more", async () => {
  const { read, metadata, later } = setUp();
  await metadata(ISSUER);
  read.mockResolvedValue(JSON.stringify({ issuer: "https://other.example.com" }));
  later(5 * 60_000 + 1);
  await expect(metadata(ISSUER)).rejects.toMatchObject({ code: "signin.connection_unusable" });
});

test("of another issuer makes the connection unusable", async () => {
  const { metadata } = setUp();
  await expect(metadata("https://other.example.com")).rejects.toMatchObject({
    code: "signin.connection_unusable",
    reason: "discovery_unusable",
  });
});
