import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { AccessKeyPair } from "../store/account";

const run = promisify(execFile);

/**
 * Pastes a script into an account's shell: bash with the AWS CLI, signed in with this key.
 * @returns what it printed
 */
export async function pasteIntoShell(
  { accessKeyId, secretAccessKey }: AccessKeyPair,
  urls: { readonly iam: string; readonly sts: string },
  script: string,
): Promise<string> {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: "/nonexistent",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ENDPOINT_URL_IAM: urls.iam,
    AWS_ENDPOINT_URL_STS: urls.sts,
  } as unknown as NodeJS.ProcessEnv;
  const { stdout } = await run("bash", ["--noprofile", "--norc", "-c", script], { env });
  return stdout;
}
