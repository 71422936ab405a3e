/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser fetches addresses it is given; nothing here needs it.
  images: { unoptimized: true },
  // WebAssembly and native drivers are loaded from node_modules as they are.
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pino"],
};

export default config;
