// Hearing the other services: their public logs are read in order, each event once, and what is asked there is answered.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { credentials, makeGenericClientConstructor, Metadata } from "@grpc/grpc-js";
import { sha256 } from "./canonical.ts";
import type { Config, Peer } from "./config.ts";
import { serviceOf } from "./contract.ts";
import { decideDue, unfit } from "./decisions.ts";
import { moves } from "./ledger.ts";
import { Mission, type NewEvent } from "./log.ts";
import type { Recorded } from "./state.ts";
import type { Store } from "./store.ts";

const Client = makeGenericClientConstructor(serviceOf("osi.log.v1.LogService"), "LogService");
const PATIENCE = 5_000; // milliseconds that a peer has for an answer

/** An event that the bus has brought, and the service that may say there what it likes. */
export interface Brought {
  service: string;
  event: any;
}

export class Hearing {
  readonly #config: Config;
  readonly #store: Store;
  readonly #missions: Map<string, Mission>;
  readonly #clients = new Map<Peer, any>();
  carried = false; // by a bus: then others need not be asked as often

  constructor(config: Config, store: Store, missions: Map<string, Mission>) {
    [this.#config, this.#store, this.#missions] = [config, store, missions];
  }

  /** Hears for as long as the process lives; of a peer that is not there it tries again. */
  begin(): void {
    for (const mission of this.#missions.values()) react(mission);
    for (const peer of this.#config.peers.services) void this.#follow(peer);
  }

  async #follow(peer: Peer): Promise<void> {
    for (;;) {
      await this.#look(peer);
      const { peers, bus } = this.#config;
      await pause((this.carried ? bus.look_seconds : peers.head_seconds) * 1000);
    }
  }

  /** Asks a peer where its chains end, and for what is missing here. */
  async #look(peer: Peer): Promise<void> {
    const client = this.#clients.get(peer) ?? new Client(peer.address, credentials.createInsecure());
    this.#clients.set(peer, client);
    try {
      let page_token = "";
      do {
        const page = await answer(peer, client, "ListHeads", { page_token });
        for (const head of page.heads) await this.#catchUp(peer, client, head);
        page_token = page.next_page_token;
      } while (page_token);
    } catch (error) {
      if (!("code" in (error as object))) console.error(error); // not a peer's silence, but something of our own
      this.#clients.delete(peer); // a connection of its own finds out at once that the peer is back
      client.close();
    }
  }

  /** Takes in what the bus has brought, in its order; of what is missing its origin is asked. */
  async heard(brought: Brought[]): Promise<void> {
    const lacking = new Set<string>();
    const chains = Map.groupBy(brought, ({ event }) => `${event.mission} ${event.chain}`);
    for (const told of chains.values()) {
      const { service, event } = told[0];
      const mission = this.#missions.get(event.mission.replace("missions/", ""));
      const isForked = mission?.heard.get(event.chain)?.forked;
      if (mission?.state.chains.get(event.chain) === service && !isForked) {
        const events = told.filter((one) => one.service === service).map((one) => one.event);
        take(mission, event.chain, events);
        react(mission);
        const isBehind = (mission.heard.get(event.chain)?.position ?? 0) < Number(events.at(-1).position);
        if (isBehind) lacking.add(service);
      } else if ((mission && !isForked) || told.some((one) => one.event.type === "mission.chain_listed"))
        lacking.add(service);
    }
    await Promise.all(
      this.#config.peers.services.filter((one) => lacking.has(one.service)).map((one) => this.#look(one)),
    );
  }

  async #catchUp(peer: Peer, client: any, head: any): Promise<void> {
    const id = head.mission.replace("missions/", "");
    let mission = this.#missions.get(id);
    if (!mission) {
      // A mission begins where it is run; there its chain says who else serves it.
      if (peer.service !== "participation" || !head.serving_chains.includes(this.#config.chain)) return;
      this.#store.run("INSERT OR IGNORE INTO missions VALUES (?, ?)", id, peer.organisation);
      mission = new Mission(this.#store, this.#config.chain, id, peer.organisation);
      this.#missions.set(id, mission);
    }
    const heard = mission.heard.get(head.chain);
    if (mission.organisation !== peer.organisation || heard?.forked) return;
    if (Number(head.last_public) <= (heard?.position ?? 0)) return;
    const asked = { mission: head.mission, chain: head.chain, after: String(heard?.position ?? 0) };
    const events: any[] = [];
    for await (const part of client.ReadPublic(asked, shown(peer), { deadline: Date.now() + PATIENCE })) {
      events.push(...part.events);
    }
    take(mission, head.chain, events);
    react(mission);
  }
}

/** What this service shows a peer, so that it is told what is for services alone. */
function shown(peer: Peer): Metadata {
  const metadata = new Metadata();
  if (peer.token_file) metadata.set("authorization", `Bearer ${readFileSync(peer.token_file, "utf8").trim()}`);
  return metadata;
}

function answer(peer: Peer, client: any, method: string, request: object): Promise<any> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + PATIENCE;
    client[method](request, shown(peer), { deadline }, (error: unknown, told: any) =>
      error ? reject(error) : resolve(told),
    );
  });
}

/** Takes in what comes next in a chain, up to a gap: what is missing is asked for at the next look. */
function take(mission: Mission, chain: string, events: any[]): void {
  mission.transaction(() => {
    for (const told of events) {
      const { position, hash } = mission.heard.get(chain) ?? { position: 0, hash: new Uint8Array(32) };
      const [at, previous] = [Number(told.position), Number(told.previous)];
      if (at <= position) {
        if (isOther(mission, chain, at, told.hash)) return mission.fork(chain);
        continue;
      }
      if (previous > position) return;
      if (previous < position || !continues(told, chain, mission, at, previous, hash)) return mission.fork(chain);
      mission.hear({
        mission: mission.id,
        chain,
        position: at,
        own: 0,
        public: 1,
        previous,
        raw: told.envelope,
        hash: told.hash,
      });
    }
  });
}

function isOther(mission: Mission, chain: string, position: number, hash: Uint8Array): boolean {
  const sql = "SELECT hash FROM entries WHERE mission = ? AND chain = ? AND position = ?";
  const known = mission.store.one<{ hash: Uint8Array }>(sql, mission.id, chain, position);
  return known !== undefined && !Buffer.from(known.hash).equals(hash);
}

/** Whether an event says itself where it stands, and, with nothing private between, is bound to the one before. */
function continues(
  told: any,
  chain: string,
  mission: Mission,
  at: number,
  previous: number,
  before: Uint8Array,
): boolean {
  const envelope = JSON.parse(Buffer.from(told.envelope).toString());
  if (envelope.id !== `${chain}:${mission.id}:${at}` || envelope.position !== at) return false;
  return at !== previous + 1 || sha256(before, told.envelope).equals(told.hash);
}

// Answering ----------------------------------------------------------------------------------------------------------

/** Answers what was heard and waits for it; called again after a crash it finds what was left. */
export function react(mission: Mission): void {
  if (!mission.served) return;
  for (const heard of [...mission.state.pending.values()]) {
    const later = heard.time > mission.head.time ? heard.time : mission.head.time;
    const time = mission.isSimulated ? later : mission.clock();
    const { event, beside } = answerTo(mission, heard);
    mission.commit([event], { actor: "engine", time }, beside);
  }
  decideDue(mission);
}

function answerTo(mission: Mission, heard: Recorded): { event: NewEvent; beside?: () => void } {
  const { data } = heard;
  const about = { chain: heard.chain, position: heard.position, service: "funding" };
  const stream = `hearing/${heard.chain}`;
  if (heard.type === "mission.closing_asked") {
    const unmet = hanging(mission, data.phase);
    return { event: { type: "hearing.closing_answered", stream, data: { ...about, phase: data.phase, unmet } } };
  }
  if (heard.type === "mission.participant_erased") {
    const beside = (): void =>
      mission.store.run("DELETE FROM texts WHERE mission = ? AND person = ?", mission.id, data.participant);
    return {
      event: { type: "hearing.erasure_answered", stream: `participants/${data.participant}`, data: about },
      beside,
    };
  }
  if (heard.type === "support.offered") return { event: stipends(mission, data) };
  const unmet = unfit(heard.type === "mission.playbook_asked" ? data.playbook : mission.state.playbook);
  return { event: { type: "hearing.playbook_answered", stream, data: { ...about, unmet } } };
}

/** What speaks against closing a phase: a round that has neither a result nor an end. */
function hanging(mission: Mission, phase: string): string[] {
  const open = [...mission.state.rounds.values()].some(({ status }) => status === "open" || status === "closed");
  return phase === "support" && open ? ["round-hangs"] : [];
}

/** The money of an offer of stipends is set aside, or declined: here alone it is known what a fund has left. */
function stipends(mission: Mission, { fund, offer, budget }: any): NewEvent {
  const free = mission.state.funds.get(fund)?.ledger.holds("fund");
  const stream = free ? `funds/${fund}` : `stipends/${offer}`; // of a fund that nobody opened there is no stream
  if (!free || free.currency !== budget.currency || budget.minor > free.minor) {
    return { type: "funding.stipends_declined", stream, data: { fund, offer, budget } };
  }
  const postings = moves("fund", "reserved", budget) as any;
  return { type: "funding.stipends_set_aside", stream, data: { fund, postings, offer, budget } };
}
