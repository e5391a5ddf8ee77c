// google.longrunning.Operations: views of the closes in the log. An operation is named after what is decided.
import { status } from "@grpc/grpc-js";
import type { Call } from "./calls.ts";
import { packed } from "./contract.ts";
import { decideDue } from "./decisions.ts";
import { denied, missing, Refusal, statusMessage, unmet } from "./errors.ts";
import type { Method } from "./funding.ts";
import { MISSION, OPERATION } from "./names.ts";
import { isStaff } from "./rules.ts";
import type { Round } from "./state.ts";
import { type Look, roundMessage } from "./views.ts";

const PREFIX = "grant-round-";

export function operationMessage(round: Round, look: Look): object {
  const { mission, language } = look;
  const isDone = round.status === "decided";
  const isStopped = round.status === "cancelled";
  const name = mission.at(`grant-rounds/${round.id}`);
  const stage = isDone ? "DECIDED" : isStopped ? "STOPPED" : "DUE";
  const progress = { name, stage: `DECISION_STAGE_${stage}`, fraction: isDone ? 1 : 0 };
  return {
    name: mission.at(`operations/${PREFIX}${round.id}`),
    metadata: packed("osi.type.v1.DecisionProgress", progress),
    done: isDone || isStopped,
    ...(isDone ? { response: packed("osi.funding.v1.GrantRound", roundMessage(round, look)) } : {}),
    ...(isStopped ? { error: stopped(language) } : {}),
  };
}

const stopped = (language: string): object =>
  statusMessage(new Refusal([unmet("decision-cancelled", undefined)], status.CANCELLED, true), language);

async function asked(call: Call, name: string): Promise<{ round: Round; look: Look }> {
  const { mission, ids } = await call.about(OPERATION, name, "name");
  const round = ids.operation.startsWith(PREFIX)
    ? mission.state.rounds.get(ids.operation.slice(PREFIX.length))
    : undefined;
  if (!round?.closed) throw missing(name);
  return { round, look: { mission, caller: call.caller, language: call.language } };
}

const get: Method = async (call, request) => {
  const { round, look } = await asked(call, request.name);
  return operationMessage(round, look);
};

const list: Method = async (call, request) => {
  const { mission } = await call.about(MISSION, request.name, "name");
  const look = { mission, caller: call.caller, language: call.language };
  const closed = [...mission.state.rounds.values()].filter((round) => round.closed);
  return { operations: closed.map((round) => operationMessage(round, look)) };
};

/** A computation takes no time worth waiting for; what is due waits for a phase to be opened. */
const wait: Method = async (call, request) => {
  const { look } = await asked(call, request.name);
  decideDue(look.mission);
  return get(call, request, call.service);
};

const cancel: Method = async (call, request) => {
  const { round, look } = await asked(call, request.name);
  call.changes();
  if (!isStaff(call.context(look.mission).actor)) throw denied("role-missing");
  if (round.status !== "closed") throw new Refusal([unmet("round-ended", "name")]);
  return {};
};

export const METHODS: Record<string, Method> = {
  GetOperation: get,
  ListOperations: list,
  WaitOperation: wait,
  CancelOperation: cancel,
};
