/** A client as small as Node's own, with one connection for each that is in use. Loopback only. */
import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface LoopbackClient {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
  close(): void;
}

export function loopbackClient(port: number): LoopbackClient {
  const agent = new Agent({ keepAlive: true });
  const ask = (method: string, path: string, headers: Readonly<Record<string, string>>, body: string) =>
    new Promise<Answer>((resolve, reject) => {
      const length = body === "" ? {} : { "Content-Length": Buffer.byteLength(body) };
      const options = { host: "127.0.0.1", port, method, path, agent, headers: { ...headers, ...length } };
      const sent = request(options, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString("utf8"),
          }),
        );
      });
      sent.once("error", reject);
      sent.end(body);
    });
  return {
    get: (path, headers = {}) => ask("GET", path, headers, ""),
    post: (path, body, headers) => ask("POST", path, headers, body),
    close: () => agent.destroy(),
  };
}
