/**
 * A TCP proxy on loopback that can do to a connection what a network does: delay, swallow, half-close, reset.
 * Owns sockets and knows nothing of what passes through them.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export type LinkFault =
  /** Each piece arrives this much later, in order. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** Nothing arrives on either side, and nobody is told; connections still seem to open. */
  | { readonly kind: "black-hole" }
  /** The far side is gone and the near side was never told: what is sent vanishes. */
  | { readonly kind: "half-open" }
  /** Every connection is reset, those that open from now on as well. */
  | { readonly kind: "reset" };

interface Link {
  readonly near: Socket;
  readonly far: Socket;
  /** What a network would send again once it works: kept in order, each with where it goes. */
  readonly held: { readonly to: Socket; readonly piece: Buffer }[];
}

export class FaultProxy {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #fault: LinkFault | undefined;

  private constructor(
    readonly port: number,
    server: Server,
    private to: { readonly host: string; readonly port: number },
  ) {
    this.#server = server;
    server.on("connection", (near) => this.#open(near));
  }

  /** @param host where it listens; any address of 127.0.0.0/8 */
  static async listen(to: { host: string; port: number }, host = "127.0.0.1"): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, host, resolve);
    });
    return new FaultProxy((server.address() as AddressInfo).port, server, to);
  }

  /** How many connections are open through it now. */
  get connections(): number {
    return this.#links.size;
  }

  /** From now on this goes wrong, for connections that are open as well. */
  fail(fault: LinkFault): void {
    this.#fault = fault;
    if (fault.kind === "reset") for (const { near } of this.#links) near.resetAndDestroy();
    if (fault.kind === "half-open") for (const { far } of this.#links) far.destroy();
  }

  /** All is well again: what was held arrives. */
  heal(): void {
    this.#fault = undefined;
    for (const { held } of this.#links) {
      for (const { to, piece } of held.splice(0)) if (!to.destroyed) to.write(piece);
    }
  }

  /** New connections lead elsewhere, as after a failover; those that are open are reset. */
  leadTo(to: { readonly host: string; readonly port: number }): void {
    this.to = to;
    for (const { near } of this.#links) near.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const { near } of this.#links) near.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #open(near: Socket): void {
    near.on("error", () => near.destroy());
    if (this.#fault?.kind === "reset") {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.to);
    const link: Link = { near, far, held: [] };
    this.#links.add(link);
    near.setNoDelay(true);
    far.setNoDelay(true);
    far.on("error", () => far.destroy());
    near.on("data", (piece) => this.#pass(link, far, piece));
    far.on("data", (piece) => this.#pass(link, near, piece));
    near.on("close", () => {
      this.#links.delete(link);
      far.destroy();
    });
    far.on("close", () => {
      // A network that swallows everything swallows the goodbye as well.
      if (this.#fault?.kind !== "half-open" && this.#fault?.kind !== "black-hole") near.destroy();
    });
  }

  #pass(link: Link, to: Socket, piece: Buffer): void {
    const fault = this.#fault;
    if (fault === undefined) to.write(piece);
    else if (fault.kind === "black-hole") link.held.push({ to, piece });
    else if (fault.kind === "delay") {
      setTimeout(() => {
        if (!to.destroyed) to.write(piece);
      }, fault.milliseconds);
    }
  }
}
