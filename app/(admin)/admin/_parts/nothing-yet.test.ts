import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NothingYet } from "./nothing-yet";

const linksOf = (props: Parameters<typeof NothingYet>[0]) =>
  [...renderToStaticMarkup(createElement(NothingYet, props)).matchAll(/href="([^"]+)"/g)].map(
    ([, href]) => href,
  );

test("an instance without anything leads from the account to the target to the grant", () => {
  expect(linksOf({ what: "grant", needs: "target", mayChange: true })).toEqual(["/admin/targets/new"]);
  expect(linksOf({ what: "target", needs: "account", mayChange: true })).toEqual(["/admin/accounts/new"]);
  expect(linksOf({ what: "account", mayChange: true })).toEqual(["/admin/accounts/new"]);
  expect(linksOf({ what: "target", mayChange: true })).toEqual(["/admin/targets/new"]);
  expect(linksOf({ what: "grant", mayChange: true })).toEqual(["/admin/grants/new"]);
});

test("whoever may only read is led nowhere", () => {
  expect(linksOf({ what: "target", needs: "account", mayChange: false })).toEqual([]);
});
