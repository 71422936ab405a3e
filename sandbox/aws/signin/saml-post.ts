import type { IncomingMessage } from "node:http";
import type { Cloud } from "../cloud";
import { consoleDestination } from "../console/destination";
import { AwsFault } from "../faults";
import { readForm } from "../http/read-form";
import type { Reply } from "../http/reply";
import { pageReply } from "../pages/page";
import { readAssertion } from "../saml/assertion-content";
import { type RolePair, rolePairs, roleValues } from "../saml/aws-attributes";
import { decodeSamlResponse } from "../saml/saml-response";
import { verifyAssertion } from "../saml/verify-assertion";
import { federateWithSaml } from "../sts/federate-with-saml";
import { openConsole, type SigninContext } from "./open-console";
import { chooserPage, invalidResponsePage, type RoleChoice, refusedPage } from "./signin-pages";

interface SamlForm {
  readonly samlResponse: string;
  readonly relayState: string;
  readonly roleIndex: string | undefined;
  /** Path it was posted to. */
  readonly action: string;
}

/** The assertion consumer of the sign-in endpoint: one role goes straight in, several are offered. */
export async function samlPost(request: IncomingMessage, context: SigninContext): Promise<Reply> {
  const { cloud, consoleUrl } = context;
  const fields = await readForm(request);
  const form: SamlForm = {
    samlResponse: fields?.get("SAMLResponse") ?? "",
    relayState: fields?.get("RelayState") ?? "",
    roleIndex: fields?.get("roleIndex") ?? undefined,
    action: (request.url ?? "/saml").split("?")[0] ?? "/saml",
  };
  const pairs = readPairs(form, cloud);
  const chosen =
    form.roleIndex === undefined ? pairs : pairs.filter(({ roleArn }) => roleArn === form.roleIndex);
  const [pair, ...more] = chosen;
  if (pair === undefined) return pageReply(invalidResponsePage());
  try {
    if (more.length > 0) {
      return pageReply(chooserPage(verifiedChoices(form, pairs, cloud), form, consoleUrl));
    }
    return signIn(form, pair, { request, context });
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return pageReply(refusedPage(error));
  }
}

/** The pairs a response names, unverified; none when it is no response or one of its Role values is no pair. */
function readPairs({ samlResponse, action }: SamlForm, { assumptions, store }: Cloud): RolePair[] {
  const acsId = /^\/saml\/acs\/(\w+)$/.exec(action)?.[1];
  // At the address of all providers nothing says whose keys would open an encrypted assertion.
  const own = acsId === undefined ? undefined : store.samlProviderByAcsId(acsId);
  const keys = own?.privateKeys.map(({ key }) => key) ?? [];
  try {
    const content = readAssertion(decodeSamlResponse(samlResponse, assumptions, keys).assertion);
    const pairs = rolePairs(content, assumptions);
    if (pairs.length < roleValues(content).length) return [];
    // A provider's own address takes only that provider's responses.
    return pairs.filter(
      ({ providerArn }) =>
        acsId === undefined || store.samlProviderByArn(providerArn)?.provider.acsId === acsId,
    );
  } catch (error) {
    if (error instanceof AwsFault) return [];
    throw error;
  }
}

/** Offers nothing that was not signed by the provider it names. @throws AwsFault when nothing is left */
function verifiedChoices({ samlResponse }: SamlForm, pairs: readonly RolePair[], cloud: Cloud): RoleChoice[] {
  const refusals: AwsFault[] = [];
  const choices = pairs.flatMap(({ roleArn, providerArn }) => {
    const found = cloud.store.samlProviderByArn(providerArn);
    if (found === undefined) return [];
    try {
      verifyAssertion(samlResponse, { ...found, roleArn }, cloud);
      return [{ account: found.account, roleArn }];
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      refusals.push(error);
      return [];
    }
  });
  if (choices.length === 0)
    throw refusals[0] ?? new AwsFault("InvalidIdentityToken", "Specified provider doesn't exist");
  return choices;
}

function signIn(
  form: SamlForm,
  { roleArn, providerArn }: RolePair,
  { request, context }: { request: IncomingMessage; context: SigninContext },
): Reply {
  const { session, account } = federateWithSaml(
    {
      roleArn,
      principalArn: providerArn,
      samlAssertion: form.samlResponse,
      purpose: "console",
      durationSeconds: undefined,
      policy: undefined,
      policyArns: [],
      origin: {
        sourceIp: (request.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, ""),
        userAgent: request.headers["user-agent"],
        region: undefined,
      },
    },
    context.cloud,
  );
  // A RelayState that is no console address leads to the console's home: it must not lead anywhere else.
  const destination = consoleDestination(form.relayState, account.partition);
  return openConsole({ session, expiresAt: session.expiresAt, destination, issuer: undefined }, context);
}
