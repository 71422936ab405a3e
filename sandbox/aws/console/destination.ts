import type { Partition } from "../partitions";

/** A console URL of the partition, or nothing: `https`, its console domain or a host under it. */
export function consoleDestination(text: string | null | undefined, partition: Partition): URL | undefined {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isConsole =
    url.hostname === partition.consoleDomain || url.hostname.endsWith(`.${partition.consoleDomain}`);
  return url.protocol === "https:" && isConsole && url.username === "" && url.port === "" ? url : undefined;
}

/** The Region a console URL is about: its `region` parameter, else its host, else the partition's first. */
export function destinationRegion(destination: URL | undefined, partition: Partition): string {
  const asked = destination?.searchParams.get("region");
  if (asked && partition.regions.includes(asked)) return asked;
  const labels = destination?.hostname.split(".") ?? [];
  return labels.find((label) => partition.regions.includes(label)) ?? partition.iamRegion;
}
