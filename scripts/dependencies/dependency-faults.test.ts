import { describe, expect, it } from "vitest";
import { dependencyFaults, isBelow } from "./dependency-faults";
import { parseLockFile, readLockFile } from "./lock-file";
import minimumVersions from "./minimum-versions.json" with { type: "json" };
import reasons from "./reasons.json" with { type: "json" };

const HASH = "sha512-AAAA";
const minimum = [{ name: "xml-crypto", minimum: "6.3.2", why: "Forged." }];

function faults(packages: Record<string, object>, direct: Record<string, string> = {}): readonly string[] {
  const lock = parseLockFile(JSON.stringify({ packages: { "": { dependencies: direct }, ...packages } }));
  return dependencyFaults(lock, minimum, { pg: "Database." });
}

describe("the gate for dependencies", () => {
  const pg = { pg: "1.0.0" };
  const PG = { "node_modules/pg": { version: "1.0.0", integrity: HASH } };

  it("lets pass what is explained, hashed and new enough", () => {
    expect(faults({ ...PG, "node_modules/xml-crypto": { version: "6.3.2", integrity: HASH } }, pg)).toEqual(
      [],
    );
  });

  it("P02 refuses a copy that is too old, wherever it is nested", () => {
    const path = "node_modules/@node-saml/node-saml/node_modules/xml-crypto";
    expect(faults({ ...PG, [path]: { version: "6.3.1", integrity: HASH } }, pg)).toEqual([
      `${path} is 6.3.1; 6.3.2 is the least. Forged.`,
    ]);
  });

  it("P04 refuses a dependency that nobody gave a reason for, and a reason that outlived its dependency", () => {
    expect(faults({}, { "pg-": "1.0.0" })).toEqual([
      "pg- has no reason in scripts/dependencies/reasons.json.",
      "pg has a reason in scripts/dependencies/reasons.json and is no dependency.",
    ]);
  });

  it("P01 refuses a package from elsewhere", () => {
    const elsewhere = { version: "1.0.0", integrity: HASH, resolved: "git+ssh://git@example.com/pg.git" };
    expect(faults({ "node_modules/pg": elsewhere }, pg)).toEqual([
      expect.stringContaining("comes from git+ssh"),
    ]);
  });

  it.each([{}, { integrity: "sha1-AAAA" }])("P01 refuses a package whose lock is %o", (integrity) => {
    expect(faults({ "node_modules/pg": { version: "1.0.0", ...integrity } }, pg)).toEqual([
      expect.stringContaining("no SHA-512"),
    ]);
  });

  it("lets a package of another platform go without a hash", () => {
    expect(faults({ ...PG, "node_modules/x-win32": { version: "1.0.0", os: ["win32"] } }, pg)).toEqual([]);
  });

  it("P01 P02 P03 P04 finds nothing wrong with what Rolebridge depends on", async () => {
    expect(dependencyFaults(await readLockFile(), minimumVersions, reasons)).toEqual([]);
  });
});

it.each([
  ["6.3.2", "6.3.2", false],
  ["6.3.1", "6.3.2", true],
  ["6.10.0", "6.3.2", false],
  ["5.99.99", "6.3.2", true],
  ["7.0.0", "6.3.2", false],
  ["6.3.2-beta.1", "6.3.2", true],
  ["6.3.3-beta.1", "6.3.2", false],
  ["latest", "6.3.2", true],
])("counts %s against %s as below: %s", (version, least, below) => {
  expect(isBelow(version, least)).toBe(below);
});
