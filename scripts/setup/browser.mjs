// @ts-check
/** Finds a Chromium for the browser journeys, or gets one. */
import { createRequire } from "node:module";
import { installPackage, onPath } from "./privilege.mjs";
import { Problem } from "./problem.mjs";
import { run, tool, toolEnvironment } from "./run-command.mjs";

/** The shell first: Chromium without the window of its own that nobody sees here takes half the time of a journey. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
/** Tried in this order; few distributions have the shell by itself. */
const PACKAGES = [
  { "apt-get": "chromium-headless-shell" },
  { "apt-get": "chromium", apk: "chromium", dnf: "chromium" },
];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * @typedef {object} Browser
 * @property {string} path of the executable
 * @property {string} version as it says itself
 */

/**
 * Only a browser that starts counts: a download may lack the system's libraries.
 * @param {string | undefined} path
 * @returns {Promise<Browser | undefined>}
 */
async function tried(path) {
  if (path === undefined || path === "") {
    return undefined;
  }
  const { code, output } = await run(path, ["--version"], { cwd: process.cwd() }).catch(() => ({
    code: 1,
    output: "",
  }));
  const version = output.split("\n").find((text) => /\d+\.\d+/.test(text));
  return code === 0 ? { path, version: version?.trim() ?? path } : undefined;
}

/** @returns {Promise<Browser | undefined>} */
async function installed() {
  for (const path of [process.env.CHROME_PATH, ...NAMES.map(onPath), MAC]) {
    const browser = await tried(path);
    if (browser !== undefined) {
      return browser;
    }
  }
  return undefined;
}

/**
 * @param {string} root
 * @returns {Promise<Browser | undefined>}
 */
async function playwrights(root) {
  const { chromium } = createRequire(import.meta.url)("@playwright/test");
  const present = await tried(chromium.executablePath());
  if (present !== undefined) {
    return present;
  }
  const [command, args] = tool("@playwright/test/cli.js", "install", "--no-shell", "chromium");
  // Where the download is blocked rather than refused, waiting longer helps nobody.
  const env = toolEnvironment({ PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" });
  const { code } = await run(command, args, { cwd: root, env });
  return code === 0 ? await tried(chromium.executablePath()) : undefined;
}

/**
 * An installed Chromium or Chrome, else Playwright's download, else the distribution's package.
 * @param {string} root
 * @returns {Promise<Browser>}
 */
export async function findBrowser(root) {
  const found = (await installed()) ?? (await playwrights(root));
  if (found !== undefined) {
    return found;
  }
  for (const names of PACKAGES) {
    await installPackage(names);
    const packaged = await installed();
    if (packaged !== undefined) {
      return packaged;
    }
  }
  throw new Problem(
    "No browser for the journeys: neither Chromium nor Chrome is installed and neither Playwright's download nor the distribution's package could be had. Install Chromium, or set CHROME_PATH.",
  );
}
