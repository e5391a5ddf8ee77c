// Lists: filters (a part of AIP-160), orders (AIP-132) and page tokens.
import { hex, mac } from "./canonical.ts";
import { malformed, unmet, Refusal } from "./errors.ts";
import type { LedgerEntry } from "./ledger.ts";
import { decimals, type Money } from "./money.ts";
import { idsIn } from "./names.ts";
import type { Application, Fund, Round } from "./state.ts";
import { readTime } from "./times.ts";
import { type Look, mayKnowWho } from "./views.ts";

type Value = string | number | Money | string[] | null | undefined;

export interface Field<Row> {
  of: (row: Row, look: Look) => Value;
  kind: "text" | "money" | "time" | "number" | "enum" | "enums" | "name";
  prefix?: string; // of the members of an enum: `STATUS_`
  pattern?: string; // of the name
}

export type Fields<Row> = Record<string, Field<Row>>;

const text = <Row>(of: Field<Row>["of"]): Field<Row> => ({ of, kind: "text" });
const money = <Row>(of: Field<Row>["of"]): Field<Row> => ({ of, kind: "money" });
const time = <Row>(of: Field<Row>["of"]): Field<Row> => ({ of, kind: "time" });
const member = <Row>(prefix: string, of: Field<Row>["of"]): Field<Row> => ({ of, kind: "enum", prefix });
const name = <Row>(collection: string, of: Field<Row>["of"]): Field<Row> => ({
  of,
  kind: "name",
  pattern: `missions/{mission}/${collection}/{id}`,
});

const held = (account: Parameters<Fund["ledger"]["holds"]>[0]): Field<Fund> =>
  money((fund) => fund.ledger.holds(account));

export const FUND_FIELDS: Fields<Fund> = {
  fund: name("funds", (fund) => fund.id),
  institution: name("institutions", (fund) => fund.institution),
  purpose: text((fund) => fund.purpose),
  amount: money((fund) => fund.ledger.given),
  free: held("fund"),
  reserved: held("reserved"),
  granted: held("granted"),
  paid: held("paid"),
  written_off: held("written_off"),
  create_time: time((fund) => fund.created),
};

export const ENTRY_FIELDS: Fields<LedgerEntry> = {
  credit: member("ACCOUNT_", (entry) => entry.credit),
  debit: member("ACCOUNT_", (entry) => entry.debit),
  amount: money((entry) => entry.amount),
  time: time((entry) => entry.time),
  event_type: text((entry) => entry.event_type),
  event: text((entry) => entry.event),
};

export const ROUND_FIELDS: Fields<Round> = {
  round: name("grant-rounds", (round) => round.id),
  fund: name("funds", (round) => round.opened.fund),
  institution: name("institutions", (round) => round.opened.institution),
  budget: money((round) => round.opened.budget),
  kind: member("BALLOT_KIND_", (round) => round.opened.kind),
  electorate: { of: (round) => round.opened.electorate, kind: "enums", prefix: "ROLE_" },
  applications_until: time((round) => round.opened.applications_until),
  closes_at: time((round) => round.opened.closes_at),
  status: member("STATUS_", (round) => round.status),
  applications: { of: (round) => round.applications.length, kind: "number" },
  spent: money((round) => round.decided?.spent),
  create_time: time((round) => round.created),
  end_time: time((round) => round.ended),
};

const part = (minor: (row: Application) => number): Field<Application> =>
  money((row) => ({ minor: minor(row), currency: row.asked.currency }));

export const APPLICATION_FIELDS: Fields<Application> = {
  application: name("applications", (row) => row.id),
  round: name("grant-rounds", (row) => row.round),
  initiative: name("initiatives", (row) => row.initiative),
  applicant: name("participants", (row, look) => (mayKnowWho(row, look) ? row.applicant : null)),
  asked: money((row) => row.asked),
  status: member("STATUS_", (row) => row.status),
  accept_until: time((row) => row.acceptUntil),
  awarded: part((row) => row.awarded),
  paid: part((row) => row.paid),
  returned: part((row) => row.returned),
  written_off: part((row) => row.writtenOff),
  reason: member("STOP_REASON_", (row) => row.reason),
  create_time: time((row) => row.created),
};

// Filters ------------------------------------------------------------------------------------------------------------

type Test<Row> = (row: Row) => boolean;

const COMPARISON = /^\s*([A-Za-z_]\w*)\s*(<=|>=|!=|=|<|>|:)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'()]+))/;

export function filterOf<Row>(fields: Fields<Row>, filter: string, look: Look): Test<Row> {
  const tests: Test<Row>[] = [];
  let rest = filter;
  while (rest.trim()) {
    if (tests.length) {
      const and = /^\s+AND(?=\s)/.exec(rest);
      if (!and) throw malformed("filter-and-expected", "filter", { place: filter.length - rest.length + 1 });
      rest = rest.slice(and[0].length);
    }
    const found = COMPARISON.exec(rest);
    if (!found) throw malformed("filter-field-expected", "filter", { place: filter.length - rest.length + 1 });
    const field = Object.hasOwn(fields, found[1]) ? fields[found[1]] : undefined;
    if (!field) throw malformed("filter-field-unknown", "filter", { known: Object.keys(fields).join(", ") });
    const quoted = found[3] ?? found[4];
    tests.push(testOf(field, found[2], quoted?.replace(/\\(.)/gs, "$1") ?? found[5], quoted === undefined, look));
    rest = rest.slice(found[0].length);
  }
  return (row) => tests.every((test) => test(row));
}

function testOf<Row>(field: Field<Row>, operator: string, literal: string, isBare: boolean, look: Look): Test<Row> {
  if (operator === ":" && isBare && literal === "*") return (row) => (field.of(row, look) ?? null) !== null;
  if (field.kind === "enums") {
    if (operator !== ":") throw malformed("filter-operator-unfit", "filter", { allowed: ":" });
    return (row) => (field.of(row, look) as string[]).includes(memberIn(field, literal));
  }
  const isOrdered = ["money", "time", "number"].includes(field.kind);
  if (operator === ":" ? field.kind !== "text" : !isOrdered && operator !== "=" && operator !== "!=") {
    throw malformed("filter-operator-unfit", "filter", { allowed: "=, !=" });
  }
  const compares = comparing(field, literal, look);
  return (row) => {
    const value = field.of(row, look);
    if (value === null || value === undefined) return false;
    if (operator === ":") return String(value).includes(literal);
    const found = compares(value);
    return { "=": found === 0, "!=": found !== 0, "<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0 }[
      operator
    ]!;
  };
}

const compare = (one: string | number, other: string | number): number => (one < other ? -1 : one > other ? 1 : 0);

const memberIn = <Row>(field: Field<Row>, literal: string): string =>
  (literal.startsWith(field.prefix!) ? literal.slice(field.prefix!.length) : literal).toLowerCase();

/** How a value stands to what the filter says: below, equal, above. */
function comparing<Row>(field: Field<Row>, literal: string, look: Look): (value: Value) => number {
  const unfit = (): Refusal => malformed("filter-value-unfit", "filter", { expected: field.kind });
  if (field.kind === "money") {
    const found = /^(\d+(?:\.\d+)?)(?:\s*([A-Z]{3}))?$/.exec(literal);
    if (!found) throw unfit();
    return (value) => {
      const { minor, currency } = value as Money;
      if (found[2] && found[2] !== currency) return NaN;
      return compare(minor, Number(found[1]) * 10 ** decimals(currency));
    };
  }
  if (field.kind === "time") {
    const wanted = readTime(literal) ?? readTime(`${literal}T00:00:00Z`);
    if (!wanted) throw unfit();
    return (value) => compare(readTime(value as string)!, wanted);
  }
  if (field.kind === "number") {
    if (!/^\d+$/.test(literal)) throw unfit();
    return (value) => compare(value as number, Number(literal));
  }
  if (field.kind === "enum") {
    if (!/^\w+$/.test(literal)) throw unfit();
    return (value) => compare(value as string, memberIn(field, literal));
  }
  const ids = field.pattern
    ? (idsIn(field.pattern.replace("{id}", "{participant}"), literal) ?? idsIn(field.pattern, literal))
    : undefined;
  const wanted = ids?.mission === look.mission.id ? Object.values(ids).at(-1)! : literal;
  return (value) => compare(value as string, wanted);
}

// Orders and pages ---------------------------------------------------------------------------------------------------

function orderOf<Row>(fields: Fields<Row>, order: string, look: Look): (one: Row, other: Row) => number {
  const parts = order.trim() ? order.split(",") : [];
  const by = parts.map((each) => {
    const found = /^\s*([A-Za-z_]\w*)(?:\s+(desc|asc))?\s*$/.exec(each);
    if (!found) throw malformed("order-malformed", "order_by");
    const field = Object.hasOwn(fields, found[1]) ? fields[found[1]] : undefined;
    if (!field || field.kind === "enums") throw malformed("order-field-unknown", "order_by");
    return { field, sign: found[2] === "desc" ? -1 : 1 };
  });
  const key = (value: Value): string | number => (typeof value === "object" ? (value as Money).minor : value!);
  return (one, other) => {
    for (const { field, sign } of by) {
      const [a, b] = [field.of(one, look) ?? null, field.of(other, look) ?? null];
      if (a === null || b === null) {
        if (a !== b) return a === null ? 1 : -1; // what is absent comes last
        continue;
      }
      const found = sign * compare(key(a), key(b));
      if (found) return found;
    }
    return 0;
  };
}

export interface Page<Row> {
  rows: { row: Row; place: number }[];
  next: string;
  total: number;
}

/**
 * A page. Its token says how many rows stood before it, and is good for this list alone: rows are only added, behind the
 * others, so a list in the order of creation neither doubles nor hides one.
 */
export function pageOf<Row>(all: Iterable<Row>, fields: Fields<Row>, asked: any, list: string, look: Look): Page<Row> {
  const test = filterOf(fields, asked.filter, look);
  const order = orderOf(fields, asked.order_by, look);
  const digest = hex([list, asked.parent, asked.filter, asked.order_by].join("\n"));
  const start = asked.page_token ? startOf(asked.page_token, digest) : 0;
  const rows = [...all].map((row, at) => ({ row, place: at + 1 })).filter(({ row }) => test(row));
  rows.sort((one, other) => order(one.row, other.row));
  const size = Math.min(asked.page_size || 50, 1000);
  const end = start + size;
  return { rows: rows.slice(start, end), next: end < rows.length ? tokenOf(end, digest) : "", total: rows.length };
}

const TOKEN = Buffer.from("a page of this very list");

export const tokenOf = (start: number, digest: string): string =>
  Buffer.from(`${start}:${mac(TOKEN, `${start}:${digest}`).toString("hex").slice(0, 32)}`).toString("base64url");

export function startOf(token: string, digest: string): number {
  const [start] = Buffer.from(token, "base64url").toString().split(":");
  if (!/^\d+$/.test(start) || tokenOf(Number(start), digest) !== token) {
    throw new Refusal([unmet("page-token-malformed", "page_token")], 3);
  }
  return Number(start);
}
