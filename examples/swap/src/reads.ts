// osi.reads.v1.ReadService, and what an operator reads of osi.log.v1.HearingService: across kinds of resources.
import { type ServerWritableStream, status } from "@grpc/grpc-js";
import type { Call } from "./calls.ts";
import { hex } from "./canonical.ts";
import { denied, malformed } from "./errors.ts";
import { FROM_SUPPORT } from "./funds.ts";
import type { Method } from "./funding.ts";
import { startOf, tokenOf } from "./lists.ts";
import { type Mission, textOf } from "./log.ts";
import { MISSION } from "./names.ts";
import { actorOf, isOpen, STAFF } from "./rules.ts";
import { now, toTimestamp } from "./times.ts";
import { say } from "./words.ts";

/** A page of something that is made anew at each call; its token says how many stood before it. */
function paged<T>(all: T[], request: any, list: string): { page: T[]; next_page_token: string } {
  const digest = hex(list, request.parent, request.query ?? "");
  const start = request.page_token ? startOf(request.page_token, digest) : 0;
  const end = start + Math.min(request.page_size || 50, 1000);
  return { page: all.slice(start, end), next_page_token: end < all.length ? tokenOf(end, digest) : "" };
}

// What is due --------------------------------------------------------------------------------------------------------

function dueIn(mission: Mission, language: string): object[] {
  const found: { name: string; code: string; time: string }[] = [];
  for (const { id, status: stands, opened, closedAt } of mission.state.rounds.values()) {
    const name = mission.at(`grant-rounds/${id}`);
    if (stands === "closed") found.push({ name, code: "due.decision", time: closedAt! });
    if (stands !== "open") continue;
    found.push({ name, code: "due.applications", time: opened.applications_until });
    found.push({ name, code: "due.grant-round", time: opened.closes_at });
  }
  for (const { id, status: stands, acceptUntil } of mission.state.applications.values()) {
    if (stands === "awarded" && acceptUntil) {
      found.push({ name: mission.at(`applications/${id}`), code: "due.grant-accepted", time: acceptUntil });
    }
  }
  found.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
  return found.map((one) => ({ ...one, time: toTimestamp(one.time), sentence: say(one.code, {}, language) }));
}

const listDue: Method = async (call, request) => {
  const { mission } = await call.about(MISSION, request.parent, "parent");
  const { page, next_page_token } = paged(dueIn(mission, call.language), request, "due");
  return { due: page, next_page_token };
};

/** Tells all that is due once, and again whenever it has changed; states in between may be missed, never the last. */
export async function watchDue(call: Call, stream: ServerWritableStream<any, any>): Promise<void> {
  const { mission } = await call.about(MISSION, stream.request.parent, "parent");
  const { interval } = stream.request;
  const pause = interval ? Number(interval.seconds) * 1000 + interval.nanos / 1e6 : 1000;
  if (pause < 1000 || pause > 3_600_000) throw malformed("interval", "interval");
  let last = "";
  while (!stream.cancelled && !stream.destroyed) {
    const due = dueIn(mission, call.language).slice(0, 1000);
    const told = JSON.stringify(due);
    if (told !== last) {
      last = told;
      if (!stream.write({ due })) await once(stream, "drain");
    }
    await Promise.race([new Promise((resolve) => setTimeout(resolve, pause)), once(stream, "cancelled")]);
  }
}

const once = (stream: ServerWritableStream<any, any>, event: string): Promise<unknown> =>
  new Promise((resolve) => stream.once(event, resolve).once("cancelled", resolve));

// Words --------------------------------------------------------------------------------------------------------------

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsIn = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** What holds all words, or words that begin as they do without the usual endings. */
const search: Method = async (call, request) => {
  const { mission } = await call.about(MISSION, request.parent, "parent");
  const wanted = wordsIn(request.query).map((word) =>
    word.length > 5 ? word.replace(/(en|er|es|ing|e|n|s)$/, "") : word,
  );
  if (!wanted.length) throw malformed("query-without-words", "query");
  const results = [...mission.state.applications.values()].flatMap(({ id, seal }) => {
    const text = textOf(mission, seal);
    const words = text === undefined ? [] : wordsIn(text);
    const fits = wanted.every((one) => words.some((word) => word.startsWith(one)));
    return fits ? [{ name: mission.at(`applications/${id}`), title: text!, fields: ["purpose"] }] : [];
  });
  const { page, next_page_token } = paged(results, request, "search");
  return { results: page, next_page_token };
};

/** The words behind seals, for the other services alone. */
const batchGetTexts: Method = async (call, request) => {
  if (call.caller.kind === "nobody") throw denied("token-missing", status.UNAUTHENTICATED);
  if (call.caller.kind === "person") throw denied("token-not-for-this");
  const { mission } = await call.about(MISSION, request.parent, "parent");
  const sql = "SELECT seal, text, salt FROM texts WHERE mission = ? AND seal = ?";
  const found = request.seals.map((seal: string) =>
    mission.store.one<{ seal: string; text: string; salt: Uint8Array }>(sql, mission.id, seal),
  );
  const texts = found.filter(Boolean).map((one: any) => ({ ...one, salt: Buffer.from(one.salt).toString("hex") }));
  return { texts };
};

// What can be done ---------------------------------------------------------------------------------------------------

const PAYERS = ["representative", ...STAFF];
const COMMANDS: [name: string, during: string[] | undefined, by: string[] | undefined][] = [
  ["OpenFund", ["solutions", ...FROM_SUPPORT], ["representative"]],
  ["OpenGrantRound", ["support"], STAFF],
  ["ApplyForGrant", ["support"], ["organiser", "citizen", "representative", "expert"]],
  ["CastGrantBallot", ["support"], undefined],
  ["CloseGrantRound", FROM_SUPPORT, STAFF],
  ["CancelGrantRound", undefined, STAFF],
  ["AcceptGrant", undefined, undefined],
  ["LapseGrant", undefined, STAFF],
  ["ProposeGrantMove", undefined, PAYERS],
  ["PayGrant", undefined, PAYERS],
  ["ProposeWriteOff", undefined, PAYERS],
  ["WriteOffGrant", undefined, PAYERS],
  ["UndoWriteOff", undefined, PAYERS],
  ["ReturnGrant", undefined, undefined],
];

/** What the caller may do now, by phase and role alone; of nobody in particular nothing is told. */
const getOutlook: Method = async (call, request) => {
  const { mission } = await call.about(MISSION, request.parent, "parent");
  if (call.caller.kind === "nobody" || call.caller.kind === "service") return {};
  const actor = actorOf(call.caller, mission.state, mission.isSimulated ? mission.head.time : now());
  const condition = (code: string): object => ({ code, sentence: say(code, {}, call.language) });
  const commands = COMMANDS.map(([command, during, by]) => {
    const unmet = [
      ...(!during || during.some((phase) => isOpen(mission.state, phase)) ? [] : [condition("phase-not-open")]),
      ...(!by || by.some((role) => actor.roles.has(role)) ? [] : [condition("role-missing")]),
    ];
    return { command, unmet };
  });
  return { commands };
};

export const READ_METHODS: Record<string, Method> = {
  Search: search,
  ListDue: listDue,
  GetOutlook: getOutlook,
  BatchGetTexts: batchGetTexts,
};

/** Nothing is ever parked here: an event that cannot be taken in keeps its whole chain waiting. */
const listParked: Method = async (call, request) => {
  await call.about(MISSION, request.parent, "parent");
  if (call.caller.kind !== "operator") throw denied("token-not-for-this");
  return { parked: [] };
};

export const HEARING_METHODS: Record<string, Method> = { ListParked: listParked };
