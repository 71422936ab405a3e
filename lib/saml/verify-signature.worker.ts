import { parentPort } from "node:worker_threads";
import { AppError } from "../errors/app-error";
import { checkLogoutSignature, checkSignature } from "./check-signature";
import { scanResponse } from "./scan-response";
import type { SignatureJob } from "./verify-signature";

function outcomeOf({ message, xml, publicKeys }: SignatureJob) {
  if (message === "logout") return checkLogoutSignature(xml, publicKeys);
  scanResponse(xml);
  return checkSignature(xml, publicKeys);
}

/**
 * The thread where a message is scanned and its signature checked. It has a deadline outside, so nothing here needs
 * one.
 */
function answer(job: SignatureJob): void {
  try {
    parentPort?.postMessage({ id: job.id, outcome: outcomeOf(job) });
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
