// @ts-check
/** Where everything of a sandbox listens: the app's port decides all others. */
import { createServer } from "node:net";
import { Problem } from "./problem.mjs";

export const DEFAULT_PORT = 4100;
const SERVERS = [
  "the app",
  "the SAML IdP",
  "the OIDC IdP",
  "AWS STS",
  "AWS sign-in",
  "the AWS console",
  "AWS IAM",
  "AWS S3",
];

/**
 * The app is at localhost and all else at 127.0.0.1, so that what they post is cross-site as in real life.
 * @param {number} port
 */
export function addressesOf(port) {
  /** @param {number} offset */
  const loopback = (offset) => `http://127.0.0.1:${port + offset}`;
  return {
    app: `http://localhost:${port}`,
    samlIdp: loopback(1),
    oidcIdp: loopback(2),
    sts: loopback(3),
    signin: loopback(4),
    console: loopback(5),
    iam: loopback(6),
    s3: loopback(7),
  };
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>} true also where the system does not have this host at all
 */
function isFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => {
      resolve(/** @type {NodeJS.ErrnoException} */ (error).code === "EADDRNOTAVAIL");
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A server of somebody else at [::1] would answer for localhost, so that counts as taken.
 * @param {number} port
 * @returns {Promise<number>} -1, or which of the sandbox's ports from this one on is taken
 */
async function firstTaken(port) {
  const free = await Promise.all(
    SERVERS.map(
      async (_, offset) =>
        (await isFree(port + offset, "127.0.0.1")) && (offset > 0 || (await isFree(port, "::1"))),
    ),
  );
  return free.indexOf(false);
}

/**
 * Throws a `Problem` that names the first port in use.
 * @param {number} port
 */
export async function requireFreePorts(port) {
  const taken = await firstTaken(port);
  if (taken >= 0) {
    throw new Problem(
      `Port ${port + taken}, wanted for ${SERVERS[taken]}, is in use by another program: stop that, or choose other ports with --port (now ${port}; the sandbox takes that one and the seven after it).`,
    );
  }
}

/**
 * The first of a row of free ports, looked for at random so that two searches do not meet.
 * @returns {Promise<number>}
 */
export async function findFreePorts() {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await firstTaken(port)) < 0) {
      return port;
    }
  }
  throw new Problem("No eight free ports in a row were found between 20000 and 30000.");
}
