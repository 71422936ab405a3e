/** What roles and users may do: policies of their own and managed ones. The same calls exist for both, under two names. */
import { fault } from "../faults";
import { parsePermissionPolicy } from "../policy/permission-policy";
import { checkConstraints } from "../query/constraints";
import type { QueryParams } from "../query/query-params";
import type { QueryAction } from "../query/query-service";
import type { Account, PolicyHolder, StoredPolicy } from "../store/account";
import { adminAction } from "./admin-action";
import { findRole, findUser } from "./find";
import { requireManagedPolicy } from "./find-managed-policy";
import { NAME_CHARACTERS } from "./name-constraints";
import { page } from "./page";
import { percentEncoded } from "./wire-role";

/** A holder as it was found, and how to put a changed one in its place. */
interface FoundHolder {
  readonly holder: PolicyHolder;
  readonly name: string;
  readonly save: (changes: Partial<PolicyHolder>) => void;
}

type FindHolder = (account: Account, params: QueryParams) => FoundHolder;

const role: FindHolder = (account, params) => {
  const found = findRole(account, params);
  const save = (changes: Partial<PolicyHolder>) =>
    account.roles.set(found.roleName.toLowerCase(), { ...found, ...changes });
  return { holder: found, name: found.roleName, save };
};

const user: FindHolder = (account, params) => {
  const found = findUser(account, params);
  const save = (changes: Partial<PolicyHolder>) =>
    account.users.set(found.userName.toLowerCase(), { ...found, ...changes });
  return { holder: found, name: found.userName, save };
};

function policyName(params: QueryParams): string {
  const value = params.get("PolicyName");
  checkConstraints([
    { field: "policyName", value, required: true, min: 1, max: 128, pattern: NAME_CHARACTERS },
  ]);
  return value ?? "";
}

function inlineActions(kind: "Role" | "User", find: FindHolder): Record<string, QueryAction> {
  const inline = ({ holder }: FoundHolder, name: string): StoredPolicy => {
    const policy = holder.inlinePolicies.get(name);
    if (policy !== undefined) return policy;
    throw fault("noSuchEntity", `The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
  };
  return {
    [`Put${kind}Policy`]: adminAction(`Put${kind}Policy`, ({ request: { params } }, account) => {
      const { holder, save } = find(account, params);
      const name = policyName(params);
      const document = params.get("PolicyDocument");
      checkConstraints([{ field: "policyDocument", value: document, required: true, min: 1, max: 131_072 }]);
      save({
        inlinePolicies: new Map(holder.inlinePolicies).set(name, parsePermissionPolicy(document ?? "")),
      });
      return undefined;
    }),
    [`Get${kind}Policy`]: adminAction(`Get${kind}Policy`, ({ request: { params } }, account) => {
      const found = find(account, params);
      const name = policyName(params);
      return {
        [`${kind}Name`]: found.name,
        PolicyName: name,
        PolicyDocument: percentEncoded(inline(found, name).text),
      };
    }),
    [`Delete${kind}Policy`]: adminAction(`Delete${kind}Policy`, ({ request: { params } }, account) => {
      const found = find(account, params);
      const name = policyName(params);
      inline(found, name);
      const others = [...found.holder.inlinePolicies].filter(([other]) => other !== name);
      found.save({ inlinePolicies: new Map(others) });
      return undefined;
    }),
    [`List${kind}Policies`]: adminAction(`List${kind}Policies`, ({ request: { params } }, account) =>
      page("PolicyNames", [...find(account, params).holder.inlinePolicies.keys()], params),
    ),
  };
}

function managedActions(kind: "Role" | "User", find: FindHolder): Record<string, QueryAction> {
  return {
    [`Attach${kind}Policy`]: adminAction(`Attach${kind}Policy`, ({ request: { params } }, account) => {
      const { holder, save } = find(account, params);
      const arn = params.get("PolicyArn") ?? "";
      requireManagedPolicy(account, arn);
      save({ attachedPolicyArns: [...new Set([...holder.attachedPolicyArns, arn])] });
      return undefined;
    }),
    [`Detach${kind}Policy`]: adminAction(`Detach${kind}Policy`, ({ request: { params } }, account) => {
      const { holder, save } = find(account, params);
      const arn = params.get("PolicyArn") ?? "";
      if (!holder.attachedPolicyArns.includes(arn)) {
        throw fault("noSuchEntity", `Policy ${arn} was not found.`);
      }
      save({ attachedPolicyArns: holder.attachedPolicyArns.filter((other) => other !== arn) });
      return undefined;
    }),
    [`ListAttached${kind}Policies`]: adminAction(
      `ListAttached${kind}Policies`,
      ({ request: { params } }, account) => {
        const attached = find(account, params).holder.attachedPolicyArns.map((arn) => ({
          PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
          PolicyArn: arn,
        }));
        return page("AttachedPolicies", attached, params);
      },
    ),
  };
}

export const HOLDER_ACTIONS: Readonly<Record<string, QueryAction>> = {
  ...inlineActions("Role", role),
  ...managedActions("Role", role),
  ...inlineActions("User", user),
  ...managedActions("User", user),
};
