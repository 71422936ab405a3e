import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";
import { LIST_QUERY, listQueryWith, parse, parseQuery } from "./api";

const fieldsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError && error.code === "request.invalid") {
      return error.fields.map((fault) => fault.field);
    }
  }
  return ["nothing refused"];
};
const url = (query: string) => `https://rolebridge.example.com/api/v1/entitlements${query}`;

describe("parse", () => {
  const schema = z.strictObject({ id: z.string(), seconds: z.number().int() });

  it("names every field that is wrong, missing or unknown", () => {
    expect(fieldsOf(() => parse(schema, { seconds: "x", isAdmin: true }))).toEqual([
      "id",
      "seconds",
      "isAdmin",
    ]);
    expect(fieldsOf(() => parse(schema, JSON.parse('{"id":"a","seconds":1,"__proto__":{}}')))).not.toEqual(
      [],
    );
    expect(fieldsOf(() => parse(schema, null))).toEqual(["(whole)"]);
  });
});

describe("parseQuery", () => {
  it("reads what a list understands, with a limit when none is given", () => {
    expect(parseQuery(LIST_QUERY, url("?q=prod&limit=7&cursor=abc"))).toEqual({
      q: "prod",
      limit: 7,
      cursor: "abc",
    });
    expect(parseQuery(LIST_QUERY, url(""))).toEqual({ limit: 100 });
    expect(parseQuery(listQueryWith({ accountId: z.string().exactOptional() }), url("?accountId=1"))).toEqual(
      {
        accountId: "1",
        limit: 100,
      },
    );
  });

  it.each(["?limit=0", "?limit=1001", "?limit=1.5", "?limit=x", "?limit="])("refuses %s", (query) => {
    expect(fieldsOf(() => parseQuery(LIST_QUERY, url(query)))).toEqual(["limit"]);
  });

  it("refuses unknown and repeated parameters instead of choosing", () => {
    expect(fieldsOf(() => parseQuery(LIST_QUERY, url("?q=a&q=b")))).toEqual(["q"]);
    expect(fieldsOf(() => parseQuery(LIST_QUERY, url("?where=1")))).toEqual(["where"]);
  });
});
