"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { Dialog } from "@/app/_ui/dialog.client";
import { profileName } from "@/lib/delivery/profile-name";
import { CredentialsView } from "../_access/credentials-view.client";
import { AccountLine } from "../_access/role-heading";
import { Home } from "./home.client";
import type { AccountGroup, RoleItem } from "./role-list";

interface Props {
  readonly groups: readonly AccountGroup[];
  readonly recentIds: readonly string[];
  readonly end: ReactNode;
  readonly mayExplain: boolean;
}

const ADDRESS = /^\/access\/([^/]+)$/;

/**
 * The list with the credentials beside it. Which role's are open stands in the address, so that Back closes
 * them and a reload shows the same (as a page of its own); opening costs no round trip.
 */
export function RolesWithCredentials({ groups, recentIds, end, mayExplain }: Props) {
  const pathname = usePathname();
  const openId = ADDRESS.exec(pathname)?.[1];
  // Going forward in the history shows the view again, but only pressing the button asks AWS.
  const [pressed, setPressed] = useState<string>();
  const closing = useRef(false);
  const open = useCallback((roleId: string) => {
    closing.current = false;
    setPressed(roleId);
    window.history.pushState(null, "", `/access/${roleId}`);
  }, []);
  function close() {
    if (closing.current) return;
    closing.current = true;
    setPressed(undefined);
    window.history.back();
  }
  const found = openId === undefined ? undefined : findRole(groups, openId);
  return (
    <>
      <Home
        groups={groups}
        recentIds={recentIds}
        end={end}
        onCredentials={open}
        listening={found === undefined}
      />
      <Dialog
        placement="side"
        open={found !== undefined}
        onOpenChange={(next) => {
          if (!next) close();
        }}
        title={found?.role.name ?? ""}
        description={found ? <AccountLine account={found.account} /> : null}
      >
        {found ? (
          <CredentialsView
            key={found.role.id}
            role={found.role}
            profile={profileName(found.account.alias ?? found.account.name, found.role.name)}
            startAtOnce={pressed === found.role.id}
            mayExplain={mayExplain}
          />
        ) : null}
      </Dialog>
    </>
  );
}

function findRole(
  groups: readonly AccountGroup[],
  id: string,
): { readonly role: RoleItem; readonly account: AccountGroup } | undefined {
  for (const account of groups) {
    const role = account.roles.find((one) => one.id === id);
    if (role !== undefined) return { role, account };
  }
  return undefined;
}
