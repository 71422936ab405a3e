/**
 * Configuration: the environment, read once, checked whole, frozen. This room knows no other part of
 * Rolebridge; `lib/runtime.ts` hands each part the values it needs.
 */

import type { Setting, Weakness } from "./setting";
import { SETTINGS } from "./settings";

type SettingKey = keyof typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** The configuration in force. Flat, named like the table; every value checked. */
export type Config = Readonly<
  Omit<{ [K in SettingKey]: ValueOf<(typeof SETTINGS)[K]> }, "samlEntityId"> & { samlEntityId: string }
>;

/** What is in force for one setting, for people to read. A secret's value is never in it. */
interface SettingInForce {
  readonly name: string;
  readonly value: string;
  readonly isDefault: boolean;
  readonly weakens: Weakness | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly inForce: readonly SettingInForce[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Names every problem at once; the message is made to be read in a terminal. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? "1 setting needs" : `${problems.length} settings need`;
    super(`Rolebridge cannot start: ${count} attention.\n${problems.map((p) => `  - ${p}`).join("\n")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

interface Read {
  readonly value: unknown;
  readonly inForce: SettingInForce;
  readonly problems: readonly string[];
}

function shown(setting: Setting<unknown>, text: string | undefined): string {
  if (text === undefined) return setting.defaultDescription?.replaceAll("`", "") ?? "not set";
  return setting.secret ? "set, not shown" : text;
}

function readSetting(setting: Setting<unknown>, environment: Environment): Read {
  // An empty variable is what compose files and CI systems leave of an unset one.
  const given = environment[setting.name] || undefined;
  const text = given ?? setting.defaultText;
  const inForce = {
    name: setting.name,
    value: shown(setting, text),
    isDefault: given === undefined,
    weakens: undefined,
  };
  if (text === undefined) {
    const problems = setting.missing ? [`${setting.name} is missing: ${setting.missing}.`] : [];
    return { value: undefined, inForce, problems };
  }
  const result = setting.schema.safeParse(text);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${setting.name} ${issue.message}.`);
    return { value: undefined, inForce, problems };
  }
  return {
    value: result.data,
    inForce: { ...inForce, weakens: setting.weakens?.(result.data) },
    problems: [],
  };
}

function pairsOf(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.slice(1), (letter, index) => text.charAt(index) + letter));
}

/** The known name that shares most letter pairs with a misspelt one (Dice coefficient). */
function closestName(misspelt: string, names: readonly string[]): string | undefined {
  const wanted = pairsOf(misspelt);
  const likeness = (name: string): number => {
    const pairs = pairsOf(name);
    return (2 * [...pairs].filter((pair) => wanted.has(pair)).length) / (pairs.size + wanted.size);
  };
  return names.toSorted((a, b) => likeness(b) - likeness(a))[0];
}

function unknownNames(environment: Environment): readonly string[] {
  const names = Object.values(SETTINGS).map((setting) => setting.name);
  return Object.keys(environment)
    .filter((name) => name.startsWith("ROLEBRIDGE_") && !names.includes(name))
    .map(
      (name) => `${name} is not a setting: did you mean ${closestName(name, names)}? Otherwise remove it.`,
    );
}

/** Variables of the platform that would quietly undo what Rolebridge promises. */
function refusedPlatformSettings(environment: Environment): readonly string[] {
  const problems: string[] = [];
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    problems.push(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 switches off TLS checks: remove it, and name your own authority with NODE_EXTRA_CA_CERTS.",
    );
  }
  if (environment.AWS_ENDPOINT_URL) {
    problems.push(
      "AWS_ENDPOINT_URL redirects every AWS call: remove it, and set AWS_ENDPOINT_URL_STS if STS calls should go elsewhere.",
    );
  }
  return problems;
}

function administrationProblems(values: Partial<Config>): readonly string[] {
  if (values.adminTokenSha256 || values.admins?.length) return [];
  return [
    "ROLEBRIDGE_ADMINS is missing: name an administrator, e.g. okta/group:platform-admins, or set ROLEBRIDGE_ADMIN_TOKEN_SHA256 for the first set-up.",
  ];
}

/** One key seals; a second is there while keys are changed, and every secret is a secret of its own. */
function sealingProblems(values: Partial<Config>): readonly string[] {
  const problems: string[] = [];
  const { sealingKey, sealingKmsKey, previousSealingKey, previousSealingKmsKey, secret } = values;
  if (sealingKey === undefined && sealingKmsKey === undefined) {
    problems.push(
      "ROLEBRIDGE_SEALING_KEY is missing: make one with `openssl rand -base64 32` and keep it safe, apart from the database; or set ROLEBRIDGE_SEALING_KMS_KEY.",
    );
  }
  if (sealingKey !== undefined && sealingKmsKey !== undefined) {
    problems.push(
      "ROLEBRIDGE_SEALING_KEY and ROLEBRIDGE_SEALING_KMS_KEY are both set: the one that is replaced is the previous one, ROLEBRIDGE_PREVIOUS_SEALING_KEY or ROLEBRIDGE_PREVIOUS_SEALING_KMS_KEY.",
    );
  }
  if (previousSealingKey !== undefined && previousSealingKmsKey !== undefined) {
    problems.push(
      "ROLEBRIDGE_PREVIOUS_SEALING_KEY and ROLEBRIDGE_PREVIOUS_SEALING_KMS_KEY are both set: finish one change of keys before the next.",
    );
  }
  const isSame =
    (sealingKey !== undefined && sealingKey.reveal() === previousSealingKey?.reveal()) ||
    (sealingKmsKey !== undefined && sealingKmsKey === previousSealingKmsKey);
  if (isSame) problems.push("The previous sealing key is the same as the sealing key: remove it.");
  const sealingKeys = [sealingKey?.reveal(), previousSealingKey?.reveal()];
  if (secret !== undefined && sealingKeys.includes(secret.reveal())) {
    problems.push(
      "ROLEBRIDGE_SEALING_KEY is the same as ROLEBRIDGE_SECRET: make another one with `openssl rand -base64 32`.",
    );
  }
  return problems;
}

/**
 * Reads some settings for a command that needs no others, so that whoever runs it need not have every secret.
 * @throws ConfigError
 */
export function loadSettings<Key extends SettingKey>(
  keys: readonly Key[],
  environment: Environment,
): { readonly [K in Key]: ValueOf<(typeof SETTINGS)[K]> } {
  const reads = keys.map(
    (key) => [key, readSetting(SETTINGS[key] as Setting<unknown>, environment)] as const,
  );
  const problems = reads.flatMap(([, read]) => read.problems);
  if (problems.length > 0) throw new ConfigError(problems);
  // Each value came out of the schema of its own key.
  return Object.fromEntries(reads.map(([key, read]) => [key, read.value])) as {
    [K in Key]: ValueOf<(typeof SETTINGS)[K]>;
  };
}

/**
 * Reads and checks the whole environment.
 * @throws ConfigError with every problem, each saying what to do
 */
export function loadConfig(environment: Environment): LoadedConfig {
  const reads = Object.entries(SETTINGS).map(
    ([key, setting]) => [key, readSetting(setting as Setting<unknown>, environment)] as const,
  );
  // Each value came out of the schema of its own key.
  const values = Object.fromEntries(reads.map(([key, read]) => [key, read.value])) as Omit<
    Config,
    "samlEntityId"
  > & { samlEntityId: string | undefined };
  const config: Config = {
    ...values,
    samlEntityId: values.samlEntityId ?? `${values.url}/aws/saml/metadata`,
  };
  const own = reads.flatMap(([, read]) => read.problems);
  // A value that could not be read is no missing one.
  const isSaid = (about: RegExp) => own.some((problem) => about.test(problem));
  const between = [
    ...(isSaid(/^ROLEBRIDGE_ADMIN(S|_TOKEN)/) ? [] : administrationProblems(config)),
    ...(isSaid(/^ROLEBRIDGE_(PREVIOUS_)?SEALING/) ? [] : sealingProblems(config)),
  ];
  const problems = [
    ...own,
    ...between,
    ...unknownNames(environment),
    ...refusedPlatformSettings(environment),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return { config: Object.freeze(config), inForce: Object.freeze(reads.map(([, read]) => read.inForce)) };
}
