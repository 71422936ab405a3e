"use client";

import { type RefObject, useEffect, useState } from "react";
import type { UnsavedPlanView } from "@/app/_http/plan-view";
import { withoutAbsent, withoutEmpty } from "../_forms/read-form";
import { targetBody } from "./target-body";

/** What is wrong, as the API words it (RFC 9457). */
interface Refusal {
  readonly title: string;
  readonly detail?: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

export type Preview =
  | { readonly state: "waiting" }
  | { readonly state: "shown"; readonly plan: UnsavedPlanView }
  | { readonly state: "refused"; readonly refusal: Refusal };

/** Of whom and what; `targetId` is absent for a new one. */
interface PreviewOf {
  readonly targetId: string | undefined;
  readonly personId: string;
}

/** After the last key; a form is typed faster than a plan is read. */
const PAUSE_MS = 350;
/** Everything that changes a form: also what sets hidden fields, such as rows that are added by a button. */
const EVENTS = ["input", "change", "click", "keyup"] as const;

/** The plan of the form that `inside` stands in, asked for anew whenever what it would send has changed. */
export function usePreview(
  inside: RefObject<HTMLElement | null>,
  { targetId, personId }: PreviewOf,
): Preview {
  const [preview, show] = useState<Preview>({ state: "waiting" });
  useEffect(() => {
    const form = inside.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: AbortController | undefined;
    let asked = "";
    const ask = async () => {
      const body = JSON.stringify({ ...bodyOf(form, targetId), person: personId });
      if (body === asked) return;
      asked = body;
      running?.abort();
      const request = new AbortController();
      running = request;
      const answer = await previewOf(body, request.signal);
      if (!request.signal.aborted) show(answer);
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    };
    for (const event of EVENTS) form.addEventListener(event, soon);
    soon();
    return () => {
      for (const event of EVENTS) form.removeEventListener(event, soon);
      clearTimeout(timer);
      running?.abort();
    };
  }, [inside, targetId, personId]);
  return preview;
}

/** What saving would send, by the same code. */
function bodyOf(form: HTMLFormElement, targetId: string | undefined) {
  const body = targetBody(new FormData(form));
  if (targetId === undefined) return { target: withoutEmpty(body) };
  const { accountId: _stays, ...change } = body;
  return { target: withoutAbsent(change), targetId };
}

async function previewOf(body: string, signal: AbortSignal): Promise<Preview> {
  try {
    const response = await fetch("/api/v1/admin/targets/preview", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body,
      cache: "no-store",
      signal,
    });
    const answer: unknown = await response.json();
    return response.ok
      ? { state: "shown", plan: answer as UnsavedPlanView }
      : { state: "refused", refusal: answer as Refusal };
  } catch {
    return { state: "refused", refusal: UNREACHABLE };
  }
}

const UNREACHABLE: Refusal = { title: "Rolebridge did not answer; the preview comes back by itself." };
