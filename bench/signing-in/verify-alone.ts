/**
 * node-saml as its own documentation has it, and nothing else: verifies the responses it is sent, in a thread of its
 * own, and says how long it took.
 */
import { parentPort, workerData } from "node:worker_threads";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";

const { certificate, audience, acsUrl } = workerData as {
  readonly certificate: string;
  readonly audience: string;
  readonly acsUrl: string;
};

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

parentPort?.on("message", async (responses: readonly string[]) => {
  const start = performance.now();
  for (const SAMLResponse of responses) {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
    if (profile === null) throw new Error("node-saml found nobody in a response");
  }
  parentPort?.postMessage(performance.now() - start);
});
