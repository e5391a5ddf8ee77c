// Many ballots at once: in a batch, or as columns in the parts of a stream. Each is proven by a token of its own, and taken or
// refused by itself.
import type { ServerReadableStream } from "@grpc/grpc-js";
import { type Call, checked } from "./calls.ts";
import { malformed, missing, Refusal, statusMessage, unmet } from "./errors.ts";
import { type BallotAsked, castOne, type Method, SERVICE } from "./funding.ts";
import type { Mission } from "./log.ts";
import { idsIn, APPLICATION, ROUND } from "./names.ts";

const MOST_REFUSED = 1000;

async function castFor(call: Call, mission: Mission, round: string, token: string, ballot: BallotAsked): Promise<any> {
  try {
    const caller = await call.service.tokens.read(token);
    if (caller.kind !== "person") throw new Refusal([unmet("token-not-for-this", undefined)], 7, true);
    if (caller.mission !== mission.id) throw missing(mission.name, "mission-unknown");
    const again = ballot.id && `ballot:${round}:${ballot.id}`; // here the id makes it safe to send again
    return castOne(call.context(mission, caller), round, ballot, again);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id: ballot.id, status: statusMessage(error, call.language) };
  }
}

export const batch: Method = async (call, request) => {
  const { mission, ids } = await call.about(ROUND, request.name, "name");
  const results = [];
  for (const { token, ballot } of request.ballots) results.push(await castFor(call, mission, ids.round, token, ballot));
  return { results };
};

/** The numbers of a column; throws where it is none of I4, or not of so many. */
function numbers(column: any, field: string, length?: number): number[] {
  if (column.type !== "ELEMENT_I4" || column.values.length % 4) throw malformed("column-form", field);
  const found = Array.from({ length: column.values.length / 4 }, (_, at) => column.values.readInt32LE(at * 4));
  if (length !== undefined && found.length !== length) throw malformed("column-length", field, { length });
  return found;
}

function* ballotsOf(part: any, items: string[]): Iterable<{ token: string; ballot: BallotAsked }> {
  const { tokens, ids } = part;
  if (ids.length !== tokens.length) throw malformed("column-length", "ids", { length: tokens.length });
  const choices = numbers(part.choices, "choices");
  const offsets = numbers(part.offsets, "offsets", tokens.length + 1);
  const rises = offsets.every((offset, at) => at === 0 || offset >= offsets[at - 1]);
  if (offsets[0] !== 0 || offsets.at(-1) !== choices.length || !rises) throw malformed("offsets-misfit", "offsets");
  if (choices.some((place) => place < 0 || place >= items.length)) throw malformed("choice-outside", "choices");
  const revisions = part.revisions ? numbers(part.revisions, "revisions", tokens.length) : tokens.map(() => -1);
  if (revisions.some((one: number) => one < -1)) throw malformed("revision-below", "revisions");
  const points = part.points ? numbers(part.points, "points", choices.length) : [];
  for (let at = 0; at < tokens.length; at++) {
    const [from, to] = [offsets[at], offsets[at + 1]];
    const named = choices.slice(from, to).map((place) => items[place]);
    const revision = revisions[at] === -1 ? undefined : revisions[at];
    yield { token: tokens[at], ballot: { id: ids[at], revision, choices: named, points: points.slice(from, to) } };
  }
}

/** Takes the parts of a stream. What was sent before it broke off stands. */
export async function stream(call: Call, parts: ServerReadableStream<any, any>): Promise<object> {
  let of: { name: string; mission: Mission; round: string; items: string[] } | undefined;
  let [cast, refused_count] = [0, 0];
  const refused: object[] = [];
  for await (const part of parts) {
    checked(SERVICE, "StreamGrantBallots", part);
    if (!of) {
      const { mission, ids } = await call.about(ROUND, part.name, "name");
      const unfit = part.applications.findIndex((name: string) => idsIn(APPLICATION, name)?.mission !== mission.id);
      if (unfit >= 0) throw malformed("name-malformed", `applications[${unfit}]`, { pattern: APPLICATION });
      of = { name: part.name, mission, round: ids.round, items: part.applications };
    } else if (part.applications.length || (part.name && part.name !== of.name)) {
      throw malformed("of-the-first-part", part.applications.length ? "applications" : "name");
    }
    for (const { token, ballot } of [...ballotsOf(part, of.items)]) {
      const result = await castFor(call, of.mission, of.round, token, ballot);
      if (!result.status) cast++;
      else if (++refused_count <= MOST_REFUSED) refused.push(result);
    }
  }
  return { cast: String(cast), refused, refused_count: String(refused_count) };
}
