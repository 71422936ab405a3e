import type { RequestContext } from "../policy/request-context";
import type { SessionTags } from "../tags/session-tags";

/** What a call wants the session to be called and to carry. */
export interface RequestedSession extends SessionTags {
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
}

/** Sets the condition keys that say what is asked for: name, source identity and tags of the session to be made. */
export function setSessionKeys(context: RequestContext, requested: RequestedSession): RequestContext {
  context
    .set("sts:RoleSessionName", requested.sessionName)
    .set("sts:SourceIdentity", requested.sourceIdentity)
    .set("sts:TransitiveTagKeys", requested.transitiveTagKeys)
    .set("aws:TagKeys", Object.keys(requested.tags));
  for (const [key, value] of Object.entries(requested.tags)) context.set(`aws:RequestTag/${key}`, value);
  return context;
}

/** The permissions that a session takes: tags and a source identity each need one of their own. */
export function permissionsFor(action: string, requested: RequestedSession): string[] {
  return [
    action,
    ...(Object.keys(requested.tags).length > 0 ? ["sts:TagSession"] : []),
    ...(requested.sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
}
