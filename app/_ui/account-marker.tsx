import { cx } from "./class-names";

/** The colours an account can have: names in the database, so that a theme may change what they look like. */
export const ACCOUNT_COLORS = {
  slate: "fill-[light-dark(oklch(0.55_0.03_240),oklch(0.7_0.03_240))]",
  red: "fill-[light-dark(oklch(0.58_0.2_25),oklch(0.7_0.17_23))]",
  orange: "fill-[light-dark(oklch(0.68_0.17_50),oklch(0.77_0.15_55))]",
  yellow: "fill-[light-dark(oklch(0.78_0.15_88),oklch(0.86_0.15_92))]",
  green: "fill-[light-dark(oklch(0.6_0.14_150),oklch(0.76_0.15_152))]",
  teal: "fill-[light-dark(oklch(0.58_0.1_195),oklch(0.76_0.11_190))]",
  blue: "fill-[light-dark(oklch(0.56_0.16_255),oklch(0.7_0.14_255))]",
  violet: "fill-[light-dark(oklch(0.54_0.19_295),oklch(0.7_0.16_298))]",
  pink: "fill-[light-dark(oklch(0.6_0.19_355),oklch(0.74_0.15_355))]",
} as const satisfies Record<string, string>;

const NAMES = Object.keys(ACCOUNT_COLORS) as (keyof typeof ACCOUNT_COLORS)[];

/** An account without a colour keeps the same one everywhere: the number decides. */
function colourOf(accountId: string): string {
  const hash = [...accountId].reduce((sum, digit) => (sum * 31 + Number(digit) + 7) % 9973, 17);
  return ACCOUNT_COLORS[NAMES[hash % NAMES.length] ?? "slate"];
}

/** The account's colour as a small square. Decoration only: the name always stands beside it. */
export function AccountMarker({
  accountId,
  color,
  className,
}: {
  readonly accountId: string;
  readonly color?: string | undefined;
  readonly className?: string;
}) {
  const named =
    color !== undefined && color in ACCOUNT_COLORS ? (color as keyof typeof ACCOUNT_COLORS) : undefined;
  const custom = color !== undefined && /^#[0-9a-f]{6}$/i.test(color) ? color : undefined;
  const fill = named === undefined ? colourOf(accountId) : ACCOUNT_COLORS[named];
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className={cx("size-2.5 shrink-0", className)}>
      {/* `fill` as an attribute, not as a style: the content security policy allows no inline styles. */}
      <rect
        width="10"
        height="10"
        rx="2.5"
        {...(custom === undefined ? { className: fill } : { fill: custom })}
      />
    </svg>
  );
}
