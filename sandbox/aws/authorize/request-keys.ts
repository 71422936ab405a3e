import type { Partition } from "../partitions";
import { RequestContext } from "../policy/request-context";

/** Where a request came from and which endpoint it reached. */
export interface RequestOrigin {
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** Region of the endpoint; none on loopback. */
  readonly region: string | undefined;
}

/** A context that holds the condition keys of the transport; those of the action and the caller are added to it. */
export function requestContext(origin: RequestOrigin, partition: Partition): RequestContext {
  return (
    new RequestContext()
      .set("aws:SourceIp", origin.sourceIp)
      .set("aws:UserAgent", origin.userAgent)
      .set("aws:RequestedRegion", origin.region ?? partition.iamRegion)
      .set("aws:ViaAWSService", "false")
      // It stands for AWS's endpoints, which have no other kind of transport.
      .set("aws:SecureTransport", "true")
  );
}
