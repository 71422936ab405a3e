import { describe, expect, it } from "vitest";
import { formField, readForm, readJson } from "./read-body";

const post = (body: BodyInit | null, type: string, headers: Record<string, string> = {}) =>
  new Request("https://rolebridge.example.com/x", {
    method: "POST",
    body,
    headers: { "content-type": type, ...headers },
    duplex: "half",
  } as RequestInit);
const code = (name: string) => expect.objectContaining({ code: name });

describe("readJson", () => {
  it("reads JSON in UTF-8, with or without a charset", async () => {
    expect(await readJson(post('{"name":"Grüße"}', "application/json"))).toEqual({ name: "Grüße" });
    expect(await readJson(post("[1]", "application/json; charset=utf-8"))).toEqual([1]);
  });

  it.each<[string, BodyInit | null, string]>([
    ["a form", "a=1", "application/x-www-form-urlencoded"],
    ["text, which other sites may send without asking", "{}", "text/plain"],
    ["broken JSON", "{", "application/json"],
    ["nothing", null, "application/json"],
    ["UTF-16", Buffer.from('{"a":1}', "utf16le"), "application/json"],
    ["broken UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22]), "application/json"],
  ])("refuses %s as malformed", async (_, body, type) => {
    await expect(readJson(post(body, type))).rejects.toEqual(code("request.malformed"));
  });

  it("refuses more than the limit, declared or not, without reading on", async () => {
    await expect(readJson(post(`"${"x".repeat(200)}"`, "application/json"), 100)).rejects.toEqual(
      code("request.too_large"),
    );
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(64).fill(0x20));
      },
    });
    await expect(readJson(post(endless, "application/json"), 1024)).rejects.toEqual(
      code("request.too_large"),
    );
    expect(sent).toBeLessThan(64);
  });
});

describe("readForm", () => {
  it("keeps fields in order and duplicates visible", async () => {
    const form = await readForm(post("a=1&b=%E2%82%AC&a=2", "application/x-www-form-urlencoded"));
    expect([...form]).toEqual([
      ["a", "1"],
      ["b", "€"],
      ["a", "2"],
    ]);
    expect(formField(form, "b")).toBe("€");
    expect(formField(form, "c")).toBeUndefined();
    expect(() => formField(form, "a")).toThrow(code("request.invalid"));
  });

  it("refuses multipart and JSON", async () => {
    await expect(readForm(post("{}", "application/json"))).rejects.toEqual(code("request.malformed"));
    await expect(readForm(post("x", "multipart/form-data; boundary=x"))).rejects.toEqual(
      code("request.malformed"),
    );
  });
});
