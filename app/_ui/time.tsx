/** A moment, in UTC and the same for every reader: what stands here is compared with logs and CloudTrail. */
export function Time({ at, seconds = false }: { readonly at: Date; readonly seconds?: boolean }) {
  return (
    <time dateTime={at.toISOString()} className="figures whitespace-nowrap">
      {formatDay(at)}, {at.toISOString().slice(11, seconds ? 19 : 16)} UTC
    </time>
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "12 Dec", with the year when it is not this one. */
export function formatDay(at: Date, now: Date = new Date()): string {
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""}`;
  return at.getUTCFullYear() === now.getUTCFullYear() ? day : `${day} ${at.getUTCFullYear()}`;
}

/** "15 minutes", "1 hour", "1 h 30 min". */
export function formatDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (rest > 0) return `${hours} h ${rest} min`;
  return hours === 1 ? "1 hour" : `${hours} hours`;
}
