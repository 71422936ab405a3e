import { type Html, html } from "../pages/html";
import type { Page } from "../pages/page";
import type { Account } from "../store/account";
import type { ConsoleSession } from "../store/console-sessions";
import { assumedRoleArn } from "../sts/session-arn";
import { destinationRegion } from "./destination";

/** What a signed-in browser sees: every fact of the session that Rolebridge had a hand in. */
export function consolePage(signedIn: ConsoleSession, account: Account, now: Date): Page {
  const { session, destination } = signedIn;
  const role = session.kind === "assumed-role" ? session : undefined;
  const userName = session.kind === "federated-user" ? session.federatedUserName : role?.sessionName;
  const arn =
    role === undefined
      ? `arn:${account.partition.name}:sts::${account.accountId}:federated-user/${userName}`
      : assumedRoleArn(account, role.roleName, role.sessionName);
  return {
    status: 200,
    place: "console",
    title: `${role?.roleName ?? userName} in ${account.name}`,
    bar: html`<div class="who">${role === undefined ? undefined : html`${role.roleName} / `}<strong>${userName}</strong> @ ${account.alias ?? account.accountId}</div>
<form method="post" action="/signout"><button type="submit">Sign out</button></form>`,
    body: html`${destinationCard(destination)}
<div class="pair">
<section class="card" aria-labelledby="session"><h2 id="session">This session</h2><dl>
<dt>Account</dt><dd>${account.name}</dd>
<dt>Account ID</dt><dd><code>${account.accountId}</code></dd>
<dt>Alias</dt><dd>${account.alias ?? "none"}</dd>
<dt>Role</dt><dd>${role?.roleName ?? "none"}</dd>
<dt>Session name</dt><dd>${userName}</dd>
<dt>Source identity</dt><dd>${role?.sourceIdentity ?? "none"}</dd>
<dt>Region</dt><dd>${destinationRegion(destination, account.partition)}</dd>
<dt>Expires</dt><dd>${expiry(signedIn.expiresAt, now)}</dd>
<dt>ARN</dt><dd><code>${arn}</code></dd>
</dl></section>
<section class="card" aria-labelledby="tags"><h2 id="tags">Session tags</h2>${tagList(session.tags, role?.transitiveTagKeys ?? [])}</section>
</div>`,
  };
}

function destinationCard(destination: URL | undefined): Html {
  if (destination === undefined) {
    return html`<section class="card"><h1>Console home</h1><p class="soft">The sign-in named no page of the console to go on to.</p></section>`;
  }
  const service = destination.pathname.split("/")[1] || "Console home";
  return html`<section class="card"><h1>${service.length > 3 ? service : service.toUpperCase()}</h1>
<p>The real console would now show <code>${destination.href}</code></p>
<p class="soft">The sandbox does not follow it.</p></section>`;
}

function tagList(tags: Readonly<Record<string, string>>, transitive: readonly string[]): Html {
  const passedOn = new Set(transitive.map((key) => key.toLowerCase()));
  const items = Object.entries(tags).map(
    ([key, value]) =>
      html`<li><strong>${key}</strong> = ${value === "" ? "(empty)" : value}${passedOn.has(key.toLowerCase()) ? " (transitive)" : undefined}</li>`,
  );
  return items.length === 0
    ? html`<p class="soft">None were passed.</p>`
    : html`<ul class="tags">${items}</ul>`;
}

function expiry(expiresAt: number, now: Date): Html {
  const minutes = Math.max(0, Math.round((expiresAt - now.getTime()) / 60_000));
  const left = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const iso = new Date(expiresAt).toISOString();
  return html`in ${left} <span class="soft">(<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>)</span>`;
}

/** Nobody is signed in, or not any more. */
export function signedOutPage(why: "absent" | "expired" | "signed-out", issuer?: string): Page {
  const [title, text] = {
    absent: ["You are not signed in", "Open the console from Rolebridge, with a role of an account."],
    expired: ["Your session has ended", "Console sessions end with the time they were given."],
    "signed-out": ["You are signed out", "The console session on this browser is closed."],
  }[why] as [string, string];
  const again =
    issuer && /^https?:/.test(issuer) ? html`<p><a href="${issuer}">Sign in again</a></p>` : undefined;
  return {
    status: why === "signed-out" ? 200 : 401,
    place: "console",
    title,
    body: html`<section class="card narrow"><h1>${title}</h1><p>${text}</p>${again}</section>`,
  };
}
