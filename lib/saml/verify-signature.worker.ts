import { parentPort } from "node:worker_threads";
import { AppError } from "../errors/app-error";
import { checkLogoutSignature, checkSignature } from "./check-signature";
import type { SignatureJob } from "./verify-signature";

/**
 * The thread where a message's signature is checked. It has a deadline outside, so nothing here needs one.
 */
function answer(job: SignatureJob): void {
  try {
    const check = job.message === "logout" ? checkLogoutSignature : checkSignature;
    parentPort?.postMessage({ id: job.id, outcome: check(job.xml, job.publicKeys) });
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
