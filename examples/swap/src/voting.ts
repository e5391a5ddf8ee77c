// Voting in a grant round. Who votes stands in the log under a pseudonym of the round's box, whose key is destroyed with the
// result.
import { mac } from "./canonical.ts";
import { type Fault, unmet } from "./errors.ts";
import type { Mission } from "./log.ts";
import type { Command, Context } from "./rules.ts";
import type { Round } from "./state.ts";

export const boxKey = (sha: string): string => `box:${sha}`;

export const pseudonym = (key: Uint8Array, participant: string): string =>
  mac(key, participant).subarray(0, 16).toString("hex");

const ballotId = (key: Uint8Array, participant: string, id: string): string =>
  mac(mac(key, participant).subarray(16), id).subarray(0, 16).toString("hex");

export const boxOf = (mission: Mission, round: Round): Uint8Array | undefined =>
  mission.store.key(mission.id, boxKey(round.opened.box_sha256));

export function destroyBox(mission: Mission, round: Round): void {
  mission.store.run("DELETE FROM keys WHERE mission = ? AND name = ?", mission.id, boxKey(round.opened.box_sha256));
}

export interface Cast {
  round: string;
  id: string;
  revision: number; // -1: none
  choices: string[]; // ids of applications
  points: number[];
}

export function cast(context: Context, asked: Cast): Command {
  const { mission, state, actor } = context;
  const round = state.rounds.get(asked.round);
  const key = (round && boxOf(mission, round)) ?? new Uint8Array(32);
  const person = pseudonym(key, actor.id);
  return {
    stream: `grant-rounds/${asked.round}/ballots/box`,
    target: "any",
    during: ["support"],
    contributes: true,
    actor: `anon-${person}`,
    *judge(): Iterable<Fault> {
      yield* takesBallots(context, round, asked, person);
      if (round) yield* misfits(mission, round, asked);
    },
    decide: () => {
      const { revision, choices, points } = asked;
      const ballot = { id: ballotId(key, actor.id, asked.id), person, revision, choices, points };
      const data = { round: asked.round, ballots: [ballot] };
      const stream = `grant-rounds/${asked.round}/ballots/box`;
      return [{ type: "funding.ballots_cast", stream, data, actor: `anon-${person}`, isPrivate: true }];
    },
  };
}

function* takesBallots(context: Context, round: Round | undefined, asked: Cast, person: string): Iterable<Fault> {
  const { mission, time, actor } = context;
  const name = mission.at(`grant-rounds/${asked.round}`);
  if (!round) {
    yield unmet("not-found", "name", { name });
    return;
  }
  const { applications_until, closes_at } = round.opened;
  if (time < applications_until) yield unmet("round-not-open", "name", { round: name, applications_until });
  const isOver = round.status !== "open" || time >= closes_at;
  if (isOver) yield unmet("ballots-ended", "name", { round: name, closes_at });
  if (boxOf(mission, round) && (actor.erased || !round.roster.has(person)))
    yield unmet("not-eligible", undefined, { round: name });
}

function* misfits(mission: Mission, round: Round, { choices, points }: Cast): Iterable<Fault> {
  const { kind, max_choices, max_points } = round.opened;
  for (const choice of new Set(choices)) {
    const item = mission.at(`applications/${choice}`);
    if (!round.applications.includes(choice)) yield unmet("item-unknown", "ballot.choices", { item });
    else if (choices.indexOf(choice) !== choices.lastIndexOf(choice))
      yield unmet("item-repeated", "ballot.choices", { item });
  }
  if (choices.length > max_choices) yield unmet("too-many-choices", "ballot.choices", { count: max_choices });
  const sum = points.reduce((one, other) => one + other, 0);
  if (kind !== "points") {
    if (points.length) yield unmet("points-unasked", "ballot.points", { kind });
  } else if (points.length !== choices.length) yield unmet("points-misplaced", "ballot.points");
  else if (sum > max_points) yield unmet("too-many-points", "ballot.points", { count: max_points });
}
