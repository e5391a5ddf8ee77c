// osi.funding.v1.FundingService: each method reads its request into a command or a view, and nothing else.
import { randomUUID } from "node:crypto";
import { type Call, carriedOut, type Service } from "./calls.ts";
import { typeOf } from "./contract.ts";
import { type Fault, missing, Refusal, unmet } from "./errors.ts";
import { decideDue } from "./decisions.ts";
import { openFund } from "./funds.ts";
import * as grants from "./grants.ts";
import * as lists from "./lists.ts";
import type { Mission } from "./log.ts";
import { type Money, readMoney } from "./money.ts";
import { APPLICATION, FUND, idOf, INITIATIVE, INSTITUTION, MISSION, ROUND } from "./names.ts";
import { operationMessage } from "./operations.ts";
import * as rounds from "./rounds.ts";
import type { Command, Context } from "./rules.ts";
import { fromTimestamp } from "./times.ts";
import { callerId } from "./tokens.ts";
import { applicationMessage, entryMessage, fundMessage, type Look, roundMessage } from "./views.ts";
import * as voting from "./voting.ts";

export const SERVICE = "osi.funding.v1.FundingService";
const message = (name: string) => typeOf(`osi.funding.v1.${name}`);

export type Method = (call: Call, request: any, service: Service) => Promise<object>;

// Reading ------------------------------------------------------------------------------------------------------------

const lookOf = (call: Call, mission: Mission): Look => ({ mission, caller: call.caller, language: call.language });

function gets<Row>(
  pattern: string,
  of: (mission: Mission) => Map<string, Row>,
  show: (row: Row, look: Look) => object,
): Method {
  return async (call, request) => {
    const { mission, ids } = await call.about(pattern, request.name, "name");
    const row = of(mission).get(Object.values(ids).at(-1)!);
    if (!row) throw missing(request.name, "not-found", "name");
    return show(row, lookOf(call, mission));
  };
}

function listing<Row>(
  field: string,
  fields: lists.Fields<Row>,
  of: (mission: Mission) => Map<string, Row>,
  show: (row: Row, look: Look) => object,
): Method {
  return async (call, request) => {
    const { mission } = await call.about(MISSION, request.parent, "parent");
    const look = lookOf(call, mission);
    const page = lists.pageOf(of(mission).values(), fields, request, field, look);
    return { [field]: page.rows.map(({ row }) => show(row, look)), next_page_token: page.next, total_size: page.total };
  };
}

const listEntries: Method = async (call, request) => {
  const { mission, ids } = await call.about(FUND, request.parent, "parent");
  const fund = mission.state.funds.get(ids.fund);
  if (!fund) throw missing(request.parent, "not-found", "parent");
  const look = lookOf(call, mission);
  const page = lists.pageOf(fund.ledger.entries, lists.ENTRY_FIELDS, request, "entries", look);
  const entries = page.rows.map(({ row, place }) => entryMessage(fund, place, row, look));
  return { entries, next_page_token: page.next, total_size: page.total };
};

// Changing -----------------------------------------------------------------------------------------------------------

interface Read {
  context: Context;
  look: Look;
  ids: Record<string, string>;
  request: any;
  faults: Fault[];
  name: (pattern: string, path: string) => string; // the id of what a field names
  money: (path: string) => Money;
}

interface Change {
  command: Command;
  reply: () => object;
}

const at = (request: any, path: string): any => path.split(".").reduce((value, name) => value[name], request);

/** A method that changes something: what it is about, its answer's type, and how its request is read. */
function changes(
  method: string,
  pattern: string,
  field: "name" | "parent",
  type: string,
  read: (from: Read) => Change,
  after?: (mission: Mission) => void,
): Method {
  return async (call, request) => {
    const { mission, ids } = await call.about(pattern, request[field], field);
    call.changes();
    const context = call.context(mission);
    const faults: Fault[] = [];
    const from: Read = {
      context,
      look: lookOf(call, mission),
      ids,
      request,
      faults,
      name: (of, path) => idOf(of, at(request, path), mission.id, path, faults),
      money: (path) => readMoney(at(request, path), path, faults) ?? { minor: 0, currency: "XXX" },
    };
    const made = (): Change => {
      const change = read(from);
      if (faults.length) throw new Refusal(faults, 3);
      return change;
    };
    const { request_id: id, ...body } = request;
    const told = carriedOut(context, callerId(call.caller), { id, body, method }, message(type), made);
    if (after) setImmediate(after, mission);
    return told;
  };
}

const createFund = changes("CreateFund", MISSION, "parent", "Fund", ({ context, look, request, name, money }) => {
  const fund = request.fund_id || randomUUID();
  const institution = name(INSTITUTION, "fund.institution");
  const asked = { fund, institution, purpose: request.fund.purpose, amount: money("fund.amount") };
  return {
    command: openFund(context, asked),
    reply: () => fundMessage(context.state.funds.get(fund)!, look),
  };
});

const ELECTORATE = ["citizen", "representative", "expert"];
const lower = (member: string, prefix: string): string => member.slice(prefix.length).toLowerCase();

const createRound = changes(
  "CreateGrantRound",
  MISSION,
  "parent",
  "GrantRound",
  ({ context, look, request, name, money, faults }) => {
    const id = request.round_id || randomUUID();
    const { kind, electorate, applications_until, closes_at } = request.round;
    const roles = electorate.map((role: string) => lower(role, "ROLE_"));
    const asked = {
      round: id,
      fund: name(FUND, "round.fund"),
      budget: money("round.budget"),
      kind: kind === "BALLOT_KIND_UNSPECIFIED" ? "approval" : lower(kind, "BALLOT_KIND_"),
      electorate: roles.length ? roles : ELECTORATE,
      applications_until: fromTimestamp(applications_until),
      closes_at: fromTimestamp(closes_at),
    };
    if (asked.kind !== "approval" && asked.kind !== "points") faults.push(unmet("grant-ballot-kind", "round.kind"));
    return {
      command: rounds.openRound(context, asked),
      reply: () => roundMessage(context.state.rounds.get(id)!, look),
    };
  },
);

const createApplication = changes(
  "CreateApplication",
  MISSION,
  "parent",
  "Application",
  ({ context, look, request, name, money }) => {
    const id = request.application_id || randomUUID();
    const asked = {
      application: id,
      round: name(ROUND, "application.round"),
      initiative: name(INITIATIVE, "application.initiative"),
      asked: money("application.asked"),
      purpose: request.application.purpose,
    };
    return {
      command: rounds.apply(context, asked),
      reply: () => applicationMessage(context.state.applications.get(id)!, look),
    };
  },
);

const roundReply =
  ({ context, look, ids }: Read) =>
  () =>
    roundMessage(context.state.rounds.get(ids.round)!, look);

const cancelRound = changes("CancelGrantRound", ROUND, "name", "GrantRound", (from) => ({
  command: rounds.cancelRound(from.context, from.ids.round, from.request.reason, from.request.etag),
  reply: roundReply(from),
}));

/** Closes a round, or asks again for a result that is due. */
const closes = changes(
  "CloseGrantRound",
  ROUND,
  "name",
  "GrantRound",
  (from) => ({
    command: rounds.closeRound(from.context, from.ids.round, from.request.etag),
    reply: roundReply(from),
  }),
  decideDue,
);

const closeRound: Method = async (call, request, service) => {
  const { mission, ids } = await call.about(ROUND, request.name, "name");
  const isDue = mission.state.rounds.get(ids.round)?.status === "closed" && !request.request_id;
  if (!isDue) await closes(call, request, service);
  return operationMessage(mission.state.rounds.get(ids.round)!, lookOf(call, mission));
};

type OfGrant = (context: Context, asked: grants.OfGrant) => Command;

const ofGrant = (method: string, command: OfGrant): Method =>
  changes(method, ROUND, "name", "Application", ({ context, look, ids, request, name, money }) => {
    const { etag, note, reason, move } = request;
    const application = name(APPLICATION, "application");
    const asked: grants.OfGrant = {
      round: ids.round,
      application,
      etag,
      note,
      reason: method === "ReturnGrant" ? lower(reason, "STOP_REASON_") : reason,
      move: move === "GRANT_MOVE_TAKE_BACK" ? "take_back" : "pay",
      ...(request.amount ? { amount: money("amount") } : {}),
    };
    return {
      command: command(context, asked),
      reply: () => applicationMessage(context.state.applications.get(application)!, look),
    };
  });

// Ballots ------------------------------------------------------------------------------------------------------------

export interface BallotAsked {
  id: string;
  revision?: number;
  choices: string[]; // full names
  points: number[];
}

/** Casts one ballot for a person. It is known by its id too: sent again it is the same one. */
export function castOne(
  context: Context,
  round: string,
  ballot: BallotAsked,
  request: string,
): { id: string; receipt: object } {
  const { mission, actor } = context;
  const faults: Fault[] = [];
  const id = ballot.id || randomUUID();
  const choices = ballot.choices.map((name, place) =>
    idOf(APPLICATION, name, mission.id, `ballot.choices[${place}]`, faults),
  );
  if (faults.length) throw new Refusal(faults, 3);
  const asked = { round, id, revision: ballot.revision ?? -1, choices, points: ballot.points };
  const opened = mission.state.rounds.get(round);
  const key = opened && voting.boxOf(mission, opened);
  const who = `anon-${key ? voting.pseudonym(key, actor.id) : actor.id}`; // nothing that is kept tells who it was
  const type = message("CastGrantBallotResponse");
  const body = { ...asked, id: ballot.id };
  const made = (): Change => ({ command: voting.cast(context, asked), reply: () => ({ id }) });
  return carriedOut(context, who, { id: request, body, method: "CastGrantBallot" }, type, made);
}

const castBallot: Method = async (call, request) => {
  const { mission, ids } = await call.about(ROUND, request.name, "name");
  call.changes();
  if (call.caller.kind !== "person") throw new Refusal([unmet("token-not-for-this", undefined)], 7, true);
  return castOne(call.context(mission), ids.round, request.ballot, request.request_id);
};

export const METHODS: Record<string, Method> = {
  CreateFund: createFund,
  GetFund: gets(FUND, ({ state }) => state.funds, fundMessage),
  ListFunds: listing("funds", lists.FUND_FIELDS, ({ state }) => state.funds, fundMessage),
  ListLedgerEntries: listEntries,
  CreateGrantRound: createRound,
  GetGrantRound: gets(ROUND, ({ state }) => state.rounds, roundMessage),
  ListGrantRounds: listing("grant_rounds", lists.ROUND_FIELDS, ({ state }) => state.rounds, roundMessage),
  CloseGrantRound: closeRound,
  CancelGrantRound: cancelRound,
  CreateApplication: createApplication,
  GetApplication: gets(APPLICATION, ({ state }) => state.applications, applicationMessage),
  ListApplications: listing(
    "applications",
    lists.APPLICATION_FIELDS,
    ({ state }) => state.applications,
    applicationMessage,
  ),
  CastGrantBallot: castBallot,
  AcceptGrant: ofGrant("AcceptGrant", grants.acceptGrant),
  LapseGrant: ofGrant("LapseGrant", grants.lapseGrant),
  ProposeGrantMove: ofGrant("ProposeGrantMove", grants.proposeMove),
  PayGrant: ofGrant("PayGrant", grants.payGrant),
  ProposeWriteOff: ofGrant("ProposeWriteOff", grants.proposeWriteOff),
  WriteOffGrant: ofGrant("WriteOffGrant", grants.writeOff),
  UndoWriteOff: ofGrant("UndoWriteOff", grants.undoWriteOff),
  ReturnGrant: ofGrant("ReturnGrant", grants.returnGrant),
};
