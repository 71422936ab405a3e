"use client";

import { useLayoutEffect } from "react";

declare global {
  interface Window {
    /** The button that was pressed before anything could answer it; asked once, then nothing is remembered. */
    takeEarlyPress?: () => HTMLButtonElement | undefined;
  }
}

/**
 * Remembers the last button pressed. Window hears of it before React does, also when React, still waiting for a
 * part of the page's code, swallows it; a press that is still under way when it is asked for is answered by React.
 */
const REMEMBER = `(() => {
  let press;
  const remember = (event) => { press = event; };
  addEventListener("click", remember, true);
  window.takeEarlyPress = () => {
    removeEventListener("click", remember, true);
    delete window.takeEarlyPress;
    if (press === undefined || press.eventPhase !== Event.NONE) return undefined;
    return press.target.closest("button[type=button]") ?? undefined;
  };
})();`;

/**
 * A button that is pressed before the page's code has come does what it says as soon as the code is there: people
 * who open this page twenty times a day press as soon as they see it. Links and forms work without code anyway.
 */
export function EarlyPress({ nonce }: { readonly nonce: string | undefined }) {
  useLayoutEffect(() => {
    const button = window.takeEarlyPress?.();
    // Once Next listens to the history as well, which it begins after the components it shows.
    setTimeout(() => button?.click());
  }, []);
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {REMEMBER}
    </script>
  );
}
