// The bus: what services say in public, over NATS JetStream. It may lose, double and delay: the log is the truth, and what is
// missing is asked of its origin (hearing.ts). A connection that is lost ends all that stands on it, and all is begun anew.
import { on } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { AckPolicy, jetstream, type JetStreamManager, type JsMsg, jetstreamManager } from "@nats-io/jetstream";
import { connect, headers, type NatsConnection } from "@nats-io/transport-node";
import { hex } from "./canonical.ts";
import type { Config } from "./config.ts";
import { decode, encode, typeOf } from "./contract.ts";
import type { Brought, Hearing } from "./hearing.ts";
import { type Mission, publicEvent } from "./log.ts";
import type { Entry, Store } from "./store.ts";

const STREAM = "OSI";
const SUBJECTS = "osi.v1";
const SCHEMA = "osi.log.v1.PublicEvent";
const EVENT = typeOf(SCHEMA);
const WINDOW = 256; // messages that are on their way at once
const AGAIN = 500; // milliseconds before a lost connection is tried again
const REMEMBERED = 120e9; // nanoseconds for which the stream knows a message that comes twice

export class Bus {
  readonly #config: Config;
  readonly #store: Store;
  readonly #missions: Map<string, Mission>;
  readonly #hearing: Hearing;

  constructor(config: Config, store: Store, missions: Map<string, Mission>, hearing: Hearing) {
    [this.#config, this.#store, this.#missions, this.#hearing] = [config, store, missions, hearing];
  }

  /** Says and hears for as long as the process lives; while there is no bus, others are asked. */
  async begin(): Promise<void> {
    let wrong = "";
    for (;;) {
      await this.#once().catch((error: Error) => {
        if (error.message !== wrong) console.error(`the bus: ${(wrong = error.message)}`);
      });
      this.#hearing.carried = false;
      await pause(AGAIN);
    }
  }

  async #once(): Promise<void> {
    const { chain, bus } = this.#config;
    const shown = bus.user ? { user: bus.user, pass: readFileSync(bus.password_file!, "utf8").trim() } : {};
    const where = { servers: bus.servers, name: chain, inboxPrefix: `_INBOX.${chain}`, reconnect: false };
    const connection = await connect({ ...where, ...shown });
    const ended = new AbortController();
    try {
      const manager = await jetstreamManager(connection, { checkAPI: false });
      await makeStream(manager);
      const works = [this.#relay(connection, manager, ended.signal), this.#consume(connection, manager)];
      this.#hearing.carried = true;
      await Promise.race([connection.closed(), ...works]);
    } finally {
      ended.abort();
      await connection.close();
    }
    throw new Error("the connection is lost");
  }

  // Saying -----------------------------------------------------------------------------------------------------------

  /** Brings to the stream what it has not got of the own log, and what is said from then on. */
  async #relay(connection: NatsConnection, manager: JetStreamManager, signal: AbortSignal): Promise<void> {
    const ends = new Map<Mission, number>();
    const changes = on(this.#store.changes, "changed", { signal });
    for (const mission of this.#missions.values()) await this.#bring(connection, manager, ends, mission);
    for await (const [mission] of changes) await this.#bring(connection, manager, ends, mission);
  }

  async #bring(
    connection: NatsConnection,
    manager: JetStreamManager,
    ends: Map<Mission, number>,
    mission: Mission,
  ): Promise<void> {
    let end = ends.get(mission) ?? (await endOf(manager, mission));
    for (;;) {
      const entries = this.#store.publicEntries(mission.id, mission.chain, end, 0, WINDOW);
      if (!entries.length) break;
      const stream = jetstream(connection);
      await Promise.all(
        entries.map((entry) => {
          const { subject, data, said } = written(entry);
          return stream.publish(subject, data, { headers: said });
        }),
      );
      end = entries.at(-1)!.position;
    }
    ends.set(mission, end);
  }

  // Hearing ----------------------------------------------------------------------------------------------------------

  async #consume(connection: NatsConnection, manager: JetStreamManager): Promise<void> {
    const filter_subjects = ["participation", "matching"].map((service) => `${SUBJECTS}.${service}.>`);
    const durable_name = this.#config.chain; // by which the stream remembers how far this service is
    const known = await manager.consumers.add(STREAM, { durable_name, filter_subjects, ack_policy: AckPolicy.All });
    const consumer = jetstream(connection).consumers.getConsumerFromInfo(known);
    const messages = await consumer.consume({ max_messages: WINDOW, abort_on_missing_resource: true });
    let some: JsMsg[] = [];
    for await (const message of messages) {
      some.push(message);
      if (messages.getPending() && some.length < WINDOW) continue; // what has come already is taken in at once
      await this.#hearing.heard(some.map(read).filter((one) => one !== undefined));
      message.ack(); // it stands for those before it
      some = [];
    }
  }
}

async function makeStream(manager: JetStreamManager): Promise<void> {
  const config = { name: STREAM, subjects: [`${SUBJECTS}.>`], duplicate_window: REMEMBERED };
  await manager.streams.info(STREAM).catch(() => manager.streams.add(config));
}

/** How far the stream has what this log says of a mission. */
async function endOf(manager: JetStreamManager, mission: Mission): Promise<number> {
  const last = await manager.streams.getMessage(STREAM, { last_by_subj: `${SUBJECTS}.funding.${mission.id}.>` });
  return last?.header.get("ce-chain") === mission.chain ? Number(last.header.get("ce-position")) : 0;
}

/** An entry as a message: a CloudEvent in binary mode. All that stands in its headers is plain, and needs no escaping. */
function written(entry: Entry): { subject: string; data: Buffer; said: ReturnType<typeof headers> } {
  const event: any = publicEvent(entry);
  const { time } = JSON.parse(Buffer.from(entry.raw).toString());
  const data = encode(EVENT, event);
  const said = headers();
  for (const [name, value] of Object.entries({
    "Nats-Msg-Id": event.id, // the stream takes it once
    "content-type": "application/protobuf",
    "ce-specversion": "1.0",
    "ce-id": event.id,
    "ce-source": `//osi/${event.mission}/chains/${entry.chain}`,
    "ce-type": `osi.v1.${event.type}`,
    "ce-subject": event.stream,
    "ce-time": time,
    "ce-dataschema": SCHEMA,
    "ce-chain": entry.chain,
    "ce-position": event.position,
    "ce-previous": event.previous,
    "ce-digest": hex(data),
    "ce-hash": Buffer.from(entry.hash).toString("hex"),
  })) {
    said.set(name, value);
  }
  const parts = event.stream.split("/");
  const kind = parts.at(parts.length % 2 ? -1 : -2); // the kind of resource; its id would make too many subjects
  const subject = [SUBJECTS, "funding", entry.mission, kind, event.type.split(".")[1]].join(".");
  return { subject, data, said };
}

/** A message, with the service whose subject it came under; nothing of what is no event of ours, or not whole. */
function read({ subject, headers: said, data }: JsMsg): Brought | undefined {
  if (said?.get("ce-dataschema") !== SCHEMA || said.get("ce-digest") !== hex(data)) return undefined;
  const [, , service, mission] = subject.split(".");
  const event = decode(EVENT, data);
  return event.mission === `missions/${mission}` ? { service, event } : undefined;
}
