"use client";

import { useEffect, useState } from "react";
import { cx } from "@/app/_ui/class-names";

/** From here on the time left is a warning. */
const SOON_SECONDS = 300;

/** Counts down to `at`, then calls `onEnd` once. Not announced every second; the end is, by what replaces it. */
export function Countdown({ at, onEnd }: { readonly at: string; readonly onEnd: () => void }) {
  const end = Date.parse(at);
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((end - now) / 1000));
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left === 0) onEnd();
  }, [left, onEnd]);
  const clock = new Date(end).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return (
    <p className="whitespace-nowrap text-ink-soft text-sm">
      Expires in{" "}
      <span
        role="timer"
        className={cx("figures font-semibold", left <= SOON_SECONDS ? "text-warning" : "text-ink")}
      >
        {inWords(left)}
      </span>
      , at <time dateTime={at}>{clock}</time>
    </p>
  );
}

/** "11:59:03", "59:03": fixed width, so that nothing beside it moves. */
function inWords(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
