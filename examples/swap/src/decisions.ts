// Decisions: "in order of score until spent", computed from what stands in the log behind a close, with a record by which
// anyone can compute it again.
import { canonical, hex, type Json, sha256 } from "./canonical.ts";
import { moves } from "./ledger.ts";
import type { Mission, NewEvent } from "./log.ts";
import type { Money } from "./money.ts";
import { standing } from "./rounds.ts";
import { isOpen } from "./rules.ts";
import { FROM_SUPPORT } from "./funds.ts";
import type { Application, Ballot, Round } from "./state.ts";
import { later } from "./times.ts";
import { destroyBox } from "./voting.ts";

const TIES = ["seed", "name", "cheaper", "dearer"];

/** What speaks against a playbook: rules and options that this service does not have. */
export function unfit(playbook: any): string[] {
  const { strategy, options = {} } = playbook.funding ?? {};
  if (strategy !== "score-order") return ["strategy-missing"];
  const isKnown = Object.entries(options).every(([name, value]) => name === "ties" && TIES.includes(String(value)));
  return isKnown ? [] : ["options-refused"];
}

interface Problem {
  items: string[];
  costs: number[];
  budget: number;
  currency: string;
  minimum: number;
  kind: string;
  ballots: { choices: number[]; values: number[] }[];
}

/** The ballots that count: of each person the one of the highest revision, or the newest; over what stands for choice. */
function problemOf(mission: Mission, round: Round): Problem {
  const applied = standing(round, mission.state);
  const items = applied.map(({ id }) => id);
  const best = new Map<string, { revision: number; ballot: Ballot }>();
  for (const ballot of round.ballots) {
    const known = best.get(ballot.person)?.revision ?? -1;
    if (ballot.revision === -1 || ballot.revision >= known) {
      best.set(ballot.person, { revision: Math.max(ballot.revision, known), ballot });
    }
  }
  const ballots = [...best.keys()].sort().map((person) => {
    const { choices, points } = best.get(person)!.ballot;
    const kept = choices.map((choice, at) => ({ place: items.indexOf(choice), points: points[at] }));
    const stands = kept.filter(({ place }) => place >= 0);
    return { choices: stands.map(({ place }) => place), values: points.length ? stands.map((one) => one.points) : [] };
  });
  const { budget, kind, minimum_support } = round.opened;
  const costs = applied.map(({ asked }) => asked.minor);
  return { items, costs, budget: budget.minor, currency: budget.currency, minimum: minimum_support, kind, ballots };
}

/** A column of numbers, as manifests hold it: little-endian, by digest. */
function column(type: "i4" | "i8", values: number[]): Json {
  const raw = Buffer.alloc(values.length * (type === "i4" ? 4 : 8));
  values.forEach(
    (value, at) => void (type === "i4" ? raw.writeInt32LE(value, at * 4) : raw.writeBigInt64LE(BigInt(value), at * 8)),
  );
  return { type, length: values.length, sha256: hex(raw) };
}

/** The text whose SHA-256 is the digest of the problem. A field at its default is left out. */
function manifestOf(problem: Problem): string {
  const offsets = [0];
  for (const { choices } of problem.ballots) offsets.push(offsets.at(-1)! + choices.length);
  const fields: Record<string, Json> = {
    items: problem.items,
    kind: problem.kind,
    offsets: column("i8", offsets),
    choices: column(
      "i4",
      problem.ballots.flatMap(({ choices }) => choices),
    ),
    cost: column("i8", problem.costs),
    budget: problem.budget,
    currency: problem.currency,
  };
  if (problem.kind === "points")
    fields.values = column(
      "i8",
      problem.ballots.flatMap(({ values }) => values),
    );
  if (problem.minimum) fields.minimum_support = problem.minimum;
  return canonical({ model: "osi.allocation-problem", version: 1, fields });
}

interface Outcome {
  awards: { item: string; amount: number }[];
  manifest: string;
}

export interface Explained {
  item: string;
  reason: string;
  values: Record<string, Json>;
}

/** Items by falling score, of equal ones by the tie rule; each gets its cost as long as the money lasts. */
function scoreOrder(problem: Problem, ties: string, seed: Buffer): Outcome {
  const { items, costs, currency } = problem;
  const [scores, support] = [items.map(() => 0), items.map(() => 0)];
  for (const { choices, values } of problem.ballots) {
    choices.forEach((item, at) => {
      const points = problem.kind === "points" ? values[at] : 1;
      scores[item] += points;
      if (points) support[item] += 1;
    });
  }
  const lots = items.map((item) => (ties === "name" ? Buffer.from(item) : sha256(seed, item)));
  const sign = ties === "cheaper" ? 1 : ties === "dearer" ? -1 : 0;
  const order = items.map((_, place) => place);
  order.sort((a, b) => scores[b] - scores[a] || sign * (costs[a] - costs[b]) || lots[a].compare(lots[b]));
  const money = (minor: number): Json => ({ money: { minor, currency } });
  let spent = 0;
  const awards: Outcome["awards"] = [];
  const explanations = order.map((place): Json => {
    const about = { score: { ratio: String(scores[place]) }, cost: money(costs[place]) };
    const room = problem.budget - spent;
    let why: Json | undefined;
    if (support[place] < problem.minimum) {
      why = {
        code: "score-order.too-few-supporters",
        values: { supporters: support[place], minimum: problem.minimum },
      };
    } else if (costs[place] > room) why = { code: "score-order.not-enough-left", values: { left: money(room) } };
    if (why)
      return { item: items[place], reason: "score-order.not-funded", values: { why: { message: why }, ...about } };
    spent += costs[place];
    awards.push({ item: items[place], amount: costs[place] });
    return { item: items[place], reason: "score-order.funded", values: { amount: money(costs[place]), ...about } };
  });
  const groups = new Map<number, string[]>();
  for (const place of order) groups.set(scores[place], [...(groups.get(scores[place]) ?? []), items[place]]);
  const tied = [...groups.values()].filter((group) => group.length > 1).map((group) => group.sort());
  const fields: Record<string, Json> = { awards, currency, spent };
  if (explanations.length) fields.explanations = explanations;
  if (tied.length) fields.tied = tied;
  return { awards, manifest: canonical({ model: "osi.allocation", version: 1, fields }) };
}

/** Decides what was closed and has no result, as long as a phase is open in which a result can be recorded. */
export function decideDue(mission: Mission): void {
  if (mission.state.givenUp || !FROM_SUPPORT.some((phase) => isOpen(mission.state, phase))) return;
  for (const round of mission.state.rounds.values()) if (round.status === "closed") decide(mission, round);
}

function decide(mission: Mission, round: Round): void {
  const problem = problemOf(mission, round);
  const digest = hex(manifestOf(problem));
  const seed = sha256(Buffer.from(round.closed.secret, "hex"), Buffer.from(digest, "hex"));
  const options = { ties: "seed", ...round.closed.options };
  const outcome = scoreOrder(problem, options.ties, seed);
  const record = {
    decision: mission.at(`grant-rounds/${round.id}`),
    kind: "allocation",
    strategy: "score-order",
    version: "1",
    distribution: "osi-swap-funding",
    distribution_version: "0.1.0",
    options,
    seed: seed.toString("hex"),
    input_sha256: digest,
    outcome_sha256: hex(outcome.manifest),
    counters: {},
  };
  const time = mission.isSimulated ? round.closedAt! : mission.clock();
  mission.commit(resultOf(mission, round, outcome, record, time), { actor: "engine", time }, () => {
    destroyBox(mission, round);
    mission.store.run("INSERT OR IGNORE INTO outcomes VALUES (?, ?)", record.outcome_sha256, outcome.manifest);
  });
}

/** The result as a whole, which frees what is left; then what each application gets, in the decision's order. */
function resultOf(mission: Mission, round: Round, outcome: Outcome, record: object, time: string): NewEvent[] {
  const { fund, budget, box_sha256 } = round.opened;
  const { currency } = budget;
  const awards = outcome.awards.filter(({ amount }) => amount);
  const spent = awards.reduce((sum, { amount }) => sum + amount, 0);
  const stream = `grant-rounds/${round.id}`;
  const about = (one: Application): object => ({
    round: round.id,
    application: one.id,
    initiative: one.initiative,
    asked: one.asked,
  });
  const refsOf = (one: Application): string[] => [`applications/${one.id}`, `initiatives/${one.initiative}`];
  const money = (minor: number): Money => ({ minor, currency });
  const event = (type: string, data: object, refs: string[]): NewEvent => ({ type, stream, data: data as Json, refs });
  const decided = {
    fund,
    postings: moves("reserved", "fund", money(budget.minor - spent)),
    ended_boxes: [box_sha256],
    round: round.id,
    record,
    awards: awards.map(({ item, amount }) => ({ application: item, amount: money(amount) })),
    applications: round.applications.length,
    spent: money(spent),
  };
  const accept_until = later(time, mission.state.settings.accept_days);
  const awarded = awards.map(({ item, amount }) => {
    const one = mission.state.applications.get(item)!;
    const postings = moves("reserved", "granted", money(amount));
    return event(
      "funding.awarded",
      { ...about(one), fund, postings, amount: money(amount), accept_until },
      refsOf(one),
    );
  });
  const others = round.applications.filter((id) => !awards.some(({ item }) => item === id));
  const declined = others.map((id) => {
    const one = mission.state.applications.get(id)!;
    return event("funding.declined", about(one), refsOf(one));
  });
  return [event("funding.round_decided", decided, [stream, `funds/${fund}`]), ...awarded, ...declined];
}

/** Why each got what it got, of a decision that was recorded. */
export function explanationsOf(mission: Mission, outcome: string): Explained[] {
  const found = mission.store.one<{ manifest: string }>("SELECT manifest FROM outcomes WHERE sha256 = ?", outcome);
  return found ? (JSON.parse(found.manifest).fields.explanations ?? []) : [];
}
