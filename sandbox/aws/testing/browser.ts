import { expect } from "vitest";
import type { RunningAws } from "../start-aws";

/** Follows a sign-in to the console, as a browser would. */
export async function consoleOf(
  aws: Pick<RunningAws, "urls">,
  answer: Response,
): Promise<{ status: number; text: string; cookie: string }> {
  expect(answer.status).toBe(302);
  expect(answer.headers.get("location")).toBe(`${aws.urls.console}/`);
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await fetch(aws.urls.console, { headers: { cookie } });
  return { status: page.status, text: await page.text(), cookie };
}
