"use client";

import { ChevronDown, KeyRound, LogOut, ShieldCheck, Stethoscope } from "lucide-react";
import { buttonStyles } from "./control-styles";
import { Menu, MenuLink, MenuSeparator, MenuText } from "./menu.client";
import { VisibleText } from "./visible-text";

export interface UserSummary {
  readonly displayName: string;
  readonly username: string;
  readonly connectionName: string;
  readonly groupCount: number;
  /** What the person may do in Rolebridge itself. */
  readonly administration: "manage" | "read" | "none";
}

/** Who is signed in, and the way out. */
export function UserMenu({ user }: { readonly user: UserSummary }) {
  const groups = user.groupCount === 1 ? "1 group" : `${user.groupCount} groups`;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={buttonStyles("quiet", "md", "max-w-56 pr-2")}
          aria-label={`${user.displayName}, account menu`}
        >
          <span
            aria-hidden="true"
            className="flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-[0.6875rem] text-accent"
          >
            {initials(user.displayName)}
          </span>
          <span aria-hidden="true" className="truncate max-sm:hidden">
            <VisibleText text={user.displayName} />
          </span>
          <ChevronDown aria-hidden="true" className="text-ink-faint" />
        </button>
      }
    >
      <MenuText>
        <p className="truncate font-medium text-ink">
          <VisibleText text={user.displayName} />
        </p>
        <p className="truncate">
          <VisibleText text={user.username} />
        </p>
        <p className="mt-1 truncate text-ink-faint text-xs">
          {user.connectionName} · {groups}
        </p>
      </MenuText>
      <MenuSeparator />
      <MenuLink href="/passkeys">
        <KeyRound aria-hidden="true" />
        Passkeys
      </MenuLink>
      <MenuLink href="/diagnose">
        <Stethoscope aria-hidden="true" />
        Diagnose
      </MenuLink>
      {user.administration === "none" ? null : (
        <MenuLink href="/admin">
          <ShieldCheck aria-hidden="true" />
          {user.administration === "manage" ? "Administration" : "Administration (read only)"}
        </MenuLink>
      )}
      <MenuLink href="/signout">
        <LogOut aria-hidden="true" />
        Sign out
      </MenuLink>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/u).filter(Boolean);
  const first = words[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return ([...first].slice(0, 1).join("") + [...last].slice(0, 1).join("")).toUpperCase();
}
