import { guardsOf } from "./guard";

/** Showing once more that it is you: fresh sign-ins, second factors, passkeys. */

const REQUIREMENT = "lib/flows/step-up/requirement.ts";
const ANSWER = "lib/flows/step-up/answer.ts";
const ASSERTION = "lib/webauthn/assertion.ts";
const REGISTRATION = "lib/webauthn/registration.ts";
const CEREMONY = "lib/webauthn/ceremony.ts";
const PASSKEYS = "lib/flows/step-up/passkeys.ts";
const STORE = "lib/db/stores/passkey-store.ts";
const CHALLENGE = 'expectedChallenge: Buffer.from(challenge).toString("base64url"),';
const ORIGIN = "expectedOrigin: rp.origin,";
const ANY_ORIGIN = 'expectedOrigin: ["https://rolebridge.example.com", "https://evil.example"],';
const VERIFIED = "requireUserVerification: true,";
const FRAMES = "  refuseFrames(sent.response.clientDataJSON);\n";

export const STEP_UP_GUARDS = [
  ...guardsOf("lib/flows/step-up/requirement.test.ts", [
    ["step-up", "the sign-in is fresh", REQUIREMENT, "sign_in: isFresh,", "sign_in: true,"],
    ["step-up", "a second factor", REQUIREMENT, "mfa: hasMfa,", "mfa: true,"],
    [
      "step-up",
      "a sign-in has a time",
      "lib/identity/authentication.ts",
      "return at !== undefined && at >= since;",
      "return at === undefined || at >= since;",
    ],
  ]),
  ...guardsOf("lib/flows/step-up/saml-step-up.test.ts", [
    ["step-up", "the same person", ANSWER, "if (!isSame)"],
    ["step-up", "the answer is fresh", ANSWER, "if (!signedInSince(authentication, since))"],
    [
      "step-up",
      "the answer states a second factor",
      ANSWER,
      "if (expected.mfa && !statesMfa(authentication, connection.mfa))",
    ],
    ["step-up", "the person's own connection", ANSWER, "if (actor.identity.connection !== slug)"],
  ]),
  ...guardsOf("lib/flows/step-up/passkeys.test.ts", [
    [
      "passkey",
      "a passkey where one is asked for",
      REQUIREMENT,
      "passkey: !requirePasskey || usedPasskey(context, standing),",
      "passkey: true,",
    ],
    [
      "passkey",
      "for five minutes",
      REQUIREMENT,
      "passkeyAt !== undefined && passkeyAt >= before(clock, PASSKEY_SECONDS)",
      "passkeyAt !== undefined && clock !== undefined",
    ],
    ["passkey", "with user verification", CEREMONY, VERIFIED, "requireUserVerification: false,"],
    ["passkey", "by this challenge", CEREMONY, CHALLENGE, "expectedChallenge: () => true,"],
    ["passkey", "at our origin", CEREMONY, ORIGIN, ANY_ORIGIN],
    ["passkey", "use in no frame", ASSERTION, FRAMES, ""],
    ["passkey", "use with its signature", ASSERTION, "if (!verified)"],
    ["passkey", "its counter grows", ASSERTION, "counter: passkey.signCount,", "counter: 0,"],
    ["passkey", "made in no frame", REGISTRATION, FRAMES, ""],
    ["passkey", "no frame of another origin", CEREMONY, "data.data.crossOrigin === true || ", ""],
    ["passkey", "no page of another site", CEREMONY, " || data.data.topOrigin !== undefined", ""],
    [
      "passkey",
      "made after a fresh sign-in",
      PASSKEYS,
      '  await requireStepUp(context, actor, REGISTRATION, "/passkeys");\n  const { name',
      "  const { name",
    ],
    [
      "passkey",
      "somebody's own",
      STORE,
      "WHERE person_id = ${personId}::uuid ORDER BY created_at",
      "WHERE ${personId}::uuid IS NOT NULL ORDER BY created_at",
    ],
    [
      "passkey",
      "a challenge once",
      STORE,
      "DELETE FROM passkey_challenge\n",
      "UPDATE passkey_challenge SET expires_at = expires_at\n",
    ],
    [
      "passkey",
      "a challenge of this app session",
      STORE,
      "WHERE app_session_id = ${appSessionId}::uuid AND ceremony",
      "WHERE ${appSessionId}::uuid IS NOT NULL AND ceremony",
    ],
    [
      "passkey",
      "a challenge in time",
      STORE,
      "row !== undefined && row.expires_at > now ?",
      "row !== undefined && now !== undefined ?",
    ],
    ["passkey", "ten a person", STORE, "generate_series(1, 10)", "generate_series(1, 99)"],
    [
      "passkey",
      "its use ends when it is removed",
      STORE,
      "UPDATE app_session SET passkey_at = NULL",
      "UPDATE app_session SET passkey_at = passkey_at",
    ],
  ]),
] as const;
