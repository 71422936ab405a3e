import { expect, test } from "vitest";
import type { Identity } from "./identity";
import { rolesOf } from "./roles";

const grace: Identity = {
  connection: "okta",
  subject: "s",
  username: "grace@example.com",
  displayName: "Grace",
  groups: ["platform"],
  groupsClaim: "present",
  attributes: [],
};
const none = { administrators: [], auditors: [] };

test("W25 nobody has a role that the configuration does not name", () => {
  expect(rolesOf(grace, none).size).toBe(0);
});

test("a group or a user of the named connection has the role", () => {
  const configured = {
    administrators: [{ connection: "okta", group: "platform" }],
    auditors: [{ connection: "okta", user: "grace@example.com" }],
  };
  expect([...rolesOf(grace, configured)]).toEqual(["administrator", "auditor"]);
});

test("the same name at another connection, in another case or of the other kind has none", () => {
  const administrators = [
    { connection: "other", group: "platform" },
    { connection: "okta", group: "Platform" },
    { connection: "okta", group: "grace@example.com" },
    { connection: "okta", user: "platform" },
    { connection: "okta", user: "Grace@example.com" },
  ];
  expect(rolesOf(grace, { ...none, administrators }).size).toBe(0);
});
