// What is known of a mission: folded from its own chain and from those that were heard, event by event.
import { FOLDS } from "./folds.ts";
import type { Ledger } from "./ledger.ts";
import type { Money } from "./money.ts";
import { readTime } from "./times.ts";

/** An event of any chain, as its envelope says it. */
export interface Recorded {
  chain: string;
  position: number;
  stream: string;
  version: number;
  id: string;
  type: string;
  time: string;
  actor: string;
  refs: string[];
  data: any;
}

export interface Mandate {
  until: string | null;
  confirm_by: string | null; // null: confirmed
  ended: boolean;
}

export interface Member {
  roles: Set<string>;
  mandates: Map<string, Mandate>; // by institution
  erased: boolean;
}

export interface Solution {
  team: Set<string>;
  speakers: Set<string>;
  withdrawn: boolean;
}

export interface Stipends {
  reserved: number;
  matched: number;
  proposed: Set<string>; // needs
  withdrawn: boolean;
}

export interface Fund {
  id: string;
  institution: string;
  purpose: string;
  ledger: Ledger;
  stipends: Map<string, Stipends>; // by offer
  created: string;
}

export interface Ballot {
  id: string;
  person: string; // a pseudonym
  revision: number; // -1: none
  choices: string[];
  points: number[];
  position: number;
}

export interface Round {
  id: string;
  opened: any; // the event's data
  created: string;
  roster: Set<string>;
  applications: string[]; // in the order in which they came
  ballots: Ballot[];
  status: "open" | "closed" | "decided" | "cancelled";
  closed?: any;
  closedAt?: string;
  decided?: any;
  cancelReason?: string;
  ended?: string;
}

export type GrantStatus = "applied" | "declined" | "awarded" | "paid" | "returned" | "written_off" | "lapsed";

export interface Proposal {
  move: "pay" | "take_back" | "write_off";
  amount: Money;
  by: string;
  reason?: string;
}

/** An application, with the grant that came of it. */
export interface Application {
  id: string;
  round: string;
  initiative: string;
  applicant: string;
  asked: Money;
  seal: string;
  created: string;
  status: GrantStatus;
  isGrant: boolean;
  acceptUntil: string | null;
  awarded: number;
  unpaid: number;
  paid: number;
  returned: number;
  writtenOff: number;
  begun: boolean; // whether something was paid
  alone: number; // what one person alone has paid
  proposed?: Proposal;
  writeOff?: Proposal;
  reason: string | null;
}

export class State {
  origin = "real";
  playbook: any = {};
  givenUp = false;
  readonly chain: string; // the one that is written here
  readonly pending = new Map<string, Recorded>(); // what was heard and has to be answered, by what answers it
  readonly open = new Set<string>();
  readonly left = new Set<string>(); // phases that this service has left, and that are not closed yet
  readonly chains = new Map<string, string>(); // that serve the mission → service
  readonly members = new Map<string, Member>();
  readonly institutions = new Set<string>();
  readonly solutions = new Map<string, Solution>();
  readonly initiatives = new Map<string, { droppedOut: boolean }>();
  readonly funds = new Map<string, Fund>();
  readonly rounds = new Map<string, Round>();
  readonly applications = new Map<string, Application>();

  constructor(chain: string) {
    this.chain = chain;
  }

  get settings(): any {
    return this.playbook.funding ?? {};
  }

  fold(event: Recorded): void {
    FOLDS[event.type]?.(this, event.data, event);
    if (event.data.postings) this.funds.get(event.data.fund)!.ledger.post(event.data.postings, event);
  }

  member(id: string): Member {
    let found = this.members.get(id);
    if (!found) this.members.set(id, (found = { roles: new Set(), mandates: new Map(), erased: false }));
    return found;
  }
}

/** The mandates of a member that hold at a moment: institution → whether it is confirmed. */
export function mandatesOf(member: Member, at: string): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const [institution, mandate] of member.mandates) {
    const ends = [mandate.until, mandate.confirm_by].filter((one) => one !== null);
    if (!mandate.ended && ends.every((end) => at < readTime(end)!)) found.set(institution, mandate.confirm_by === null);
  }
  return found;
}
