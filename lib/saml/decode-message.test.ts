import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Secret } from "../secret/secret";
import { decodeSamlResponse, MAX_RESPONSE_BYTES } from "./decode-message";
import { outcomeOf } from "./fixtures/verify-fixture";

const decode = async (encoded: string): Promise<string> => decodeSamlResponse(new Secret(encoded));
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString("base64");
const XML = "<Response>J\u00F8rgen \u{1F600}</Response>";

describe("reads", () => {
  test("base64 of UTF-8", async () => {
    expect(await decode(base64(XML))).toBe(XML);
  });

  test("base64 broken into lines, as many providers send it", async () => {
    expect(await decode(base64(XML).replace(/.{10}/g, "$&\r\n"))).toBe(XML);
    expect(await decode(`${base64(XML).replace(/.{10}/g, "$&\n")}\n`)).toBe(XML);
  });

  test("all line ends as line feeds, as XML 1.0 section 2.11 has it", async () => {
    expect(await decode(base64("<a>\r\n\r</a>"))).toBe("<a>\n\n</a>");
  });

  test("the largest message there may be", async () => {
    expect((await decode(base64("x".repeat(MAX_RESPONSE_BYTES)))).length).toBe(MAX_RESPONSE_BYTES);
  });
});

describe("refuses", () => {
  test.each([
    ["nothing", "", "response_missing"],
    ["one byte too many", base64("x".repeat(MAX_RESPONSE_BYTES + 1)), "response_too_large"],
    ["a megabyte", "A".repeat(1024 * 1024), "response_too_large"],
    ["base64url", "PD8_Pz4-", "base64_invalid"],
    ["spaces", base64(XML).replace(/.{10}/, "$& "), "base64_invalid"],
    ["a plus that became a space", "PD8/Pz4 ", "base64_invalid"],
    ["missing padding", base64("xx").replace("=", ""), "base64_invalid"],
    ["something after the padding", `${base64("xx")}AAAA`, "base64_invalid"],
    ["unused bits that are set", "eHh=", "base64_invalid"],
    ["plain XML", XML, "base64_invalid"],
    ["two values joined by a comma", `${base64(XML)},${base64(XML)}`, "base64_invalid"],
    ["UTF-16", base64(Buffer.from("<a/>\u00FF", "utf16le")), "utf8_invalid"],
    ["an overlong slash", base64(Buffer.from([0x3c, 0xc0, 0xaf])), "utf8_invalid"],
    ["a lone surrogate", base64(Buffer.from([0xed, 0xa0, 0x80])), "utf8_invalid"],
    ["a byte order mark", base64(`\uFEFF${XML}`), "byte_order_mark"],
  ])("S67 %s", async (_, encoded, reason) => {
    expect(await outcomeOf(decode(encoded))).toBe(reason);
  });
});

test("S64 never inflates: a deflated message, however small, is not read", async () => {
  const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024, "<a>"));
  expect(bomb.length).toBeLessThan(MAX_RESPONSE_BYTES);
  expect(await outcomeOf(decode(base64(bomb)))).toBe("utf8_invalid");
});

test("does not show the message in what it throws", async () => {
  const secret = base64(XML).replace("=", "-");
  const error = await decode(secret).then(String, (thrown: Error) =>
    JSON.stringify([thrown, `${thrown.cause}`]),
  );
  expect(error).not.toContain(secret.slice(0, 12));
});
