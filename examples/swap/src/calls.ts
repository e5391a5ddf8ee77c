// What is the same in every call: who asks, in which mission, at what time, and whether it was asked before.
import { randomBytes } from "node:crypto";
import type { Metadata } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import type protobuf from "protobufjs";
import { canonical, hex, mac } from "./canonical.ts";
import { decode, encode, requestOf } from "./contract.ts";
import { denied, malformed, missing, Refusal, unmet } from "./errors.ts";
import type { Mission } from "./log.ts";
import { idsIn } from "./names.ts";
import { keepReceipt, receiptOf } from "./receipts.ts";
import { actorOf, admit, type Command, type Context } from "./rules.ts";
import type { Answer, Store } from "./store.ts";
import { readTime } from "./times.ts";
import type { Caller, Tokens } from "./tokens.ts";
import { faultsOf } from "./validate.ts";
import { languageOf } from "./words.ts";

const PATIENCE = 2_000; // milliseconds that an answer waits for what the caller has seen elsewhere

export class Service {
  readonly store: Store;
  readonly missions: Map<string, Mission>;
  readonly tokens: Tokens;
  readonly chain: string;

  constructor(store: Store, missions: Map<string, Mission>, tokens: Tokens, chain: string) {
    [this.store, this.missions, this.tokens, this.chain] = [store, missions, tokens, chain];
  }
}

/** One call: what came beside its request. */
export class Call {
  readonly service: Service;
  readonly metadata: Metadata;
  readonly language: "de" | "en";
  mission?: Mission; // once it is found
  caller: Caller = { kind: "nobody" };

  constructor(service: Service, metadata: Metadata) {
    this.service = service;
    this.metadata = metadata;
    this.language = languageOf(this.said("accept-language") ?? "");
  }

  said(name: string): string | undefined {
    const lines = this.metadata.get(name);
    return lines.length ? String(lines[0]) : undefined;
  }

  async begin(): Promise<void> {
    this.caller = await this.service.tokens.caller(this.metadata);
  }

  /** The mission of a request, by the name that it is about; with the other ids of that name. */
  async about(
    pattern: string,
    name: string,
    field: string,
  ): Promise<{ mission: Mission; ids: Record<string, string> }> {
    const ids = idsIn(pattern, name);
    if (!ids) throw malformed("name-malformed", field, { pattern });
    const mission = this.found(ids.mission);
    await this.#waited(mission);
    return { mission, ids };
  }

  /** A mission that is served here, and that the caller may know of. */
  found(id: string): Mission {
    const mission = this.service.missions.get(id);
    if (!mission?.served || !mayKnow(this.caller, mission)) throw missing(`missions/${id}`, "mission-unknown");
    this.mission = mission;
    return mission;
  }

  /** Waits until all that the caller has seen is known here. */
  async #waited(mission: Mission): Promise<void> {
    const after = this.said("osi-after");
    if (after === undefined) return;
    const wanted = after.split(",").map((one) => /^\s*([a-z0-9/-]{1,80})=(\d{1,15})\s*$/.exec(one));
    if (wanted.some((one) => !one)) throw malformed("positions-malformed", "osi-after");
    const lacking = (): string[] =>
      wanted.filter((one) => (mission.positions()[one![1]] ?? 0) < Number(one![2])).map((one) => one![1]);
    if (lacking().includes(mission.chain)) {
      throw new Refusal([unmet("position-beyond", "osi-after")], status.FAILED_PRECONDITION, true);
    }
    const end = Date.now() + PATIENCE;
    while (lacking().length) {
      if (Date.now() > end)
        throw new Refusal([unmet("behind", "osi-after", { chain: lacking()[0] })], status.UNAVAILABLE, true);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, 100);
        function done(): void {
          clearTimeout(timer);
          mission.changed.off("changed", done);
          resolve();
        }
        mission.changed.once("changed", done);
      });
    }
  }

  /** Throws unless somebody asks who may change something at all. */
  changes(): void {
    if (this.caller.kind === "nobody") throw denied("token-missing", status.UNAUTHENTICATED);
    if (this.caller.kind === "service") throw denied("token-not-for-this");
  }

  context(mission: Mission, caller = this.caller): Context {
    const time = this.#time(mission);
    return { mission, state: mission.state, actor: actorOf(caller, mission.state, time), time };
  }

  /** The time of the call: the clock's, but of a simulated mission what the call says. */
  #time(mission: Mission): string {
    const told = this.said("osi-time");
    if (!mission.isSimulated) {
      if (told !== undefined) throw malformed("time-not-yours", "osi-time");
      return mission.clock();
    }
    if (told === undefined) throw new Refusal([unmet("time-not-given", "osi-time")], status.FAILED_PRECONDITION, true);
    const time = readTime(told);
    if (!time) throw malformed("time-malformed", "osi-time");
    return time;
  }

  get position(): string {
    if (!this.mission) return "";
    return Object.entries(this.mission.positions())
      .map(([chain, at]) => `${chain}=${at}`)
      .sort()
      .join(",");
  }
}

function mayKnow(caller: Caller, mission: Mission): boolean {
  if (caller.kind === "nobody") return true;
  if (caller.kind === "person") return caller.mission === mission.id && caller.organisation === mission.organisation;
  return caller.organisations.includes(mission.organisation);
}

export const checked = (service: string, method: string, request: any): void => {
  const faults = faultsOf(requestOf(service, method), request);
  if (faults.length) throw new Refusal(faults, status.INVALID_ARGUMENT);
};

/** What makes a request safe to send again. */
export interface Request {
  id: string; // empty: nothing does
  body: object;
  method: string;
}

const find = "SELECT digest, reply, receipt FROM answers WHERE mission = ? AND caller = ? AND request = ?";

/**
 * Carries out a command, or gives the answer that the same request got before. The receipt is no part of the answer that is
 * kept: its code stands in no store, and is made again.
 */
export function carriedOut(
  context: Context,
  who: string,
  request: Request,
  type: protobuf.Type,
  made: () => { command: Command; reply: () => object },
): any {
  const { mission, actor, time } = context;
  const digest = hex(canonical(JSON.parse(JSON.stringify([request.method, request.body]))));
  const known = request.id ? mission.store.one<Answer>(find, mission.id, who, request.id) : undefined;
  if (known) {
    if (known.digest !== digest) throw new Refusal([unmet("command-id-reused", "request_id")]);
    return withReceipt(mission, decode(type, known.reply), known.receipt);
  }
  const { command, reply } = made();
  admit(command, context);
  const key = mission.key("requests", () => randomBytes(32));
  const id = request.id ? mac(key, `${who}\n${request.id}`).toString("hex") : "";
  let [told, receipt] = [{}, 0];
  mission.commit(command.decide(), { actor: command.actor ?? actor.id, time, command: id }, (first) => {
    command.beside?.(first);
    told = reply();
    receipt = command.contributes ? first : 0;
    if (receipt) keepReceipt(mission, receipt);
    const row = [mission.id, who, request.id, digest, encode(type, told), receipt] as const;
    if (request.id) mission.store.run("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)", ...row);
  });
  return withReceipt(mission, told, receipt);
}

const withReceipt = (mission: Mission, told: object, receipt: number): object =>
  receipt ? { ...told, receipt: receiptOf(mission, receipt) } : told;
