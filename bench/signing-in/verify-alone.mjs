// @ts-check
/**
 * node-saml as its own documentation has it, and nothing else: verifies the responses it is sent, in a thread of its
 * own, and says how long it took. Threads of Node 20 cannot load TypeScript.
 */
import { parentPort, workerData } from "node:worker_threads";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";

/** @type {{ readonly certificate: string, readonly audience: string, readonly acsUrl: string }} */
const { certificate, audience, acsUrl } = workerData;

const saml = new SAML({
  idpCert: certificate,
  issuer: audience,
  audience,
  callbackUrl: acsUrl,
  wantAuthnResponseSigned: false,
  wantAssertionsSigned: true,
  validateInResponseTo: ValidateInResponseTo.never,
  acceptedClockSkewMs: 120_000,
});

/** @param {readonly string[]} responses */
async function verify(responses) {
  const start = performance.now();
  for (const SAMLResponse of responses) {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
    if (profile === null) throw new Error("node-saml found nobody in a response");
  }
  parentPort?.postMessage(performance.now() - start);
}

parentPort?.on("message", verify);
