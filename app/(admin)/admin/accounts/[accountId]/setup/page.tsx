import type { Metadata } from "next";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { PageHeader } from "@/app/_ui/page-header";
import { adminVisit, found } from "../../../_parts/admin-visit";
import type { SearchParams } from "../../../_parts/list-address";
import { readSetUpOptions, setUpOptions } from "../../../_setup/read-options";
import { SetUp } from "../../../_setup/setup-page";

export const metadata: Metadata = { title: "Set up in AWS" };

interface Props {
  readonly params: Promise<{ readonly accountId: string }>;
  readonly searchParams: SearchParams;
}

export default async function AccountSetUpPage({ params, searchParams }: Props) {
  const { rolebridge, person } = await adminVisit();
  const account = await found(rolebridge.admin.accounts.get(person, (await params).accountId));
  const options = await readSetUpOptions(searchParams);
  const { accountId } = account;
  return (
    <>
      <PageHeader
        title="Set up in AWS"
        description={`Everything that the roles of ${account.name} need.`}
        breadcrumb={{ href: `/admin/accounts/${accountId}`, label: account.name }}
      />
      <SetUp
        loaded={
          await load(await signedInVisit(), () =>
            rolebridge.inspect.setUpAccount(person, accountId, setUpOptions(options)),
          )
        }
        options={options}
        path={`/api/v1/admin/accounts/${accountId}/setup`}
      />
    </>
  );
}
