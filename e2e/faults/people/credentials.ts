/** What people come for. */
import { z } from "zod";
import type { Browser, PageAnswer } from "./browser";

const ENTITLEMENTS = z.object({
  items: z.array(z.object({ id: z.string(), accountName: z.string(), roleName: z.string() })),
});
const ISSUED = z.object({ accessKeyId: z.string(), expiration: z.string() });

/** @throws Error when the person has no such target */
export async function entitlementId(
  browser: Browser,
  roleName: string,
  accountName?: string,
): Promise<string> {
  const answer = await browser.get("/api/v1/entitlements?limit=1000", "same-origin");
  if (answer.status !== 200) throw new Error(`the entitlements were answered ${answer.status}`);
  const { items } = ENTITLEMENTS.parse(JSON.parse(answer.body));
  const found = items.find(
    (item) => item.roleName === roleName && (accountName === undefined || item.accountName === accountName),
  );
  if (found === undefined) throw new Error(`${roleName} is not theirs`);
  return found.id;
}

export function askCredentials(browser: Browser, id: string): Promise<PageAnswer> {
  return browser.postJson("/api/v1/credentials", { entitlementId: id });
}

/** The access key that was handed over; undefined when none was. */
export function issuedKey(answer: PageAnswer): string | undefined {
  if (answer.status !== 200) return undefined;
  return ISSUED.parse(JSON.parse(answer.body)).accessKeyId;
}
