import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../fixtures/plans";
import { ACCOUNT, EVERY_KIND, samlTarget } from "../fixtures/targets";
import { NO_CONNECTION_FACTS } from "../role-need";
import { roleDescription } from "./aws-resource";
import { hclString } from "./hcl";
import { type SetUpTexts, setUpAws } from "./set-up-aws";
import { shellWord } from "./shell";

// Whoever may name an account or a target must not be able to write what an administrator runs.

const SPECIAL = [
  "'",
  '"',
  "\\",
  "$",
  "`",
  `\${x}`,
  "$(id)",
  "%{if}",
  "{{resolve:ssm:x}}",
  "\n",
  "\r",
  "\t",
  "\0",
];
const MORE = [
  "file:///etc/passwd",
  "EOT",
  "*/",
  "#",
  `$\${`,
  "%%{",
  "\u2028",
  "\u0085",
  "\ud800",
  "é漢😀",
  "-",
  " ",
];
const LONE = /\p{Cs}/gu;
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...SPECIAL, ...MORE), fc.string({ unit: "binary", maxLength: 5 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

function texts(name: string, xml = "<a/>"): SetUpTexts {
  const targets = [samlTarget({ name, description: name })];
  const [first] = setUpAws({
    account: { ...ACCOUNT, name },
    targets,
    settings: SETTINGS,
    connections: NO_CONNECTION_FACTS,
    samlMetadataXml: xml,
  });
  if (first === undefined) throw new Error("nothing was written");
  return first;
}

const isThere = (command: string): boolean =>
  spawnSync(command, ["version"], { stdio: "ignore" }).status === 0;
const hasTerraform = isThere("terraform");

/** Lines of HCL without what stands in quotes: the shape, which no name may change. */
const shapeOfHcl = (text: string): string =>
  text
    .replace(/^#.*$/gm, "#")
    .replace(/"(?:[^"\\\n]|\\(?:["\\nrt]|u[0-9A-F]{4}|U[0-9A-F]{8}))*"/g, '""')
    .replace(/ +/g, " ");

describe("names of accounts and targets stay names", () => {
  test("in Terraform: the shape is the same whatever they are, and nothing in quotes is a template", () => {
    const wanted = shapeOfHcl(texts("name").terraform);
    fc.assert(
      fc.property(hostile, hostile, (name, xml) => {
        const { terraform } = texts(name, xml);
        expect(shapeOfHcl(terraform)).toBe(wanted);
        const code = terraform.replace(/^#.*$/gm, "");
        expect(code).not.toMatch(/[$%]\{/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
        expect(terraform).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029]/);
      }),
    );
  });

  test("in CloudFormation: comments, then one JSON value, in characters that YAML takes, with nothing to resolve", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const { cloudFormation, stackSet = "" } = texts(name);
        for (const text of [cloudFormation, stackSet]) {
          const body = text.replace(/^(?:#.*\n)+/, "");
          const template = JSON.parse(body) as {
            Resources: Record<string, { Properties: { Description?: string } }>;
          };
          expect(body).toMatch(/^[\n -~]+$/);
          expect(text).not.toContain("{{");
          expect(template.Resources.EngineerRole?.Properties.Description).toBe(
            roleDescription(`${name}. ${name}`),
          );
        }
      }),
    );
  });

  test("in JSON: one value", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(() => JSON.parse(texts(name).json)).not.toThrow();
      }),
    );
  });

  test("in a description: only what IAM takes, and nothing the AWS CLI would open as a file", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(roleDescription(text)).toMatch(/^Rolebridge:[\u0020-\u007E\u00A1-\u00FF]{0,989}$/);
      }),
    );
  });

  test("in a shell word: bash gives back the same text", () => {
    const words = fc.sample(hostile, 200).map((word) => word.replaceAll("\0", "").replace(LONE, "\uFFFD"));
    const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
    const given = execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
    expect(given).toEqual(words);
  });

  test("in the script: the AWS CLI is called with them, and nothing else runs", () => {
    for (const name of fc.sample(hostile, 25)) {
      // The second is what parts the calls below, and no character of XML.
      const xml = `<a b="${name.replaceAll("\0", "").replaceAll("\u0001", "").replace(LONE, "\uFFFD")}"/>`;
      // In place of the AWS CLI: answers the account, knows no resource, and repeats what it was given.
      const aws = `aws() { case "$1 $2" in "sts get-caller-identity") echo ${ACCOUNT.accountId};; "iam get-"*) return 1;; *) printf '%s\\0' "$@"; printf '\\1';; esac; }\n`;
      const calls = execFileSync("bash", ["-c", aws + texts(name, xml).awsCli], { encoding: "utf8" })
        .split("\u0001")
        .slice(0, -1)
        .map((call) => call.split("\0").slice(0, -1));
      expect(calls.map(([, verb]) => verb)).toEqual(["create-saml-provider", "create-role"]);
      expect(calls[0]?.at(-1)).toBe(xml);
      expect(calls[1]?.[calls[1].indexOf("--description") + 1]).toBe(roleDescription(`${name}. ${name}`));
    }
  });

  test("the script stops before anything when the credentials are of another account", () => {
    const aws = `aws() { if [ "$1" = sts ]; then echo 111111111111; else echo CALLED; fi; }\n`;
    const run = spawnSync("bash", ["-c", aws + texts("name").awsCli], { encoding: "utf8" });
    expect(run.status).toBe(1);
    expect(run.stdout).not.toContain("CALLED");
    expect(run.stderr).toContain("111111111111");
  });
});

describe.skipIf(!hasTerraform)("Terraform itself", () => {
  const formatted = (text: string): string =>
    execFileSync("terraform", ["fmt", "-"], {
      input: text,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    });

  test("finds nothing to format", () => {
    const everything = setUpAws({
      account: ACCOUNT,
      targets: EVERY_KIND,
      settings: SETTINGS,
      connections: NO_CONNECTION_FACTS,
      samlMetadataXml: "<a/>",
    });
    for (const { terraform } of [...everything, ...fc.sample(hostile, 5).map((name) => texts(name))]) {
      expect(formatted(terraform)).toBe(terraform);
    }
  });

  test("reads strings as they were meant", () => {
    // Terraform normalises to NFC, and ends a console line at a newline, which is escaped.
    const strings = [...fc.sample(hostile, 20), `$\${a}`, "%%{a}", `$$\${a}`, `\\\${a}`].map((text) =>
      text.replaceAll("\0", "").replace(LONE, "\uFFFD").normalize("NFC"),
    );
    const input = `base64encode(jsonencode([${strings.map(hclString).join(", ")}]))\n`;
    const printed = execFileSync("terraform", ["console"], {
      input,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    });
    const decoded = Buffer.from(printed.trim().slice(1, -1), "base64").toString("utf8");
    expect(JSON.parse(decoded)).toEqual(strings);
  });
});
