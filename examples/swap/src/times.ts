// Moments as the log spells them: UTC with microseconds, so that one moment has one spelling and texts sort as times do.

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** The moment in an RFC 3339 text; undefined for what is none. */
export function readTime(text: string): string | undefined {
  const found = RFC3339.exec(text);
  if (!found) return undefined;
  const seconds = Date.parse(`${text.slice(0, 19)}${found[8]}`);
  return Number.isNaN(seconds) ? undefined : spelled(seconds, (found[7] ?? "").padEnd(6, "0").slice(0, 6));
}

const spelled = (seconds: number, micros: string): string =>
  `${new Date(seconds).toISOString().slice(0, 19)}.${micros}Z`;

export const now = (): string => `${new Date().toISOString().slice(0, 23)}000Z`;

export function fromTimestamp(told: { seconds: string; nanos: number }): string {
  return spelled(Number(told.seconds) * 1000, String(Math.trunc(told.nanos / 1000)).padStart(6, "0"));
}

export function toTimestamp(time: string): { seconds: string; nanos: number } {
  return { seconds: String(Date.parse(`${time.slice(0, 19)}Z`) / 1000), nanos: Number(time.slice(20, 26)) * 1000 };
}

export function later(time: string, days: number): string {
  return spelled(Date.parse(`${time.slice(0, 19)}Z`) + days * 86_400_000, time.slice(20, 26));
}
