import { guardsOf } from "./guard";

/** Keys at rest. */

const SEALING = "lib/keys/sealing.ts";
const KEYRING = "lib/keys/keyring.ts";
const VALUES = "lib/config/values.ts";

export const SEALING_GUARDS = [
  ...guardsOf("lib/keys/sealing.test.ts", [
    [
      "K02",
      "the row is bound",
      SEALING,
      'Buffer.from(`${head}\\0${purpose}\\0${id}`, "utf8")',
      'Buffer.from(`${head}\\0${purpose}\\0${id.slice(0, 0)}`, "utf8")',
    ],
    [
      "K02",
      "nothing is changed",
      SEALING,
      "return Buffer.concat([decipher.update(ciphertext), decipher.final()]);",
      "return decipher.update(ciphertext);",
    ],
  ]),
  ...guardsOf("lib/keys/keyring.test.ts", [
    ["K02", "the certificate of this key", KEYRING, "if (!certificate.checkPrivateKey(privateKey))"],
    [
      "K04",
      "the next key opens, too",
      KEYRING,
      '  for (const key of await store.list(purpose)) if (key.status !== "retired") openKey(key, sealer);\n',
      "",
    ],
  ]),
  ...guardsOf("lib/config/load-config.test.ts", [
    ["K06", "a long secret", VALUES, "if (text.length < 32)"],
    [
      "K06",
      "a secret that is random",
      VALUES,
      "new Set(text).size < 12 || PLACEHOLDER.test(text)",
      "text === undefined",
    ],
    ["K06", "a key that is random", VALUES, "new Set(bytes).size < 16", "bytes === undefined"],
    ["K06", "a token that is random", VALUES, "GUESSABLE_TOKENS.has(hash)", "hash === undefined"],
  ]),
] as const;
