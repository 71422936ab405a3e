import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromIni, fromProcess } from "@aws-sdk/credential-providers";
import { loadSharedConfigFiles } from "@smithy/shared-ini-file-loader";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AwsSession } from "../aws/session";
import { Secret } from "../secret/secret";
import { CREDENTIAL_FORMATS, type CredentialFormat } from "./formats";
import { profileName } from "./profile-name";
import { renderCredentials } from "./render-credentials";

const SESSION: AwsSession = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE12",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
  sessionToken: new Secret("FwoGZXIvYXdzEXAMPLE//////////wEaDEXAMPLE+token=="),
  expiration: new Date("2026-11-03T11:00:00.000Z"),
  assumedRoleArn: "arn:aws:sts::418273650912:assumed-role/Administrator/ada@meridian.example",
  assumedRoleId: "AROAEXAMPLEEXAMPLE123:ada@meridian.example",
  accountId: "418273650912",
  partition: "aws",
  region: "eu-west-1",
};
const PROFILE = profileName("meridian-prod", "Administrator");
const render = (format: CredentialFormat, change: Partial<AwsSession> = {}): string =>
  renderCredentials({ ...SESSION, ...change }, format, PROFILE).text;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credentials-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("every format", () => {
  test.each(CREDENTIAL_FORMATS)("%s is exactly its golden file", (format) => {
    const golden = fileURLToPath(new URL(`./golden/${format}`, import.meta.url));
    expect(render(format)).toBe(readFileSync(golden, "utf8"));
  });

  test.each(CREDENTIAL_FORMATS)("%s refuses what could act instead of being read", (format) => {
    for (const hostile of ["a\nb", "a\rb", "a b", "a\0b", "a\u001b[2J", "ä", "\u2028", ""]) {
      for (const field of ["secretAccessKey", "sessionToken"] as const) {
        expect(() => render(format, { [field]: new Secret(hostile) })).toThrow(
          expect.objectContaining({ code: "delivery.cannot_render" }),
        );
      }
      expect(() => render(format, { accessKeyId: hostile })).toThrow();
      expect(() => render(format, { region: hostile })).toThrow();
    }
  });

  test.each(["env-cmd", "dotenv", "credentials-file"] as const)(
    "%s, which has no quoting, refuses everything that would need it",
    (format) => {
      for (const character of "%!^&|<>\"'`$#;\\()*?[]{}~,@") {
        expect(() => render(format, { secretAccessKey: new Secret(`a${character}b`) })).toThrow(
          expect.objectContaining({ code: "delivery.cannot_render" }),
        );
      }
    },
  );

  test.each([
    [
      "a federated user, as aws sts get-federation-token prints it",
      "arn:aws:sts::418273650912:federated-user/ada",
      {
        FederatedUser: {
          FederatedUserId: "418273650912:ada",
          Arn: "arn:aws:sts::418273650912:federated-user/ada",
        },
      },
    ],
    ["an IAM user, as aws sts get-session-token prints it", "arn:aws:iam::418273650912:user/ada", {}],
  ])("sts-json writes %s", (_, assumedRoleArn, principal) => {
    const { assumedRoleId: _id, ...session } = SESSION;
    const { text } = renderCredentials({ ...session, assumedRoleArn }, "sts-json", PROFILE);
    const { Credentials, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(Credentials).toMatchObject({ AccessKeyId: SESSION.accessKeyId });
    expect(rest).toEqual(principal);
  });

  test("names the setting and never the value when it refuses", () => {
    try {
      render("dotenv", { secretAccessKey: new Secret("canary$value") });
    } catch (error) {
      expect(JSON.stringify([error, String(error)])).not.toContain("canary");
      expect(error).toMatchObject({ detail: expect.stringContaining("AWS_SECRET_ACCESS_KEY") });
      return;
    }
    expect.unreachable();
  });

  test("says what it is and, when it is a file, its name", () => {
    const { contentType, fileName } = renderCredentials(SESSION, "credentials-file", PROFILE);
    expect([contentType, fileName]).toEqual(["text/plain; charset=utf-8", "credentials"]);
    expect(renderCredentials(SESSION, "sts-json", PROFILE).contentType).toBe(
      "application/json; charset=utf-8",
    );
    expect(renderCredentials(SESSION, "env-bash", PROFILE).fileName).toBeUndefined();
  });
});

describe("read back by the real tools", () => {
  test("bash gets the same values, whatever printable characters they hold", () => {
    const printable = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)),
      minLength: 1,
    });
    fc.assert(
      fc.property(printable, printable, (secret, token) => {
        const text = render("env-bash", {
          secretAccessKey: new Secret(secret),
          sessionToken: new Secret(token),
        });
        const print =
          'printf "%s\\0" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_REGION" "$(env | grep -c ^AWS_PROFILE=)"';
        const output = execFileSync("bash", ["--noprofile", "--norc", "-c", `${text}${print}`], {
          env: { ...process.env, AWS_PROFILE: "stale" },
        });
        expect(output.toString().split("\0")).toEqual([
          SESSION.accessKeyId,
          secret,
          token,
          "eu-west-1",
          "0",
          "",
        ]);
      }),
      { numRuns: 100 },
    );
  });

  test("the AWS SDK's own parser and provider read the credentials file", async () => {
    const filepath = join(folder, "credentials");
    writeFileSync(filepath, `[other]\naws_access_key_id = x\n\n${render("credentials-file")}`);
    const { credentialsFile } = await loadSharedConfigFiles({
      filepath,
      configFilepath: "/dev/null",
      ignoreCache: true,
    });
    expect(credentialsFile[PROFILE]).toEqual({
      aws_access_key_id: SESSION.accessKeyId,
      aws_secret_access_key: SESSION.secretAccessKey.reveal(),
      aws_session_token: SESSION.sessionToken.reveal(),
      region: "eu-west-1",
      x_security_token_expires: "2026-11-03T11:00:00Z",
    });
    const resolved = await fromIni({
      profile: PROFILE,
      filepath,
      configFilepath: "/dev/null",
      ignoreCache: true,
    })();
    expect(resolved).toMatchObject({
      accessKeyId: SESSION.accessKeyId,
      secretAccessKey: SESSION.secretAccessKey.reveal(),
      sessionToken: SESSION.sessionToken.reveal(),
    });
  });

  test("the AWS SDK's process provider takes what credential-process prints", async () => {
    const future = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
    const script = join(folder, "print");
    writeFileSync(
      script,
      `#!/bin/sh\ncat <<'END'\n${render("credential-process", { expiration: future })}END\n`,
    );
    chmodSync(script, 0o700);
    const configFilepath = join(folder, "config");
    writeFileSync(configFilepath, `[profile bridge]\ncredential_process = ${script}\n`);
    const provider = fromProcess({
      profile: "bridge",
      configFilepath,
      filepath: "/dev/null",
      ignoreCache: true,
    });
    expect(await provider()).toMatchObject({
      accessKeyId: SESSION.accessKeyId,
      secretAccessKey: SESSION.secretAccessKey.reveal(),
      sessionToken: SESSION.sessionToken.reveal(),
      expiration: future,
      accountId: "418273650912",
    });
  });
});

describe("profile names", () => {
  test.each([
    ["meridian-prod", "Administrator", "meridian-prod-Administrator"],
    ["Zoë's Account", "Read Only", "Zoe-s-Account-Read-Only"],
    ["a]\n[default", "x", "a-default-x"],
    ["", "", "rolebridge"],
    ["漢字", "Admin", "Admin"],
  ])("%j and %j become %s", (account, role, wanted) => {
    expect(profileName(account, role)).toBe(wanted);
  });

  test("cannot open another section, whatever is passed as profile", () => {
    const { text } = renderCredentials(SESSION, "credentials-file", "x]\naws_access_key_id = evil\n[y");
    expect(text.split("\n")[0]).toBe("[x-aws_access_key_id-evil-y]");
    expect(text.split("\n")).toHaveLength(7);
  });
});
