// Grant rounds: opening, applying, voting, closing, cancelling.
import { randomBytes } from "node:crypto";
import { hex, type Json } from "./canonical.ts";
import { type Fault, unmet } from "./errors.ts";
import { FROM_SUPPORT } from "./funds.ts";
import { moves } from "./ledger.ts";
import { type Mission, sealed } from "./log.ts";
import { type Money, written } from "./money.ts";
import { type Command, type Context, STAFF } from "./rules.ts";
import type { Application, Round, State } from "./state.ts";
import { boxKey, destroyBox, pseudonym } from "./voting.ts";

const PEOPLE = ["organiser", "citizen", "representative", "expert"];
const SUPPORT = ["support"];

// Opening ------------------------------------------------------------------------------------------------------------

export interface OpenRound {
  round: string;
  fund: string;
  budget: Money;
  kind: string;
  electorate: string[];
  applications_until: string;
  closes_at: string;
}

export function openRound({ mission, state, time }: Context, asked: OpenRound): Command {
  const { round, budget } = asked;
  const [secret, key] = [randomBytes(32), randomBytes(32)];
  const keep = "INSERT INTO keys VALUES (?, ?, ?)";
  return {
    stream: `grant-rounds/${round}`,
    target: "new",
    during: SUPPORT,
    by: STAFF,
    *judge(): Iterable<Fault> {
      yield* fundSuffices(mission, state, asked);
      let before = time;
      for (const [field, moment] of [
        ["round.applications_until", asked.applications_until],
        ["round.closes_at", asked.closes_at],
      ]) {
        if (moment <= before) yield unmet("deadline-too-early", field, { moment, before });
        before = moment;
      }
    },
    decide: () => {
      const { settings } = state;
      const pseudonyms = [...state.members]
        .filter(([, member]) => asked.electorate.some((role) => member.roles.has(role)))
        .map(([id]) => pseudonym(key, id))
        .sort();
      const roster = Buffer.from(pseudonyms.join(""), "hex");
      const data = {
        ...asked,
        institution: state.funds.get(asked.fund)!.institution,
        postings: moves("fund", "reserved", budget),
        strategy: settings.strategy,
        options: settings.options,
        secret_sha256: hex(secret),
        box_sha256: hex(key),
        roster: { type: "u1", base64: roster.toString("base64") },
        roster_sha256: hex(roster),
        max_choices: settings.max_choices,
        max_points: settings.max_points,
        max_applications: settings.max_applications,
        minimum_support: settings.minimum_support,
      };
      const refs = [`funds/${asked.fund}`];
      return [{ type: "funding.round_opened", stream: `grant-rounds/${round}`, data: data as unknown as Json, refs }];
    },
    beside: () => {
      mission.store.run(keep, mission.id, `secret:${round}`, secret);
      mission.store.run(keep, mission.id, boxKey(hex(key)), key);
    },
  };
}

function* fundSuffices(mission: Mission, state: State, { fund: id, budget }: OpenRound): Iterable<Fault> {
  const [fund, name] = [state.funds.get(id), mission.at(`funds/${id}`)];
  if (!fund) {
    yield unmet("not-found", "round.fund", { name });
    return;
  }
  const free = fund.ledger.holds("fund");
  if (budget.currency !== free.currency) yield otherCurrency("round.budget", budget, free.currency);
  else if (budget.minor > free.minor) {
    yield unmet("fund-too-small", "round.budget", { fund: name, free: written(free), budget: written(budget) });
  }
}

export const otherCurrency = (field: string, amount: Money, currency: string): Fault =>
  unmet("other-currency", field, { amount: written(amount), currency });

// Applying -----------------------------------------------------------------------------------------------------------

export interface Apply {
  application: string;
  round: string;
  initiative: string;
  asked: Money;
  purpose: string;
}

export function apply(context: Context, asked: Apply): Command {
  const { mission, state, actor } = context;
  const { application, round, initiative } = asked;
  const seal = sealed(mission, actor.id, asked.purpose, randomBytes(16));
  return {
    stream: `applications/${application}`,
    target: "new",
    during: SUPPORT,
    by: PEOPLE,
    contributes: true,
    *judge(): Iterable<Fault> {
      yield* takesApplications(context, asked);
      yield* mayApply(context, asked);
    },
    decide: () => [
      {
        type: "funding.applied",
        stream: `applications/${application}`,
        data: {
          application,
          round,
          initiative,
          applicant: actor.id,
          asked: asked.asked as unknown as Json,
          purpose: seal.seal,
        },
        refs: [`grant-rounds/${round}`, `initiatives/${initiative}`],
      },
    ],
    beside: seal.keep,
  };
}

function* takesApplications({ mission, state, time }: Context, { round: id, asked }: Apply): Iterable<Fault> {
  const [round, name] = [state.rounds.get(id), mission.at(`grant-rounds/${id}`)];
  if (!round) {
    yield unmet("not-found", "application.round", { name });
    return;
  }
  const { applications_until, max_applications, budget } = round.opened;
  if (round.status === "cancelled" || time >= applications_until) {
    yield unmet("applications-closed", "application.round", { round: name, applications_until });
  }
  if (round.applications.length >= max_applications) {
    yield unmet("round-full", "application.round", { round: name, count: max_applications });
  }
  if (asked.currency !== budget.currency) yield otherCurrency("application.asked", asked, budget.currency);
  else if (asked.minor > budget.minor) {
    yield unmet("asks-too-much", "application.asked", { asked: written(asked), budget: written(budget) });
  }
}

function* mayApply({ mission, state, actor }: Context, asked: Apply): Iterable<Fault> {
  const name = mission.at(`initiatives/${asked.initiative}`);
  const known = state.initiatives.get(asked.initiative);
  if (!known || known.droppedOut)
    yield unmet("initiative-not-supported", "application.initiative", { initiative: name });
  yield* speaksForTeam(mission, state, actor.id, asked.initiative);
  const made = state.rounds.get(asked.round)?.applications.map((id) => state.applications.get(id)!) ?? [];
  for (const one of made.filter(({ initiative }) => initiative === asked.initiative)) {
    const application = mission.at(`applications/${one.id}`);
    yield unmet("applied-already", "application.initiative", { initiative: name, application });
  }
}

/** What speaks against somebody's acting for a team: not being in it, or being a mere member. */
export function* speaksForTeam(mission: Mission, state: State, person: string, initiative: string): Iterable<Fault> {
  const [solution, name] = [state.solutions.get(initiative), mission.at(`initiatives/${initiative}`)];
  if (!solution?.team.has(person)) yield unmet("not-in-team", undefined, { actor: person, initiative: name });
  else if (!solution.speakers.has(person))
    yield unmet("not-in-speakers", undefined, { actor: person, initiative: name });
}

// Ending -------------------------------------------------------------------------------------------------------------

export function closeRound({ mission, state, time }: Context, id: string, etag: string): Command {
  const [stream, round] = [`grant-rounds/${id}`, state.rounds.get(id)];
  return {
    stream,
    target: "existing",
    during: FROM_SUPPORT,
    by: STAFF,
    etag,
    *judge(): Iterable<Fault> {
      const { status, opened } = round!;
      if (status === "cancelled") yield unmet("round-ended", "name", { round: mission.at(stream) });
      else if (status !== "open") yield unmet("round-closed", "name", { round: mission.at(stream) });
      if (time < opened.closes_at) {
        yield unmet("round-still-open", "name", { round: mission.at(stream), closes_at: opened.closes_at });
      }
    },
    decide: () => {
      const { strategy, options } = round!.opened;
      const secret = Buffer.from(mission.store.key(mission.id, `secret:${id}`)!).toString("hex");
      const applied = round!.applications.map((one) => state.applications.get(one)!.initiative);
      const gone = [...new Set(applied)].filter((one) => state.initiatives.get(one)?.droppedOut).sort();
      const data = { strategy, options, secret, round: id, gone, names_the_gone: true };
      return [{ type: "funding.round_closed", stream, data }];
    },
  };
}

export function cancelRound({ mission, state }: Context, id: string, reason: string, etag: string): Command {
  const [stream, round] = [`grant-rounds/${id}`, state.rounds.get(id)];
  return {
    stream,
    target: "existing",
    by: STAFF,
    etag,
    *judge(): Iterable<Fault> {
      if (round!.status === "decided" || round!.status === "cancelled") {
        yield unmet("round-ended", "name", { round: mission.at(stream) });
      }
    },
    decide: () => {
      const { fund, budget, box_sha256 } = round!.opened;
      const data = {
        fund,
        postings: moves("reserved", "fund", budget),
        ended_boxes: [box_sha256],
        round: id,
        applications: round!.applications,
        reason,
      };
      const refs = [`grant-rounds/${id}`, `funds/${fund}`, ...round!.applications.map((one) => `applications/${one}`)];
      return [{ type: "funding.round_cancelled", stream, data: data as unknown as Json, refs }];
    },
    beside: () => destroyBox(mission, round!),
  };
}

export const standing = (round: Round, state: State): Application[] =>
  round.applications
    .map((id) => state.applications.get(id)!)
    .filter(({ initiative }) => !round.closed.gone.includes(initiative));
