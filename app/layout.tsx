import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { NONCE_HEADER } from "./_http/request-headers";
import { EarlyPress } from "./_ui/early-press.client";
import { ToastProvider } from "./_ui/toast.client";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Rolebridge", template: "%s · Rolebridge" },
  description: "Sign in once, get short-lived AWS access.",
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#0c1316" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // The primitives put it on the few style elements they need.
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang="en">
      <body>
        <EarlyPress nonce={nonce} />
        <a
          href="#content"
          className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent focus:translate-y-0"
        >
          Skip to the content
        </a>
        <CSPProvider {...(nonce === undefined ? {} : { nonce })}>
          <ToastProvider>
            <div id="page">{children}</div>
          </ToastProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
