// What is told of funds, entries, rounds and applications: messages of the contract, and what they are listed by.
import { struct } from "./contract.ts";
import { explanationsOf } from "./decisions.ts";
import type { LedgerEntry } from "./ledger.ts";
import { type Mission, textOf } from "./log.ts";
import { type Money, writeMoney, written } from "./money.ts";
import type { Application, Fund, Round } from "./state.ts";
import { toTimestamp } from "./times.ts";
import type { Caller } from "./tokens.ts";
import { say } from "./words.ts";

/** Whoever is told, and in which language. */
export interface Look {
  mission: Mission;
  caller: Caller;
  language: string;
}

const upper = (prefix: string, value: string): string => `${prefix}_${value.toUpperCase()}`;

export function fundMessage(fund: Fund, { mission }: Look): object {
  const held = (account: Parameters<Fund["ledger"]["holds"]>[0]): object => writeMoney(fund.ledger.holds(account));
  return {
    name: mission.at(`funds/${fund.id}`),
    etag: String(mission.version(`funds/${fund.id}`)),
    institution: mission.at(`institutions/${fund.institution}`),
    purpose: fund.purpose,
    amount: writeMoney(fund.ledger.given),
    free: held("fund"),
    reserved: held("reserved"),
    granted: held("granted"),
    paid: held("paid"),
    returned: held("returned"),
    written_off: held("written_off"),
    create_time: toTimestamp(fund.created),
  };
}

export function entryMessage(fund: Fund, number: number, entry: LedgerEntry, { mission }: Look): object {
  return {
    name: mission.at(`funds/${fund.id}/entries/${number}`),
    credit: upper("ACCOUNT", entry.credit),
    debit: upper("ACCOUNT", entry.debit),
    amount: writeMoney(entry.amount),
    time: toTimestamp(entry.time),
    event_type: entry.event_type,
    event: entry.event,
  };
}

export function roundMessage(round: Round, look: Look): object {
  const { mission } = look;
  const { opened, decided } = round;
  return {
    name: mission.at(`grant-rounds/${round.id}`),
    etag: String(mission.version(`grant-rounds/${round.id}`)),
    fund: mission.at(`funds/${opened.fund}`),
    budget: writeMoney(opened.budget),
    kind: upper("BALLOT_KIND", opened.kind),
    electorate: opened.electorate.map((role: string) => upper("ROLE", role)),
    applications_until: toTimestamp(opened.applications_until),
    closes_at: toTimestamp(opened.closes_at),
    institution: mission.at(`institutions/${opened.institution}`),
    status: upper("STATUS", round.status),
    voters: round.roster.size,
    applications: round.applications.length,
    max_choices: opened.max_choices,
    max_points: opened.max_points,
    max_applications: opened.max_applications,
    minimum_support: opened.minimum_support,
    strategy: opened.strategy,
    create_time: toTimestamp(round.created),
    ...(round.ended ? { end_time: toTimestamp(round.ended) } : {}),
    ...(round.cancelReason === undefined ? {} : { cancel_reason: round.cancelReason }),
    ...(decided ? resultMessage(decided, look) : {}),
  };
}

function resultMessage(decided: any, { mission, language }: Look): object {
  return {
    spent: writeMoney(decided.spent),
    awards: decided.awards.map((award: { application: string; amount: Money }) => ({
      application: mission.at(`applications/${award.application}`),
      amount: writeMoney(award.amount),
    })),
    record: { ...decided.record, options: struct(decided.record.options) },
    explanations: explanationsOf(mission, decided.record.outcome_sha256).map(({ item, reason, values }) => ({
      item,
      reasons: [{ code: reason, values: struct(values) }],
      sentence: say(reason, spoken(values), language),
    })),
  };
}

/** Values of an explanation as a sentence says them. */
function spoken(values: Record<string, any>): Record<string, string> {
  const one = (value: any): string => (value.money ? written(value.money) : String(value.ratio ?? value));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, one(value)]));
}

/** Whether the caller may know who applied: that one, the operator, and other services. */
export function mayKnowWho(row: Application, { mission, caller }: Look): boolean {
  if (caller.kind === "person") return caller.mission === mission.id && caller.participant === row.applicant;
  return caller.kind !== "nobody" && caller.organisations.includes(mission.organisation);
}

export function applicationMessage(row: Application, look: Look): object {
  const { mission } = look;
  const money = (minor: number): object => writeMoney({ minor, currency: row.asked.currency });
  return {
    name: mission.at(`applications/${row.id}`),
    etag: String(mission.version(`applications/${row.id}`)),
    round: mission.at(`grant-rounds/${row.round}`),
    initiative: mission.at(`initiatives/${row.initiative}`),
    asked: writeMoney(row.asked),
    purpose: textOf(mission, row.seal) ?? "",
    applicant: mayKnowWho(row, look) ? mission.at(`participants/${row.applicant}`) : "",
    status: upper("STATUS", row.status),
    ...(row.acceptUntil === null ? {} : { accept_until: toTimestamp(row.acceptUntil) }),
    awarded: money(row.awarded),
    paid: money(row.paid),
    returned: money(row.returned),
    written_off: money(row.writtenOff),
    reason: row.reason === null ? 0 : upper("STOP_REASON", row.reason),
    create_time: toTimestamp(row.created),
  };
}
