// Grants: accepting, paying, taking back, writing off. All of it stands in the stream of the round.
import { randomBytes } from "node:crypto";
import type { Json } from "./canonical.ts";
import { type Fault, unmet } from "./errors.ts";
import { moves } from "./ledger.ts";
import { sealed } from "./log.ts";
import { type Money, written } from "./money.ts";
import { type Command, type Context, isStaff, STAFF } from "./rules.ts";
import { otherCurrency, speaksForTeam } from "./rounds.ts";
import type { Application, Round } from "./state.ts";

export interface OfGrant {
  round: string;
  application: string;
  etag: string;
  amount?: Money; // absent: all there is
  note?: string;
  reason?: string;
  move?: "pay" | "take_back";
}

interface About {
  context: Context;
  asked: OfGrant;
  round: Round;
  grant: Application;
  currency: string;
}

type Judge = (about: About) => Iterable<Fault>;
type Decide = (about: About) => { type: string; data: Record<string, unknown> };

const PAYERS = ["representative", ...STAFF];

/** A command about a grant: its conditions are asked once there is one. */
function ofGrant(by: string[] | undefined, judges: Judge[], decide: Decide) {
  return (context: Context, asked: OfGrant): Command => {
    const stream = `grant-rounds/${asked.round}`;
    const [round, grant] = [context.state.rounds.get(asked.round)!, context.state.applications.get(asked.application)!];
    const isOne = grant?.isGrant && grant.round === asked.round;
    const about = (): About => ({ context, asked, round, grant, currency: grant.asked.currency });
    return {
      stream,
      target: "existing",
      by,
      etag: asked.etag,
      *judge(): Iterable<Fault> {
        const application = context.mission.at(`applications/${asked.application}`);
        if (!isOne) yield unmet("grant-unknown", "application", { application });
        else for (const judge of judges) yield* judge(about());
      },
      decide: () => {
        const { type, data } = decide(about());
        const said = { round: asked.round, application: asked.application, initiative: grant.initiative, ...data };
        const refs = [`applications/${asked.application}`, `initiatives/${grant.initiative}`];
        return [{ type, stream, data: said as unknown as Json, refs }];
      },
    };
  };
}

// What is there ------------------------------------------------------------------------------------------------------

const left = (grant: Application): number => grant.unpaid + grant.paid;
const notBack = (grant: Application): number => left(grant) + grant.writtenOff;
const name = ({ context, asked }: About): string => context.mission.at(`applications/${asked.application}`);
const amountOf = ({ asked, currency }: About, all: number): Money => asked.amount ?? { minor: all, currency };

/** Nothing goes beyond what is held, to the cent, nor is it of another currency. */
const within = (code: string, held: (grant: Application, asked: OfGrant) => number): Judge =>
  function* (about) {
    const { asked, grant, currency } = about;
    const most = held(grant, asked);
    if (asked.amount && asked.amount.currency !== currency) yield otherCurrency("amount", asked.amount, currency);
    else if (asked.amount ? asked.amount.minor > most : most === 0) {
      yield unmet(code, "amount", { application: name(about), held: written({ minor: most, currency }) });
    }
  };

const unpaid = within("more-than-unpaid", (grant) => grant.unpaid);

// Who may ------------------------------------------------------------------------------------------------------------

const bySpeaker: Judge = ({ context: { mission, state, actor }, grant }) =>
  speaksForTeam(mission, state, actor.id, grant.initiative);

const forGiver: Judge = function* ({ context: { mission, actor }, round }) {
  const { institution } = round.opened;
  if (!isStaff(actor) && !actor.mandates.get(institution)) {
    yield unmet("no-confirmed-mandate", undefined, { institution: mission.at(`institutions/${institution}`) });
  }
};

const forOneOfBothSides: Judge = function* (about) {
  if (![...forGiver(about)].length) return;
  yield* bySpeaker(about);
};

function* secondPerson(about: About, move: "pay" | "take_back", amount: Money): Iterable<Fault> {
  const { proposed } = about.grant;
  const isIt =
    proposed?.move === move && proposed.amount.minor === amount.minor && proposed.by !== about.context.actor.id;
  if (!isIt)
    yield unmet("second-person-missing", undefined, { application: name(about), amount: written(amount), move });
}

// When ---------------------------------------------------------------------------------------------------------------

const accepted: Judge = function* (about) {
  const isPaying = about.asked.move !== "take_back";
  if (isPaying && about.grant.acceptUntil !== null)
    yield unmet("grant-not-accepted", "application", { application: name(about) });
};

const goesOn: Judge = function* ({ context: { mission, state }, asked, grant }) {
  if (asked.move === "take_back") return;
  const [initiative, solution] = [state.initiatives.get(grant.initiative), state.solutions.get(grant.initiative)];
  if (solution?.withdrawn || !initiative || initiative.droppedOut) {
    yield unmet("initiative-ended", "application", { initiative: mission.at(`initiatives/${grant.initiative}`) });
  }
};

const waits = (late: boolean): Judge =>
  function* (about) {
    const { context, grant } = about;
    const [until, application] = [grant.acceptUntil, name(about)];
    if (until === null || left(grant) === 0) yield unmet("grant-not-waiting", "application", { application });
    else if (!late && context.time >= until)
      yield unmet("grant-lapses", "application", { application, accept_until: until });
    else if (late && context.time < until)
      yield unmet("grant-not-lapsed", "application", { application, accept_until: until });
  };

// The commands -------------------------------------------------------------------------------------------------------

export const acceptGrant = ofGrant(undefined, [bySpeaker, waits(false), goesOn], () => ({
  type: "funding.accepted",
  data: {},
}));

export const lapseGrant = ofGrant(STAFF, [waits(true)], ({ grant, round, currency }) => {
  const amount = { minor: grant.unpaid, currency };
  return {
    type: "funding.lapsed",
    data: { fund: round.opened.fund, postings: moves("granted", "fund", amount), amount },
  };
});

const heldFor = (grant: Application, asked: OfGrant): number =>
  asked.move === "take_back" ? left(grant) : grant.unpaid;

const proposesWhatThereIs: Judge = (about) =>
  within(about.asked.move === "take_back" ? "more-than-left" : "more-than-unpaid", heldFor)(about);

export const proposeMove = ofGrant(PAYERS, [forGiver, accepted, goesOn, proposesWhatThereIs], (about) => ({
  type: "funding.move_proposed",
  data: {
    move: about.asked.move ?? "pay",
    amount: amountOf(about, heldFor(about.grant, about.asked)),
    proposed_by: about.context.actor.id,
  },
}));

const twoPay: Judge = function* (about) {
  const { grant, context } = about;
  const amount = amountOf(about, grant.unpaid);
  const isSmall = grant.begun && grant.alone + amount.minor <= context.state.settings.two_people_above;
  if (!isSmall) yield* secondPerson(about, "pay", amount);
};

export const payGrant = ofGrant(PAYERS, [forGiver, accepted, goesOn, unpaid, twoPay], (about) => {
  const amount = amountOf(about, about.grant.unpaid);
  const { fund } = about.round.opened;
  const note = about.asked.note ?? null;
  return { type: "funding.paid", data: { fund, postings: moves("granted", "paid", amount), amount, note } };
});

const paid = within("more-than-paid", (grant) => grant.paid);

export const proposeWriteOff = ofGrant(PAYERS, [forGiver, paid], (about) => ({
  type: "funding.write_off_proposed",
  data: {
    amount: amountOf(about, about.grant.paid),
    reason: about.asked.reason,
    proposed_by: about.context.actor.id,
  },
}));

const wasProposed: Judge = function* (about) {
  const { grant, context } = about;
  const amount = amountOf(about, grant.paid);
  const isIt = grant.writeOff?.amount.minor === amount.minor && grant.writeOff.by !== context.actor.id;
  if (!isIt) yield unmet("write-off-unproposed", undefined, { application: name(about), amount: written(amount) });
};

export const writeOff = ofGrant(PAYERS, [forGiver, paid, wasProposed], (about) => {
  const amount = amountOf(about, about.grant.paid);
  const { fund } = about.round.opened;
  const postings = moves("paid", "written_off", amount);
  return { type: "funding.written_off", data: { fund, postings, amount, reason: about.grant.writeOff!.reason } };
});

const isWrittenOff = within("more-than-written-off", (grant) => grant.writtenOff);

export const undoWriteOff = ofGrant(PAYERS, [forGiver, isWrittenOff], (about) => {
  const amount = amountOf(about, about.grant.writtenOff);
  const { fund } = about.round.opened;
  const postings = moves("written_off", "paid", amount);
  return { type: "funding.write_off_undone", data: { fund, postings, amount, reason: about.asked.reason } };
});

const twoTakeBack: Judge = function* (about) {
  if (!about.grant.unpaid || ![...bySpeaker(about)].length) return; // a team gives back by itself
  yield* secondPerson(about, "take_back", amountOf(about, notBack(about.grant)));
};

const isNotBack = within("more-than-left", notBack);

/** What comes back was first what is not paid, then what is, then what nobody expected any more. */
export function returnGrant(context: Context, asked: OfGrant): Command {
  const seal = asked.note ? sealed(context.mission, context.actor.id, asked.note, randomBytes(16)) : undefined;
  const made = ofGrant(undefined, [forOneOfBothSides, isNotBack, twoTakeBack], (about) => {
    const { grant, currency, round } = about;
    const amount = amountOf(about, notBack(grant));
    const first = Math.min(amount.minor, grant.unpaid);
    const then = Math.min(amount.minor - first, grant.paid);
    const postings = [
      ...moves("granted", "fund", { minor: first, currency }),
      ...moves("paid", "fund", { minor: then, currency }),
      ...moves("written_off", "fund", { minor: amount.minor - first - then, currency }),
    ];
    const data = { fund: round.opened.fund, postings, amount, reason: asked.reason, note: seal?.seal ?? null };
    return { type: "funding.returned", data };
  });
  return { ...made(context, asked), beside: seal?.keep };
}
