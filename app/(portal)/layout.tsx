import type { ReactNode } from "react";
import { signedInVisit } from "@/app/_http/page";

/**
 * Asks who is there before anything is sent: once the loading state is on its way, a signed-out visitor could be
 * led to sign in only by the page's own script. Each page still asks for itself.
 */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  await signedInVisit();
  return children;
}
