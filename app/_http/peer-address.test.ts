import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { recordPeerAddress } from "./peer-address";

recordPeerAddress("https://rolebridge.example.com");

/** The headers that a handler behind it sees. */
function seenAt(path: string): Promise<IncomingHttpHeaders> {
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    const server = createServer((request, response) => {
      response.end();
      server.close();
      resolve(request.headers);
    });
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const headers = {
        "x-forwarded-for": "6.6.6.6",
        "x-forwarded-host": "evil.example",
        "x-rolebridge-target": "/saml/evil",
        connection: "close",
      };
      fetch(`http://127.0.0.1:${port}${path}`, { headers }).catch(reject);
    });
  });
}

it("W14 W20 appends the peer's address and puts our origin over the host a client claims", async () => {
  const seen = await seenAt("/saml/acme/logout?SAMLRequest=%2b%2Fa%20~");
  expect(seen["x-forwarded-for"]).toBe("6.6.6.6, 127.0.0.1");
  expect(seen["x-forwarded-host"]).toBe("rolebridge.example.com");
  expect(seen["x-forwarded-proto"]).toBe("https");
  expect(seen["x-rolebridge-target"]).toBe("/saml/acme/logout?SAMLRequest=%2b%2Fa%20~");
});

it("W20 takes away what a client claims the target was, wherever it asks", async () => {
  expect(await seenAt("/signin")).not.toHaveProperty("x-rolebridge-target");
});
