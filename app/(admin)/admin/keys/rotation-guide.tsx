import { Check } from "lucide-react";
import { cx } from "@/app/_ui/class-names";
import type { SigningKeyView } from "@/lib/flows/admin/admin-use-cases";

type Purpose = SigningKeyView["purpose"];

interface Step {
  readonly title: string;
  readonly text: string;
}

const TELL_AWS: Step = {
  title: "Tell AWS",
  text: "Upload the new metadata to the SAML provider of every account, or run each account's set-up text again. AWS takes both keys from then on.",
};
const WAIT: Step = {
  title: "Wait a day",
  text: "AWS reads the published keys by itself. A day lets every cache know the next one.",
};

const TELL_IDPS: Step = {
  title: "Tell identity providers",
  text: "Those that read our SP metadata by themselves need a day; upload it again at the others. They take both keys from then on.",
};

const BETWEEN: Readonly<Record<Purpose, Step>> = {
  "aws-saml": TELL_AWS,
  "aws-oidc-rs256": WAIT,
  "aws-oidc-es256": WAIT,
  "saml-sp": TELL_IDPS,
};

/** The way from one key to the next; nobody must ever meet a signature of a key that they do not know. */
function stepsOf(purpose: Purpose): readonly Step[] {
  return [
    { title: "Make the next key", text: "It is published beside the one in use, and signs nothing yet." },
    BETWEEN[purpose],
    {
      title: "Use it",
      text: "From then on it signs. If it is refused somewhere, use the previous key again.",
    },
    {
      title: "Retire the previous key",
      text: "Once nothing was refused for a day. It cannot be taken back.",
    },
  ];
}

/** Index of the step that is next; after making a key, what is to be done in AWS stands before its use. */
function stepNow(keys: readonly SigningKeyView[]): number {
  if (keys.some(({ status }) => status === "next")) return 1;
  return keys.some(({ status }) => status === "previous") ? 3 : 0;
}

export function RotationGuide({
  purpose,
  keys,
}: {
  readonly purpose: Purpose;
  readonly keys: readonly SigningKeyView[];
}) {
  const now = stepNow(keys);
  const isRotating = now > 0;
  return (
    <ol className="mb-5 grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4" aria-label="How a key is renewed">
      {stepsOf(purpose).map(({ title, text }, place) => {
        const isDone = place < now;
        const isNow = isRotating && (place === now || (now === 1 && place === 2));
        return (
          <li
            key={title}
            aria-current={isNow ? "step" : undefined}
            className={cx("border-t-2 pt-2 text-sm", isNow ? "border-accent" : "border-line")}
          >
            <p className={cx("flex items-center gap-1.5 font-medium", isNow ? "text-accent" : "")}>
              {isDone ? (
                <>
                  <Check aria-hidden="true" className="size-4 text-success" />
                  <span className="visually-hidden">Done: </span>
                </>
              ) : (
                <span className="figures text-ink-faint">{place + 1}</span>
              )}
              {title}
            </p>
            <p className="mt-0.5 text-ink-soft">{text}</p>
          </li>
        );
      })}
    </ol>
  );
}
