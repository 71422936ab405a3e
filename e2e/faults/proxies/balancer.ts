/**
 * A load balancer as an operator would have one, and as small as can be: every request goes to the next instance
 * that says it is ready, whoever asks. No stickiness, a new connection for each request, `/readyz` asked five times
 * a second. A request that never reached an instance is given to another one; one that did is not.
 */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const CHECK_MS = 200;
/** An instance that does not answer its check in this time is not ready. */
const CHECK_LIMIT_MS = 2_000;

interface Backend {
  readonly port: number;
  isReady: boolean;
  readonly timer: NodeJS.Timeout;
}

export class Balancer {
  readonly #server: Server;
  #backends: Backend[] = [];
  #next = 0;
  /** Requests that each instance has answered, by port. */
  readonly answered = new Map<number, number>();

  private constructor(
    server: Server,
    readonly port: number,
  ) {
    this.#server = server;
    server.on("request", (message: IncomingMessage, response: ServerResponse) =>
      this.#pass(message, response, new Set()),
    );
  }

  static async listen(port = 0): Promise<Balancer> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    return new Balancer(server, (server.address() as AddressInfo).port);
  }

  /** Resolves when the instance said that it is ready. */
  async add(port: number): Promise<void> {
    const backend: Backend = {
      port,
      isReady: await isReady(port),
      timer: setInterval(async () => {
        backend.isReady = await isReady(port);
      }, CHECK_MS),
    };
    this.#backends.push(backend);
  }

  remove(port: number): void {
    for (const backend of this.#backends) if (backend.port === port) clearInterval(backend.timer);
    this.#backends = this.#backends.filter((backend) => backend.port !== port);
  }

  async close(): Promise<void> {
    for (const { timer } of this.#backends) clearInterval(timer);
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** When nobody is ready everybody is asked: their own answer says more than ours. */
  #choose(tried: ReadonlySet<number>): Backend | undefined {
    const untried = this.#backends.filter(({ port }) => !tried.has(port));
    const ready = untried.filter((backend) => backend.isReady);
    const among = ready.length > 0 ? ready : untried;
    this.#next += 1;
    return among[this.#next % among.length];
  }

  #pass(message: IncomingMessage, response: ServerResponse, tried: Set<number>): void {
    const backend = this.#choose(tried);
    if (backend === undefined) {
      response.writeHead(502).end();
      return;
    }
    tried.add(backend.port);
    let isConnected = false;
    const { method, url, headers } = message;
    const options = { host: "127.0.0.1", port: backend.port, method, path: url, headers, agent: false };
    const onward = request(options, (answer) => {
      this.answered.set(backend.port, (this.answered.get(backend.port) ?? 0) + 1);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once("error", () => response.destroy());
    });
    onward.once("socket", (socket) =>
      socket.once("connect", () => {
        isConnected = true;
        message.pipe(onward);
      }),
    );
    onward.once("error", () => {
      if (isConnected || response.headersSent) fail(response);
      else {
        backend.isReady = false;
        this.#pass(message, response, tried);
      }
    });
    response.once("close", () => onward.destroy());
  }
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(502).end();
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, path: "/readyz", agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.setTimeout(CHECK_LIMIT_MS, () => asked.destroy(new Error("no answer")));
    asked.once("error", () => resolve(false));
    asked.end();
  });
}
