/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser fetches addresses it is given; nothing here needs it.
  images: { unoptimized: true },
  // WebAssembly and native drivers are loaded from node_modules as they are.
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pino"],
  // Browsers ask for this name where a page, or an error in a page's place, names no icon.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
};

export default config;
