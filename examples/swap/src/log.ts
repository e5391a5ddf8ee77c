// The log of a mission: a chain of its own, whose entries are bound by hashes, and what was heard of the other chains.
import { EventEmitter } from "node:events";
import { canonical, hex, type Json, sha256 } from "./canonical.ts";
import { payloadOf } from "./contract.ts";
import { type Recorded, State } from "./state.ts";
import type { Entry, Store } from "./store.ts";
import { now } from "./times.ts";

/** An event that is to be appended. Streams are resources of the mission: `funds/f`. */
export interface NewEvent {
  type: string;
  stream: string;
  data: Json;
  refs?: string[];
  actor?: string; // another than whoever gives the command
  isPrivate?: boolean;
}

export interface Heard {
  position: number;
  hash: Uint8Array;
  forked: boolean; // it has told two stories, and is heard no more
}

/** Schema numbers of events whose form has changed since its first version; all others are at 1. */
const SCHEMAS: Record<string, number> = { "funding.round_closed": 2, "funding.awarded": 2 };

export class Mission {
  readonly id: string;
  readonly organisation: string;
  readonly chain: string;
  readonly store: Store;
  state!: State;
  head!: { position: number; hash: Uint8Array; lastPublic: number; time: string };
  heard!: Map<string, Heard>;
  versions!: Map<string, number>;
  events!: Recorded[]; // of the own chain
  readonly changed = new EventEmitter().setMaxListeners(0);

  constructor(store: Store, chain: string, id: string, organisation: string) {
    [this.store, this.chain, this.id, this.organisation] = [store, chain, id, organisation];
    this.#load();
  }

  /** Folds all that stands in the store. */
  #load(): void {
    const { store, chain, id } = this;
    this.state = new State(chain);
    this.head = { position: 0, hash: new Uint8Array(32), lastPublic: 0, time: "" };
    [this.heard, this.versions, this.events] = [new Map(), new Map(), []];
    for (const entry of store.all<Entry>("SELECT * FROM entries WHERE mission = ? ORDER BY sequence", id))
      this.#fold(entry);
    for (const { chain: forked } of store.all<{ chain: string }>("SELECT chain FROM forks WHERE mission = ?", id)) {
      this.#known(forked).forked = true;
    }
  }

  get name(): string {
    return `missions/${this.id}`;
  }

  /** Whether the mission has begun, and lists this service's chain. */
  get served(): boolean {
    return this.state.chains.has(this.chain);
  }

  get isSimulated(): boolean {
    return this.state.origin === "simulated";
  }

  at(resource: string): string {
    return `${this.name}/${resource}`;
  }

  version(resource: string): number {
    return this.versions.get(this.at(resource)) ?? 0;
  }

  /** Now, or never before what stands in the log already. */
  clock(): string {
    const time = now();
    return time > this.head.time ? time : this.head.time;
  }

  positions(): Record<string, number> {
    const heard = [...this.heard].map(([chain, { position }]) => [chain, position]);
    return { ...Object.fromEntries(heard), [this.chain]: this.head.position };
  }

  /** Writes and folds, or neither: memory that has moved on is made anew where the store has not. */
  transaction(work: () => void): void {
    try {
      this.store.transaction(work);
    } catch (error) {
      this.#load();
      throw error;
    }
    this.changed.emit("changed");
    this.store.changes.emit("changed", this);
  }

  /** Appends events in one transaction, together with what `beside` writes once they are folded. */
  commit(
    events: NewEvent[],
    by: { actor: string; time: string; command?: string },
    beside: (first: number) => void = () => {},
  ): void {
    const entries: Entry[] = [];
    const head = { ...this.head };
    const versions = new Map<string, number>();
    for (const event of events) {
      const stream = event.stream ? this.at(event.stream) : this.name;
      const version = (versions.get(stream) ?? this.versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      const position = head.position + 1;
      const envelope = {
        actor: event.actor ?? by.actor,
        command_id: by.command ?? "",
        data: event.data,
        facts_at: { ...this.positions(), [this.chain]: head.position },
        id: `${this.chain}:${this.id}:${position}`,
        mission: this.id,
        origin: this.state.origin,
        position,
        refs: (event.refs ?? []).map((ref) => this.at(ref)),
        schema: SCHEMAS[event.type] ?? 1,
        stream,
        time: by.time,
        type: event.type,
        version,
      };
      const raw = Buffer.from(canonical(envelope));
      const hash = sha256(head.hash, raw);
      const visible = event.isPrivate ? 0 : 1;
      entries.push({
        mission: this.id,
        chain: this.chain,
        position,
        own: 1,
        public: visible,
        previous: head.lastPublic,
        raw,
        hash,
      });
      Object.assign(head, { position, hash, lastPublic: visible ? position : head.lastPublic });
    }
    const first = this.head.position + 1;
    this.transaction(() => {
      for (const entry of entries) {
        this.store.append(entry);
        this.#fold(entry);
      }
      beside(first);
    });
  }

  /** Takes in an event of another chain, in its order. */
  hear(entry: Entry): Recorded {
    this.store.append(entry);
    return this.#fold(entry);
  }

  fork(chain: string): void {
    this.store.run("INSERT OR IGNORE INTO forks VALUES (?, ?)", this.id, chain);
    this.#known(chain).forked = true;
    console.error(`${this.name}: ${chain} has told two stories, and is heard no more`);
  }

  /** A key of the mission that lies apart from the log; made where there is none. */
  key(name: string, make: () => Uint8Array): Uint8Array {
    const known = this.store.key(this.id, name);
    if (known) return known;
    const made = make();
    this.store.run("INSERT INTO keys VALUES (?, ?, ?)", this.id, name, made);
    return made;
  }

  #known(chain: string): Heard {
    let found = this.heard.get(chain);
    if (!found) this.heard.set(chain, (found = { position: 0, hash: new Uint8Array(32), forked: false }));
    return found;
  }

  #fold(entry: Entry): Recorded {
    const envelope = JSON.parse(Buffer.from(entry.raw).toString());
    const event: Recorded = { ...envelope, chain: entry.chain };
    if (entry.own) {
      Object.assign(this.head, { position: entry.position, hash: entry.hash, time: event.time });
      if (entry.public) this.head.lastPublic = entry.position;
      this.versions.set(event.stream, event.version);
      this.events.push(event);
    } else {
      Object.assign(this.#known(entry.chain), { position: entry.position, hash: entry.hash });
    }
    if (entry.own || !event.type.startsWith("funding.")) this.state.fold(event); // money moves in the own chain alone
    return event;
  }
}

/** An entry as osi.log.v1 tells it. */
export function publicEvent(entry: Entry): object {
  const envelope = JSON.parse(Buffer.from(entry.raw).toString());
  return {
    id: envelope.id,
    mission: `missions/${entry.mission}`,
    chain: entry.chain,
    position: String(entry.position),
    previous: String(entry.previous),
    stream: envelope.stream,
    version: String(envelope.version),
    type: envelope.type,
    envelope: entry.raw,
    hash: entry.hash,
    payload: payloadOf(envelope.type, envelope.data, entry.mission),
  };
}

/** A text that people wrote: its seal stands in the log, the text lies apart and can be erased. */
export function sealed(
  mission: Mission,
  person: string,
  text: string,
  salt: Uint8Array,
): { seal: string; keep: () => void } {
  const seal = hex(salt, text);
  const keep = (): void =>
    mission.store.run("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", mission.id, seal, person, salt, text);
  return { seal, keep };
}

export const textOf = (mission: Mission, seal: string): string | undefined =>
  mission.store.one<{ text: string }>("SELECT text FROM texts WHERE mission = ? AND seal = ?", mission.id, seal)?.text;
