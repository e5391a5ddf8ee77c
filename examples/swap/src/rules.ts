// What a command is, who acts, and what is asked of every command before its own conditions.
import { type Fault, Refusal, missing, unmet } from "./errors.ts";
import type { Mission, NewEvent } from "./log.ts";
import { type State, mandatesOf } from "./state.ts";
import type { Caller } from "./tokens.ts";

export const STAFF = ["operator", "organiser"];

export interface Actor {
  id: string;
  roles: Set<string>;
  mandates: Map<string, boolean>; // by institution, whether it is confirmed
  erased: boolean;
}

/** What a command is judged by. */
export interface Context {
  mission: Mission;
  state: State;
  actor: Actor;
  time: string;
}

export interface Command {
  stream: string; // the resource that it changes: `funds/f`
  target: "new" | "existing" | "any";
  during?: string[]; // phases of which one has to be open; none: always
  by?: string[]; // roles of which one is needed; none: anyone, as far as the conditions go
  etag?: string;
  actor?: string; // under which name the actor stands in the log, if under another
  judge(): Iterable<Fault>;
  decide(): NewEvent[];
  beside?(first: number): void; // what is written together with the events; `first` is where they begin
  contributes?: boolean; // whether the caller gets a receipt
}

export function actorOf(caller: Caller, state: State, time: string): Actor {
  if (caller.kind !== "person")
    return { id: "operator", roles: new Set(["operator"]), mandates: new Map(), erased: false };
  const member = state.members.get(caller.participant);
  const mandates = member ? mandatesOf(member, time) : new Map<string, boolean>();
  const roles = new Set(member?.roles);
  if (!mandates.size) roles.delete("representative");
  return { id: caller.participant, roles, mandates, erased: member?.erased ?? false };
}

export const isStaff = (actor: Actor): boolean => STAFF.some((role) => actor.roles.has(role));

/** Refuses a command unless all holds; names everything that does not. */
export function admit(command: Command, { mission, state, actor }: Context): void {
  const version = mission.version(command.stream);
  const name = mission.at(command.stream);
  if (command.target === "new" && version) throw new Refusal([unmet("already-exists", undefined, { name })]);
  if (command.target === "existing" && !version) throw missing(name);
  if (command.etag && command.etag !== String(version)) {
    throw new Refusal([unmet("version-moved", "etag", { version })]);
  }
  const faults = [...inGeneral(command, state, actor), ...command.judge()];
  if (faults.length) throw new Refusal(faults);
}

function* inGeneral(command: Command, state: State, actor: Actor): Iterable<Fault> {
  const { during, by } = command;
  if (actor.erased) yield unmet("actor-erased", undefined);
  if (state.givenUp) yield unmet("mission-closed-early", undefined);
  if (during && !during.some((phase) => isOpen(state, phase))) {
    yield unmet("phase-not-open", undefined, { phases: during.join(", ") });
  }
  if (by && !by.some((role) => actor.roles.has(role))) yield unmet("role-missing", undefined, { roles: by.join(", ") });
}

export const isOpen = (state: State, phase: string): boolean => state.open.has(phase) && !state.left.has(phase);
