/** Stands before the local STS and remembers what it handed out, whatever became of whoever asked. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface HandedOut {
  /** ID of the assertion that bought it. */
  readonly assertionId: string;
  readonly accessKeyId: string;
}

export interface StsWitness {
  /** For `AWS_ENDPOINT_URL_STS`. */
  readonly url: string;
  readonly handedOut: readonly HandedOut[];
  /** How many have arrived. */
  calls(): number;
  /** After AWS has answered all of them. */
  close(): Promise<void>;
}

/**
 * @param target origin of the local STS
 * @param latestMs an answer is held back for up to so long, so that a kill finds calls that AWS has answered already
 */
export async function witnessSts(target: string, latestMs: number): Promise<StsWitness> {
  const handedOut: HandedOut[] = [];
  const passing: Promise<void>[] = [];
  const server = createServer((request, response) => {
    passing.push(pass(request, response).catch(() => void response.destroy()));
  });
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const type = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
    const answer = await fetch(`${target}${request.url}`, {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    const text = await answer.text();
    const accessKeyId = /<AccessKeyId>([^<]+)</.exec(text)?.[1];
    if (answer.status === 200 && accessKeyId !== undefined) {
      handedOut.push({ assertionId: assertionIn(body), accessKeyId });
    }
    await wait(Math.random() * latestMs);
    response.writeHead(answer.status, { "content-type": "text/xml" });
    response.end(text);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/{region}`,
    handedOut,
    calls: () => passing.length,
    close: async () => {
      await Promise.all(passing);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function assertionIn(body: string): string {
  const response = new URLSearchParams(body).get("SAMLAssertion") ?? "";
  const xml = Buffer.from(response, "base64").toString("utf8");
  return /<saml:Assertion[^>]* ID="([^"]+)"/.exec(xml)?.[1] ?? "";
}
