/** The first day of the company's administrator: connections, accounts, targets and grants, by the admin API. */
import { createHash, X509Certificate } from "node:crypto";
import { GRANTS, type WorldGrant } from "../grants";
import { MFA_CONTEXT } from "../second-factor";
import { ACCOUNTS, REGISTERED_ACCOUNTS } from "../world/accounts";
import type { WorldAccount } from "../world/model";
import type { AdminApi, Collection, Item } from "./admin-api";
import { OIDC_CONNECTION, SAML_CONNECTION } from "./connection-names";
import type { Ledger } from "./ledger";
import { type AwsSide, type TargetBody, targetBodies } from "./target-bodies";

export interface IdentityProviders {
  readonly saml: { readonly metadataXml: string };
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
}

export interface FirstDay extends IdentityProviders, AwsSide {}

/** One thing to set up: how it is known in the ledger, how to recognise it in the app, and its body. */
interface Wanted {
  readonly key: string;
  readonly collection: Collection;
  readonly isIt: (item: Item) => boolean;
  readonly body: object;
  /** Whether what is there no longer fits; it is then updated with the body, or with what mends it. */
  readonly isStale?: (item: Item) => boolean;
  readonly mend?: object;
}

const hexOnly = (text: unknown) =>
  String(text)
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "");

/** The connection holds another key or another address than the IdP has now (`--port`, new sandbox folder). */
function samlIsStale(item: Item, metadataXml: string): boolean {
  const known = item.saml as
    | { ssoUrl: string; sloUrl?: string; certificates: readonly { sha256: string }[] }
    | undefined;
  const certificate = /<(?:\w+:)?X509Certificate>([^<]+)</.exec(metadataXml)?.[1] ?? "";
  const { raw } = new X509Certificate(Buffer.from(certificate, "base64"));
  const sha256 = createHash("sha256").update(raw).digest("hex");
  const sameAddress =
    known !== undefined &&
    metadataXml.includes(`Location="${known.ssoUrl}"`) &&
    metadataXml.includes("SingleLogoutService") === (known.sloUrl !== undefined);
  return !(sameAddress && known.certificates.some((its) => hexOnly(its.sha256) === sha256));
}

function connections(providers: IdentityProviders): Wanted[] {
  const { saml, oidc } = providers;
  return [
    {
      key: `connection ${SAML_CONNECTION}`,
      collection: "connections",
      isIt: (item) => item.slug === SAML_CONNECTION,
      isStale: (item) => samlIsStale(item, saml.metadataXml),
      body: {
        slug: SAML_CONNECTION,
        displayName: "Meridian SSO",
        kind: "saml",
        metadataXml: saml.metadataXml,
        // The company's page of tiles starts sign-ins that nobody here asked for.
        allowIdpInitiated: true,
        mfaRequest: [MFA_CONTEXT],
      },
    },
    {
      key: `connection ${OIDC_CONNECTION}`,
      collection: "connections",
      isIt: (item) => item.slug === OIDC_CONNECTION,
      isStale: (item) => (item.oidc as { issuer: string } | undefined)?.issuer !== oidc.issuer,
      body: {
        slug: OIDC_CONNECTION,
        displayName: "Meridian SSO (OpenID Connect)",
        kind: "oidc",
        ...oidc,
        mfaRequest: [MFA_CONTEXT],
      },
    },
  ];
}

function account(account: WorldAccount): Wanted {
  const { accountId, name, alias, region, color, labels, partition, useFips, fallbackRegions } = account;
  const more = {
    ...(partition ? { partition } : {}),
    ...(useFips ? { useFips } : {}),
    ...(fallbackRegions ? { fallbackRegions } : {}),
  };
  return {
    key: `account ${accountId}`,
    collection: "accounts",
    isIt: (item) => item.accountId === accountId,
    body: { accountId, name, alias, region, color, labels, ...more },
  };
}

function accessKeys({ accessKeys: keys }: AwsSide): Wanted[] {
  const users = ACCOUNTS.flatMap((each) => each.users ?? []);
  return users.flatMap(({ name, keyNote }) => {
    const { accessKeyId, secretAccessKey } = keys[name];
    const wanted: Wanted = {
      key: `access key ${name}`,
      collection: "access-keys",
      isIt: (item) => item.accessKeyId === accessKeyId,
      body: { accessKeyId, secretAccessKey, note: keyNote },
    };
    return keyNote === undefined ? [] : [wanted];
  });
}

function target(body: TargetBody, { encryptedProviders }: AwsSide): Wanted {
  const { accountId, name } = body;
  const encrypted = "encryptionCertificate" in body ? encryptedProviders?.[accountId] : undefined;
  return {
    key: `target ${accountId}/${name}`,
    collection: "targets",
    isIt: (item) => item.accountId === accountId && item.name === name,
    body,
    // The local AWS begins anew at every start, and with it the provider's address and key.
    ...(encrypted && { isStale: (item: Item) => item.recipient !== encrypted.recipient, mend: encrypted }),
  };
}

function grant(
  { role, principal, expiresInDays, ...limits }: WorldGrant,
  targets: readonly Item[],
): Wanted | undefined {
  const [alias, roleName] = role.split("/");
  const accountId = ACCOUNTS.find((candidate) => candidate.alias === alias)?.accountId;
  const targetId = targets.find((item) => item.accountId === accountId && item.name === roleName)?.id;
  if (targetId === undefined) {
    return undefined;
  }
  const who = Object.values(principal).join("=");
  const expiresAt = expiresInDays && new Date(Date.now() + expiresInDays * 86_400_000).toISOString();
  return {
    key: `grant ${role} ${Object.keys(principal)[0]} ${who}`,
    collection: "grants",
    isIt: (item) => item.targetId === targetId && Object.values(item.principal as object).join("=") === who,
    body: { targetId, principal, ...limits, ...(expiresAt ? { expiresAt } : {}) },
  };
}

class SetUp {
  constructor(
    private readonly api: AdminApi,
    private readonly ledger: Ledger,
  ) {}

  /** Creates what is neither there nor was set up before; @returns the collection afterwards. */
  async ensure(collection: Collection, wanted: readonly Wanted[]): Promise<readonly Item[]> {
    const items = [...(await this.api.list(collection))];
    if (collection === "connections" && items.length === 0) {
      this.ledger.forget();
    }
    for (const each of wanted) {
      const there = items.find(each.isIt);
      if (there !== undefined && each.isStale?.(there)) {
        const mend = each.mend ?? without(each.body, ["slug", "kind"]);
        await this.api.update(collection, String(there.id), mend);
      } else if (there === undefined && !this.ledger.has(each.key)) {
        items.push(await this.api.create(collection, each.body));
      }
      if (!this.ledger.has(each.key)) {
        await this.ledger.add(each.key);
      }
    }
    return items;
  }
}

function without(body: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

/** Sets up the app as the company's administrator would. Harmless when that was done before. */
export async function setUpApp(api: AdminApi, ledger: Ledger, day: FirstDay): Promise<void> {
  const setUp = new SetUp(api, ledger);
  await setUp.ensure("connections", connections(day));
  await setUp.ensure("accounts", REGISTERED_ACCOUNTS.map(account));
  await setUp.ensure("access-keys", accessKeys(day));
  const targets = await setUp.ensure(
    "targets",
    REGISTERED_ACCOUNTS.flatMap((each) => targetBodies(each, day)).map((body) => target(body, day)),
  );
  await setUp.ensure(
    "grants",
    GRANTS.flatMap((each) => grant(each, targets) ?? []),
  );
}
