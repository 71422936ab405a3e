"use client";

import {
  Building2,
  FileClock,
  Fingerprint,
  KeyRound,
  KeySquare,
  LockKeyhole,
  Settings2,
  SquareUser,
  Target,
  Users,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "./class-names";

const PLACES = [
  { href: "/admin/accounts", label: "Accounts", icon: Building2 },
  { href: "/admin/targets", label: "Targets", icon: Target },
  { href: "/admin/grants", label: "Grants", icon: KeyRound },
  { href: "/admin/connections", label: "Connections", icon: SquareUser },
  { href: "/admin/people", label: "People", icon: Users },
  { href: "/admin/access-keys", label: "Access keys", icon: KeySquare },
  { href: "/admin/keys", label: "Signing keys", icon: Fingerprint },
  { href: "/admin/lock-downs", label: "Lock-downs", icon: LockKeyhole },
  { href: "/admin/audit", label: "Audit", icon: FileClock },
  { href: "/admin/config", label: "Configuration", icon: Settings2 },
] as const;

/** Brings a place into the middle of the line, which may be wider than the screen; the page stays where it is. */
function showInLine(place: HTMLElement | null): void {
  const line = place?.closest("nav");
  if (place && line) line.scrollLeft = place.offsetLeft + (place.offsetWidth - line.clientWidth) / 2;
}

/** Places of administration: a column on the left, a line that scrolls sideways on a narrow screen. */
export function AdminNav() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Administration"
      className="max-md:-mx-4 max-md:overflow-x-auto max-md:border-line max-md:border-b max-md:px-4 max-md:pb-2"
    >
      <ul className="flex gap-0.5 max-md:w-max md:flex-col">
        {PLACES.map(({ href, label, icon: Icon }) => {
          const here = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                ref={here ? showInLine : null}
                aria-current={here ? "page" : undefined}
                className={cx(
                  "flex h-8 items-center gap-2.5 whitespace-nowrap rounded-md px-2.5 font-medium text-sm pointer-coarse:h-10",
                  here ? "bg-accent-soft text-accent" : "text-ink-soft hover:bg-hover hover:text-ink",
                )}
              >
                <Icon aria-hidden="true" className={cx("size-4", here ? "" : "text-ink-faint")} />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
