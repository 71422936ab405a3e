import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on its port. */
export interface Listener {
  /** `http://host:port`, with the port that the system gave when 0 was asked. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one server. A handler that throws is answered 500 and printed: it is a defect of this AWS. */
export async function listen(
  address: { readonly host: string; readonly port: number },
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
): Promise<Listener> {
  const server = createServer(async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
