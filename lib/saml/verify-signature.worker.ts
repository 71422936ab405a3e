import { createVerify } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { getVerifiedXml } from "@node-saml/node-saml/lib/xml.js";
import { XMLSerializer } from "@xmldom/xmldom";
import { ExclusiveCanonicalization } from "xml-crypto";
import { AppError } from "../errors/app-error";
import { parseMessage } from "./read-element";
import { refusal } from "./refusal";
import { findSignatures, type SignedCandidate } from "./signature-structure";
import type { SignatureJob, SignatureOutcome } from "./verify-signature";
import { childElements, textOf } from "./xml-dom";

/**
 * The thread where a message's signature is checked. It has a deadline outside, so nothing here needs one.
 * Of node-saml it uses `getVerifiedXml` only: that gives the canonical bytes the signature covers, takes keys
 * from its caller alone (never from KeyInfo), and insists that the reference is the signature's own parent.
 * node-saml's profile object is not made, let alone read: for a repeated attribute its two halves disagree.
 */
function verify(job: SignatureJob): SignatureOutcome {
  const response = parseMessage(job.xml);
  const signed = findSignatures(response);
  const responseXml = signed.response && verifiedBytes(job, signed.response);
  const assertionXml = signed.assertion && verifiedBytes(job, signed.assertion);
  if (responseXml !== undefined) return { covers: "response", signedXml: responseXml };
  if (assertionXml === undefined || !signed.assertion) {
    throw refusal("signature_missing", "neither the response nor the assertion is signed");
  }
  response.removeChild(signed.assertion.element);
  return {
    covers: "assertion",
    signedXml: assertionXml,
    unsignedEnvelopeXml: new XMLSerializer().serializeToString(response),
  };
}

/** Every signature that is there must hold: a second, broken one means that somebody changed something. */
function verifiedBytes(job: SignatureJob, candidate: SignedCandidate): string {
  const keys = job.publicKeys.filter((key) => signsItsSignedInfo(candidate.signature, key));
  const bytes = keys.length > 0 ? getVerifiedXml(job.xml, candidate.element, keys) : null;
  if (bytes === null) {
    throw refusal(
      "signature_invalid",
      `the ${candidate.element.localName} is not what any certificate of the connection signed`,
    );
  }
  return bytes;
}

/**
 * Whether this key made the SignatureValue over SignedInfo. xml-crypto asks last, after seconds of work on a large
 * message; asked first, a stranger without the provider's key costs one RSA operation. A yes proves nothing about
 * the content: that is what `getVerifiedXml` is for.
 */
function signsItsSignedInfo(signature: Element, publicKey: string): boolean {
  const [signedInfo, signatureValue] = childElements(signature);
  if (!signedInfo || !signatureValue) return false;
  const method = childElements(signedInfo)[1]?.getAttribute("Algorithm");
  const verifier = createVerify(method?.endsWith("#rsa-sha512") ? "RSA-SHA512" : "RSA-SHA256");
  verifier.update(String(new ExclusiveCanonicalization().process(signedInfo, {})));
  return verifier.verify(publicKey, textOf(signatureValue), "base64");
}

function answer(job: SignatureJob): void {
  try {
    parentPort?.postMessage({ id: job.id, outcome: verify(job) });
  } catch (error) {
    const known = error instanceof AppError ? error : undefined;
    const explanation = (known?.cause ?? error) as Error;
    parentPort?.postMessage({
      id: job.id,
      refused: { reason: known?.reason ?? "signature_invalid", explanation: explanation.message },
    });
  }
}

parentPort?.on("message", answer);
parentPort?.postMessage("ready");
