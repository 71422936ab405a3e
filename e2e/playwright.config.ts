import { availableParallelism } from "node:os";
import { defineConfig, devices } from "@playwright/test";

/** Chromium's own sandbox refuses to run as root, as people do in containers. */
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const executablePath = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE;

export default defineConfig({
  testDir: ".",
  outputDir: "../.rolebridge/test-results/journeys",
  globalSetup: "./start-sandbox.ts",
  // Each has a sandbox of its own; one that runs already is for one.
  workers: process.env.E2E_SANDBOX === undefined ? Math.min(2, availableParallelism()) : 1,
  // A journey that needs a second try is broken.
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices["Desktop Chrome"],
    // A trace takes a third of all the time. Who needs one asks for it: `--trace retain-on-failure`.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...asRoot,
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
