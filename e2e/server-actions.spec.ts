import { expect, type Page } from "@playwright/test";
import { cookieOf, signInByHttp } from "./fixtures/http-person";
import { test } from "./fixtures/journey";
import { rawRequest } from "./fixtures/raw-request";

test("W16 a Server Action asks where it is called from, whoever's cookie comes along", async ({
  sandbox,
  browserOf,
}) => {
  const grace = await browserOf("grace");
  await grace.goto("/admin/keys");
  const called = grace.waitForRequest((request) => request.method() === "POST");
  await press(grace, "Make the next key…", "Make the next key");
  const request = await called;
  const { origin: _origin, "sec-fetch-site": _site, ...headers } = await request.allHeaders();
  const call = { headers: ownHeaders(headers), body: request.postData() ?? "" };
  await expect.poll(() => nextKeys(grace)).toBe(1);
  await press(grace, "Retire this key…", "Retire this key");
  await expect.poll(() => nextKeys(grace)).toBe(0);

  const send = (from: Readonly<Record<string, string>>) =>
    rawRequest(sandbox.app, "/admin/keys", {
      method: "POST",
      headers: { ...call.headers, ...from },
      body: call.body,
    });
  const foreign: readonly Readonly<Record<string, string>>[] = [
    {},
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "same-origin" },
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example", host: "evil.example", "x-forwarded-host": "evil.example" },
    { origin: sandbox.app, "sec-fetch-site": "cross-site" },
    { origin: sandbox.app, "sec-fetch-site": "same-site" },
  ];
  for (const from of foreign) {
    const { status, body } = await send(from);
    const stated = JSON.stringify(from);
    expect(body.includes("request.cross_site") || status >= 400, stated).toBe(true);
    expect(await nextKeys(grace), stated).toBe(0);
  }
  // The very same bytes from a page of ours do it: nothing else stood in their way.
  const { status } = await send({ origin: sandbox.app, "sec-fetch-site": "same-origin" });
  expect(status).toBe(200);
  expect(await nextKeys(grace)).toBe(1);
  await grace.reload();
  await press(grace, "Retire this key…", "Retire this key");
  await expect.poll(() => nextKeys(grace)).toBe(0);
});

/** Presses the first button of this name, and the one of the question it asks. */
async function press(page: Page, label: string, confirm: string): Promise<void> {
  await page.getByRole("button", { name: label }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: confirm, exact: true }).click();
}

/** How many keys wait to be used. */
async function nextKeys(page: Page): Promise<number> {
  const answer = await page.request.get("/api/v1/admin/keys");
  const { items } = (await answer.json()) as { readonly items: readonly { readonly status: string }[] };
  return items.filter(({ status }) => status === "next").length;
}

/** Without what Node writes itself, and with answers that can be read. */
function ownHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(
    ([name]) => !(name.startsWith(":") || /^(content-length|connection|accept-encoding)$/.test(name)),
  );
  return Object.fromEntries(kept);
}

test("W16 made-up actions and payloads of React are refused, and nothing runs", async ({
  sandbox,
  request,
}) => {
  await signInByHttp(request, sandbox, "ada");
  const cookie = await cookieOf(request);
  const payload = '{"then":"$1:__proto__:then","status":"resolved_model","_response":{"_prefix":"throw 1"}}';
  const multipart = [
    "--x",
    'Content-Disposition: form-data; name="0"',
    "",
    payload,
    "--x",
    'Content-Disposition: form-data; name="1"',
    "",
    '"$@0"',
    "--x--",
    "",
  ].join("\r\n");
  for (const id of ["x", "0".repeat(42), "__proto__", "40".repeat(21)]) {
    const answer = await rawRequest(sandbox.app, "/signin", {
      method: "POST",
      headers: {
        "next-action": id,
        "content-type": "multipart/form-data; boundary=x",
        origin: sandbox.app,
        "sec-fetch-site": "same-origin",
        cookie,
      },
      body: multipart,
    });
    expect(answer.status, id).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toMatch(/\n\s+at .+:\d+:\d+/);
  }
  expect((await rawRequest(sandbox.app, "/healthz")).status).toBe(200);
});
