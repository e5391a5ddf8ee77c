// What each event changes in what is known of a mission. An event that nothing is folded from is passed over.
import { Ledger, moves } from "./ledger.ts";
import type { Application, Fund, Recorded, Solution, State, Stipends } from "./state.ts";

type Fold = (state: State, data: any, event: Recorded) => void;

const bySolution =
  (change: (solution: Solution, data: any) => void): Fold =>
  (state, data) => {
    const solution = state.solutions.get(data.solution);
    if (solution) change(solution, data);
  };

function removed(solution: Solution, person: string): void {
  solution.team.delete(person);
  solution.speakers.delete(person);
}

function erased(state: State, person: string): void {
  const member = state.member(person);
  member.roles.clear();
  member.mandates.clear();
  member.erased = true;
  for (const solution of state.solutions.values()) removed(solution, person);
}

const byOffer =
  (change: (held: Stipends, data: any, fund: Fund, event: Recorded) => void): Fold =>
  (state, data, event) => {
    for (const fund of state.funds.values()) {
      const held = fund.stipends.get(data.offer);
      if (!held) continue;
      change(held, data, fund, event);
      if (held.withdrawn && held.reserved > held.matched) {
        const freed = { minor: held.reserved - held.matched, currency: fund.ledger.currency };
        fund.ledger.post(moves("reserved", "fund", freed), event);
        held.reserved = held.matched;
      }
    }
  };

const ofGrant =
  (change: (grant: Application, data: any) => void): Fold =>
  (state, data) =>
    change(state.applications.get(data.application)!, data);

function spent(grant: Application, amount: number): void {
  grant.paid -= amount;
  grant.writtenOff += amount;
  grant.status = grant.paid ? "paid" : "written_off";
}

const questionKey = (event: { chain: string; position: number }): string => `${event.chain}:${event.position}`;

const asks: Fold = (state, data, event) => {
  if (data.asked.includes(state.chain)) state.pending.set(questionKey(event), event);
};

const answers: Fold = (state, data, event) => {
  if (event.chain === state.chain) state.pending.delete(questionKey(data));
};

export const FOLDS: Record<string, Fold> = {
  // participation
  "mission.created": (state, data, event) => {
    state.chains.set(event.chain, "participation");
    state.origin = data.origin;
    state.playbook = data.playbook;
    state.open.add("mission");
  },
  "mission.playbook_changed": (state, data) => void (state.playbook = data.playbook),
  "mission.playbook_asked": asks,
  "mission.closing_asked": asks,
  "hearing.playbook_answered": answers,
  "hearing.erasure_answered": answers,
  "mission.chain_listed": (state, data, event) => {
    state.chains.set(data.chain, data.service);
    if (data.chain === state.chain) state.pending.set(questionKey(event), event);
  },
  "mission.chain_retired": (state, data) => void state.chains.delete(data.chain),
  "mission.participant_joined": (state, data) => void state.member(data.participant).roles.add("citizen"),
  "mission.role_granted": (state, data) => {
    const member = state.member(data.participant);
    if (member.erased) return;
    member.roles.add(data.role);
    if (data.role === "representative" && data.institution) {
      member.mandates.set(data.institution, { until: data.until, confirm_by: data.confirm_by, ended: false });
    }
  },
  "mission.mandate_confirmed": (state, data) => {
    const mandate = state.member(data.participant).mandates.get(data.institution);
    if (mandate) Object.assign(mandate, { until: data.until, confirm_by: null });
  },
  "mission.role_revoked": (state, data) => {
    const member = state.member(data.participant);
    if (data.role === "representative" && data.institution) {
      const mandate = member.mandates.get(data.institution);
      if (mandate) mandate.ended = true;
      if ([...member.mandates.values()].some((one) => !one.ended)) return;
    }
    member.roles.delete(data.role);
  },
  "mission.participant_erased": (state, data, event) => {
    erased(state, data.participant);
    state.pending.set(questionKey(event), event);
  },
  "mission.institution_registered": (state, data) => void state.institutions.add(data.institution),
  "mission.phase_opened": (state, data) => {
    state.open.add(data.phase);
    state.left.delete(data.phase);
  },
  "mission.phase_closed": (state, data) => {
    state.open.delete(data.phase);
    state.left.delete(data.phase);
  },
  "mission.closing_cancelled": (state, data) => void state.left.delete(data.phase),
  "mission.closed_early": (state) => void (state.givenUp = true),
  "mission.resumed": (state) => void (state.givenUp = false),
  "hearing.closing_answered": (state, data, event) => {
    answers(state, data, event);
    if (event.chain === state.chain && !data.unmet.length) state.left.add(data.phase);
  },
  // matching
  "solutions.submitted": (state, data) =>
    void state.solutions.set(data.solution, {
      team: new Set([data.author]),
      speakers: new Set([data.author]),
      withdrawn: false,
    }),
  "solutions.withdrawn": bySolution((solution) => void (solution.withdrawn = true)),
  "solutions.team_joined": bySolution((solution, data) => void solution.team.add(data.participant)),
  "solutions.join_request_accepted": bySolution((solution, data) => void solution.team.add(data.participant)),
  "solutions.team_left": bySolution((solution, data) => removed(solution, data.participant)),
  "solutions.team_member_removed": bySolution((solution, data) => removed(solution, data.participant)),
  "solutions.speaker_resigned": bySolution((solution, data) => void solution.speakers.delete(data.participant)),
  "solutions.speaker_appointed": bySolution((solution, data) => {
    solution.speakers.delete(data.instead_of);
    solution.speakers.add(data.participant);
  }),
  "solutions.speaker_chosen": bySolution((solution, data) => void (solution.speakers = new Set([data.participant]))),
  "solutions.speaker_named": bySolution((solution, data) => void (solution.speakers = new Set([data.participant]))),
  "solutions.erasure_followed": (state, data) => erased(state, data.participant),
  "support.initiative_admitted": (state, data) => void state.initiatives.set(data.initiative, { droppedOut: false }),
  "support.initiative_dropped_out": (state, data) => void state.initiatives.set(data.initiative, { droppedOut: true }),
  "support.offered": (state, data, event) => {
    if (data.fund && data.budget) state.pending.set(`offer:${data.offer}`, event);
  },
  "support.match_proposed": byOffer((held, data) => {
    held.matched += data.amount?.minor ?? 0;
    held.proposed.add(data.need);
  }),
  "support.need_matched": byOffer((held, data) => {
    if (!held.proposed.delete(data.need)) held.matched += data.amount?.minor ?? 0;
  }),
  "support.match_released": byOffer((held, data) => {
    held.matched -= data.amount?.minor ?? 0;
    held.proposed.delete(data.need);
  }),
  "support.need_met": byOffer((held, data, fund, event) => {
    if (!data.amount) return;
    held.matched -= data.amount.minor;
    held.reserved -= data.amount.minor;
    fund.ledger.post(moves("reserved", "paid", data.amount), event);
  }),
  "support.offer_withdrawn": byOffer((held, data) => {
    held.matched -= data.freed?.minor ?? 0;
    held.withdrawn = true;
  }),
  // funding: postings are posted behind these
  "funding.fund_opened": (state, data, event) =>
    void state.funds.set(data.fund, {
      id: data.fund,
      institution: data.institution,
      purpose: data.purpose,
      ledger: new Ledger(data.amount.currency),
      stipends: new Map(),
      created: event.time,
    }),
  "funding.stipends_declined": (state, data) => void state.pending.delete(`offer:${data.offer}`),
  "funding.stipends_set_aside": (state, data) => {
    state.pending.delete(`offer:${data.offer}`);
    const held = { reserved: data.budget.minor, matched: 0, proposed: new Set<string>(), withdrawn: false };
    state.funds.get(data.fund)!.stipends.set(data.offer, held);
  },
  "funding.round_opened": (state, data, event) => {
    const raw = Buffer.from(data.roster.base64, "base64");
    const roster = new Set<string>();
    for (let at = 0; at < raw.length; at += 16) roster.add(raw.subarray(at, at + 16).toString("hex"));
    const fresh = { applications: [], ballots: [], status: "open" as const };
    state.rounds.set(data.round, { id: data.round, opened: data, created: event.time, roster, ...fresh });
  },
  "funding.applied": (state, data, event) => {
    state.rounds.get(data.round)!.applications.push(data.application);
    state.applications.set(data.application, {
      id: data.application,
      round: data.round,
      initiative: data.initiative,
      applicant: data.applicant,
      asked: data.asked,
      seal: data.purpose,
      created: event.time,
      status: "applied",
      isGrant: false,
      acceptUntil: null,
      awarded: 0,
      unpaid: 0,
      paid: 0,
      returned: 0,
      writtenOff: 0,
      begun: false,
      alone: 0,
      reason: null,
    });
  },
  "funding.ballots_cast": (state, data, event) => {
    for (const ballot of data.ballots)
      state.rounds.get(data.round)!.ballots.push({ ...ballot, position: event.position });
  },
  "funding.round_closed": (state, data, event) =>
    void Object.assign(state.rounds.get(data.round)!, { status: "closed", closed: data, closedAt: event.time }),
  "funding.round_cancelled": (state, data, event) => {
    const ended = { status: "cancelled", cancelReason: data.reason, ended: event.time };
    Object.assign(state.rounds.get(data.round)!, ended);
    for (const id of data.applications) state.applications.get(id)!.status = "declined";
  },
  "funding.round_decided": (state, data, event) =>
    void Object.assign(state.rounds.get(data.round)!, { status: "decided", decided: data, ended: event.time }),
  "funding.awarded": ofGrant((grant, data) => {
    const { minor } = data.amount;
    Object.assign(grant, { status: "awarded", isGrant: true, awarded: minor, unpaid: minor });
    grant.acceptUntil = data.accept_until;
  }),
  "funding.declined": ofGrant((grant) => void (grant.status = "declined")),
  "funding.accepted": ofGrant((grant) => void (grant.acceptUntil = null)),
  "funding.lapsed": ofGrant((grant) => void Object.assign(grant, { status: "lapsed", acceptUntil: null, unpaid: 0 })),
  "funding.move_proposed": ofGrant((grant, data) => {
    grant.proposed = { move: data.move, amount: data.amount, by: data.proposed_by };
  }),
  "funding.paid": ofGrant((grant, data) => {
    const { minor } = data.amount;
    const wasProposed = grant.proposed?.move === "pay" && grant.proposed.amount.minor === minor;
    grant.alone += wasProposed ? 0 : minor;
    grant.unpaid -= minor;
    grant.paid += minor;
    Object.assign(grant, { status: "paid", begun: true, proposed: undefined });
  }),
  "funding.write_off_proposed": ofGrant((grant, data) => {
    grant.writeOff = { move: "write_off", amount: data.amount, by: data.proposed_by, reason: data.reason };
  }),
  "funding.written_off": ofGrant((grant, data) => {
    spent(grant, data.amount.minor);
    grant.writeOff = undefined;
  }),
  "funding.write_off_undone": ofGrant((grant, data) => {
    spent(grant, -data.amount.minor);
    grant.writeOff = undefined;
  }),
  "funding.returned": ofGrant((grant, data) => {
    for (const { credit, amount } of data.postings) {
      if (credit === "granted") grant.unpaid -= amount.minor;
      if (credit === "paid") grant.paid -= amount.minor;
      if (credit === "written_off") grant.writtenOff -= amount.minor;
    }
    grant.returned += data.amount.minor;
    if (grant.returned === grant.awarded) grant.status = "returned";
    Object.assign(grant, { reason: data.reason, proposed: undefined, writeOff: undefined });
  }),
};
