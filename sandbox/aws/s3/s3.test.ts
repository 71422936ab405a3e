import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningAws, startAws } from "../start-aws";
import { callS3, type TestCredentials } from "../testing/s3-client";

const ADMIN: TestCredentials = {
  accessKeyId: "AKIAQAAAAAAAAAAAAAAA",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const STRANGER: TestCredentials = { ...ADMIN, accessKeyId: "AKIAQBBBBBBBBBBBBBBB" };
const now = new Date("2026-11-21T12:00:00Z");
let aws: RunningAws;

beforeAll(async () => {
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    clock: () => now,
    world: {
      accounts: [
        {
          accountId: "418273650912",
          name: "Meridian Production",
          adminAccessKey: ADMIN,
          roles: [],
          buckets: [
            {
              name: "manifests",
              objects: { "2026/01/a": "one", "2026/02/b": "two", "2026/c": "three", z: "four" },
            },
            { name: "in-ireland", region: "eu-west-1" },
          ],
        },
        {
          accountId: "730915284466",
          name: "Meridian Staging",
          adminAccessKey: STRANGER,
          roles: [],
          buckets: [
            {
              name: "shared",
              objects: { open: "to the other account" },
              policy: {
                Version: "2012-10-17",
                Statement: {
                  Effect: "Allow",
                  Principal: { AWS: "418273650912" },
                  Action: "s3:GetObject",
                  Resource: "arn:aws:s3:::shared/*",
                },
              },
            },
          ],
        },
      ],
    },
  });
});
afterAll(() => aws.close());

const s3 = (spec: Parameters<typeof callS3>[2], who: TestCredentials | undefined = ADMIN) =>
  callS3(aws.urls.s3, who, { now, ...spec });
const elements = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => match[1]);

describe("objects", () => {
  it("come back as they were put, with their type, their metadata and any name", async () => {
    const path = "/manifests/in/%C3%A9%20%2B%25%21%28%27%29%2A";
    const headers = { "content-type": "text/csv", "x-amz-meta-ship": "Ada" };
    const put = await s3({ method: "PUT", path, body: "a,b", headers });
    expect(put.status).toBe(200);
    expect(put.headers.etag).toBe(`"${createHash("md5").update("a,b").digest("hex")}"`);
    const got = await s3({ path });
    expect(got).toMatchObject({ status: 200, text: "a,b" });
    expect(got.headers).toMatchObject({ ...headers, "last-modified": now.toUTCString() });
    const head = await s3({ method: "HEAD", path });
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers).toMatchObject({ "content-length": "3", etag: put.headers.etag });
    expect((await s3({ path: "/manifests", query: "list-type=2&prefix=in%2F" })).text).toContain(
      "<Key>in/é +%!(')*</Key>",
    );
    expect((await s3({ method: "DELETE", path })).status).toBe(204);
    expect(await s3({ path })).toMatchObject({ status: 404, code: "NoSuchKey" });
  });

  it("are listed by prefix, summed up by delimiter, and in pages", async () => {
    const list = (query: string) => s3({ path: "/manifests", query });
    const top = await list("delimiter=%2F&list-type=2");
    expect(elements(top.text, "Key")).toEqual(["z"]);
    expect(top.text).toContain("<CommonPrefixes><Prefix>2026/</Prefix></CommonPrefixes>");
    const below = await list("delimiter=%2F&list-type=2&prefix=2026%2F");
    expect(elements(below.text, "Key")).toEqual(["2026/c"]);
    expect(elements(below.text, "KeyCount")).toEqual(["3"]);
    const seen: unknown[] = [];
    let token = "";
    do {
      const page = await list(`${token === "" ? "" : `continuation-token=${token}&`}list-type=2&max-keys=1`);
      seen.push(...elements(page.text, "Key"));
      token = elements(page.text, "NextContinuationToken")[0] ?? "";
    } while (token !== "");
    expect(seen).toEqual(["2026/01/a", "2026/02/b", "2026/c", "z"]);
    expect(await list("list-type=2&max-keys=some")).toMatchObject({ status: 400, code: "InvalidArgument" });
  });

  it("of another account open by its bucket policy, and by nothing else", async () => {
    expect((await s3({ path: "/shared/open" })).text).toBe("to the other account");
    expect(await s3({ method: "PUT", path: "/shared/new", body: "x" })).toMatchObject({
      status: 403,
      code: "AccessDenied",
      message: "Access Denied",
    });
    expect((await s3({ path: "/manifests/z" }, STRANGER)).code).toBe("AccessDenied");
    expect(elements((await s3({ path: "/" })).text, "Name")).toEqual(["in-ireland", "manifests"]);
  });
});

describe("a call is refused", () => {
  it.each<[string, Parameters<typeof callS3>[2], TestCredentials | undefined, number, string]>([
    ["unsigned", { path: "/manifests/z" }, undefined, 403, "AccessDenied"],
    [
      "with a key nobody has",
      { path: "/" },
      { ...ADMIN, accessKeyId: "AKIAQZZZZZZZZZZZZZZZ" },
      403,
      "InvalidAccessKeyId",
    ],
    ["with a token that is none", { path: "/" }, { ...ADMIN, sessionToken: "token" }, 400, "InvalidToken"],
    [
      "with the wrong secret",
      { path: "/" },
      { ...ADMIN, secretAccessKey: "wrong" },
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "signed a quarter of an hour ago",
      { path: "/", now: new Date(now.getTime() - 901_000) },
      ADMIN,
      403,
      "RequestTimeTooSkewed",
    ],
    ["signed for another service", { path: "/", service: "sts" }, ADMIN, 400, "AuthorizationHeaderMalformed"],
    ["signed for another Region", { path: "/in-ireland/x" }, ADMIN, 400, "AuthorizationHeaderMalformed"],
    [
      "signed for another partition's Region",
      { path: "/", region: "us-gov-west-1" },
      ADMIN,
      403,
      "InvalidAccessKeyId",
    ],
    [
      "with signature version 2",
      { path: "/", query: "AWSAccessKeyId=AKIA&Signature=x" },
      undefined,
      400,
      "InvalidRequest",
    ],
    ["without the body's hash", { path: "/", contentSha256: null }, ADMIN, 400, "InvalidRequest"],
    [
      "with another body's hash",
      { method: "PUT", path: "/manifests/x", body: "x", contentSha256: "0".repeat(64) },
      ADMIN,
      400,
      "XAmzContentSHA256Mismatch",
    ],
    [
      "with a checksum that is wrong",
      { method: "PUT", path: "/manifests/x", body: "x", headers: { "x-amz-checksum-crc32": "AAAAAA==" } },
      ADMIN,
      400,
      "BadDigest",
    ],
    [
      "with chunks signed one by one",
      { method: "PUT", path: "/manifests/x", contentSha256: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" },
      ADMIN,
      501,
      "NotImplemented",
    ],
    ["for a bucket nobody has", { path: "/nobodys/x" }, ADMIN, 404, "NoSuchBucket"],
    [
      "with an ACL, which would not hold",
      { method: "PUT", path: "/manifests/x", headers: { "x-amz-acl": "public-read" } },
      ADMIN,
      501,
      "NotImplemented",
    ],
    [
      "for a multipart upload",
      { method: "PUT", path: "/manifests/x", query: "partNumber=1&uploadId=x" },
      ADMIN,
      501,
      "NotImplemented",
    ],
    ["for the first version of ListObjects", { path: "/manifests" }, ADMIN, 501, "NotImplemented"],
    ["to delete a bucket", { method: "DELETE", path: "/manifests" }, ADMIN, 405, "MethodNotAllowed"],
  ])("%s", async (_what, spec, who, status, code) => {
    expect(await callS3(aws.urls.s3, who, { now, ...spec })).toMatchObject({ status, code });
  });

  it("for another Region with that Region's name, so that clients can ask again", async () => {
    const answer = await s3({ path: "/in-ireland/x" });
    expect(answer.headers["x-amz-bucket-region"]).toBe("eu-west-1");
    expect(answer.text).toContain("<Region>eu-west-1</Region>");
    expect((await s3({ path: "/in-ireland", query: "list-type=2", region: "eu-west-1" })).status).toBe(200);
  });
});

describe("a body sent in chunks", () => {
  const chunked = (trailer: string, sent = "3\r\nabc\r\n2\r\nde\r\n0\r\n") =>
    s3({
      method: "PUT",
      path: "/manifests/chunked",
      contentSha256: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      headers: {
        "content-encoding": "aws-chunked",
        "x-amz-decoded-content-length": "5",
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
      body: `${sent}x-amz-checksum-crc32:${trailer}\r\n\r\n`,
    });
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32("abcde"));

  it("is put together", async () => {
    expect((await chunked(sum.toString("base64"))).status).toBe(200);
    expect((await s3({ path: "/manifests/chunked" })).text).toBe("abcde");
  });
  it("is refused when its trailer is another's checksum", async () => {
    expect(await chunked("AAAAAA==")).toMatchObject({ status: 400, code: "BadDigest" });
  });
  it.each([["3\r\nabc\r\n0\r\n"], ["9\r\nabc\r\n"], ["abc"]])(
    "is refused when %j is cut short",
    async (sent) => {
      expect(await chunked(sum.toString("base64"), sent)).toMatchObject({
        status: 400,
        code: "IncompleteBody",
      });
    },
  );
});
