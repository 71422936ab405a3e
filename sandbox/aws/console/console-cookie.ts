import type { IncomingMessage } from "node:http";

/** Sign-in and console are two ports of one host, and cookies do not know ports: this one serves both. */
const NAME = "sandbox-aws-console";

export function consoleCookie(id: string): string {
  return `${NAME}=${id}; Path=/; HttpOnly; SameSite=Lax`;
}

export const EXPIRED_CONSOLE_COOKIE = `${NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;

export function readConsoleCookie(request: IncomingMessage): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === NAME)?.[1];
}
