"use client";

import { memo, startTransition, useEffect, useState } from "react";
import { AccountMarker } from "@/app/_ui/account-marker";
import { AccountNumber } from "@/app/_ui/account-number";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import type { AccountGroup } from "./role-list";
import { RoleRow, type RowActions } from "./role-row.client";
import type { Entry } from "./search";

const BOX = "divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface";

/** The first paint needs a screenful; the rest follows without holding up typing. */
const ACCOUNTS_AT_FIRST = 12;

interface Shared {
  readonly activeId: string | undefined;
  readonly actions: RowActions;
}

/** Roles of any accounts: results, or what was used last. */
export function FlatSection({
  prefix,
  title,
  note,
  entries,
  activeId,
  actions,
}: Shared & {
  readonly prefix: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly entries: readonly Entry[];
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid
    <div role="rowgroup" aria-label={title}>
      <div
        role="presentation"
        className="mb-1.5 flex items-baseline justify-between gap-4 px-4 text-ink-soft text-sm"
      >
        <span className="font-medium">{title}</span>
        {note === undefined ? null : <span className="text-ink-faint">{note}</span>}
      </div>
      <div role="presentation" className={BOX}>
        {entries.map(({ role, account }, place) => {
          const rowId = `${prefix}-${role.id}`;
          return (
            <RoleRow
              key={rowId}
              rowId={rowId}
              role={role}
              account={account}
              showAccount
              active={rowId === activeId}
              tabbable={activeId === undefined ? place === 0 : rowId === activeId}
              actions={actions}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Every account with its roles. */
export const AccountSections = memo(function AccountSections({
  groups,
  firstTabbable,
  activeId,
  actions,
}: Shared & { readonly groups: readonly AccountGroup[]; readonly firstTabbable: boolean }) {
  const [all, setAll] = useState(groups.length <= ACCOUNTS_AT_FIRST);
  useEffect(() => startTransition(() => setAll(true)), []);
  return (all ? groups : groups.slice(0, ACCOUNTS_AT_FIRST)).map((account, place) => (
    <AccountSection
      key={account.accountId}
      account={account}
      tabbable={firstTabbable && place === 0}
      activeId={account.roles.some(({ id }) => activeId === `role-${id}`) ? activeId : undefined}
      actions={actions}
    />
  ));
});

const AccountSection = memo(function AccountSection({
  account,
  tabbable,
  activeId,
  actions,
}: Shared & { readonly account: AccountGroup; readonly tabbable: boolean }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid
    <div role="rowgroup" aria-label={account.name} className={`${BOX} lazy-paint`}>
      {/* biome-ignore lint/a11y/useSemanticElements: part of the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a heading */}
      <div role="row" className="bg-canvas">
        {/* biome-ignore lint/a11y/useSemanticElements: part of the grid */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a heading */}
        <div role="rowheader" className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
          <AccountMarker accountId={account.accountId} color={account.color} className="self-center" />
          <h2 className="min-w-0 truncate font-semibold tracking-[-0.008em]">{account.name}</h2>
          <AccountNumber id={account.accountId} className="text-ink-soft" />
          {account.alias === undefined ? null : (
            <span className="text-ink-faint text-sm">{account.alias}</span>
          )}
          <span className="ml-auto text-ink-faint text-sm max-sm:hidden">{account.region}</span>
        </div>
      </div>
      {account.roles.map((role, place) => {
        const rowId = `role-${role.id}`;
        return (
          <RoleRow
            key={rowId}
            rowId={rowId}
            role={role}
            account={account}
            showAccount={false}
            active={rowId === activeId}
            tabbable={rowId === activeId || (tabbable && place === 0)}
            actions={actions}
          />
        );
      })}
    </div>
  );
});

export function NothingFound({ query, onClear }: { readonly query: string; readonly onClear: () => void }) {
  return (
    <EmptyState
      title={`No role matches “${query}”`}
      action={<Button onClick={onClear}>Clear the search</Button>}
    >
      The search looks at names, aliases and numbers of your accounts and at the names of your roles.
    </EmptyState>
  );
}
