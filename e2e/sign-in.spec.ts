import { expect } from "@playwright/test";
import { fillSignInForm, person, test } from "./sandbox-test";

for (const [protocol, connection] of [
  ["saml", "Meridian SSO"],
  ["oidc", "Meridian SSO (OpenID Connect)"],
] as const) {
  test(`an engineer signs in by ${protocol}, sees her roles, and signs out`, async ({ page, sandbox }) => {
    await page.goto("/");
    await page.getByText(connection, { exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`^${sandbox.idp[protocol].url}/`));
    await fillSignInForm(page, person(sandbox, "ada"));

    await expect(page).toHaveURL(`${sandbox.app}/`);
    await expect(page.getByText("Meridian Staging").first()).toBeVisible();
    await expect(page.getByText("Developer").first()).toBeVisible();
    const session = await (await page.request.get("/api/v1/session")).json();
    expect(session).toMatchObject({
      username: "ada@meridian.example",
      connection: sandbox.idp[protocol].connection,
      groups: ["engineering", "logistics-analytics"],
    });

    await page.goto("/signout");
    await page.getByRole("button", { name: "Sign out" }).click();
    expect((await page.request.get("/api/v1/session")).status()).toBe(401);
  });
}
