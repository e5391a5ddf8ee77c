// osi.log.v1.LogService and ReceiptService: what is said to the other services of a mission, and to whoever holds a receipt.
import { type ServerWritableStream, status } from "@grpc/grpc-js";
import type { Call } from "./calls.ts";
import { denied, malformed, missing } from "./errors.ts";
import type { Method } from "./funding.ts";
import { type Mission, publicEvent } from "./log.ts";
import { MISSION } from "./names.ts";
import { trailOf } from "./receipts.ts";
import { tokenOf, startOf } from "./lists.ts";

const [BATCH, HEARTBEAT] = [200, 5_000]; // events; milliseconds

/** Throws unless another service or the operator asks. */
function forServices(call: Call): string[] {
  const { caller } = call;
  if (caller.kind === "nobody") throw denied("token-missing", status.UNAUTHENTICATED);
  if (caller.kind === "person") throw denied("token-not-for-this");
  return caller.organisations;
}

const headOf = (mission: Mission): object => ({
  mission: mission.name,
  chain: mission.chain,
  service: "SERVICE_FUNDING",
  position: String(mission.head.position),
  hash: mission.head.hash,
  last_public: String(mission.head.lastPublic),
});

const listHeads: Method = async (call, request, service) => {
  const organisations = forServices(call);
  const known = [...service.missions.values()].filter((one) => one.served && organisations.includes(one.organisation));
  known.sort((one, other) => (one.name < other.name ? -1 : 1));
  const start = request.page_token ? startOf(request.page_token, "heads") : 0;
  const end = start + Math.min(request.page_size || 1000, 1000);
  return {
    heads: known.slice(start, end).map(headOf),
    next_page_token: end < known.length ? tokenOf(end, "heads") : "",
  };
};

const getHead: Method = async (call, request) => {
  forServices(call);
  const { mission } = await call.about(MISSION, request.mission, "mission");
  return headOf(mission);
};

const getHeardHead: Method = async (call, request) => {
  forServices(call);
  const { mission } = await call.about(MISSION, request.mission, "mission");
  const heard = mission.heard.get(request.chain);
  return { position: String(heard?.position ?? 0), hash: heard?.hash ?? Buffer.alloc(0) };
};

const getTrail: Method = async (call, request, service) =>
  trailOf(service.store, service.missions, request.code, service.chain, call.language);

export async function readPublic(call: Call, stream: ServerWritableStream<any, any>): Promise<void> {
  forServices(call);
  const { request } = stream;
  const { mission } = await call.about(MISSION, request.mission, "mission");
  if (request.chain !== mission.chain) throw missing(request.chain, "not-found", "chain");
  if (request.follow && Number(request.upto)) throw malformed("follow-has-no-end", "upto");
  let [after, spoke] = [Number(request.after), Date.now()];
  while (!stream.cancelled && !stream.destroyed) {
    const entries = mission.store.publicEntries(mission.id, mission.chain, after, Number(request.upto), BATCH);
    if (!entries.length && !request.follow) return;
    if (entries.length || Date.now() - spoke >= HEARTBEAT) {
      after = entries.at(-1)?.position ?? after;
      await told(stream, { events: entries.map(publicEvent), last_public: String(mission.head.lastPublic) });
      spoke = Date.now();
    } else await more(mission, stream, spoke + HEARTBEAT - Date.now());
  }
}

const told = (stream: ServerWritableStream<any, any>, part: object): Promise<void> | void => {
  if (!stream.write(part)) return new Promise((resolve) => stream.once("drain", resolve).once("cancelled", resolve));
};

/** Waits until something has changed; not longer than so many milliseconds. */
function more(mission: Mission, stream: ServerWritableStream<any, any>, most: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      mission.changed.off("changed", end);
      stream.off("cancelled", end);
      resolve();
    };
    const timer = setTimeout(end, most);
    mission.changed.once("changed", end);
    stream.once("cancelled", end);
  });
}

export const LOG_METHODS: Record<string, Method> = {
  ListHeads: listHeads,
  GetHead: getHead,
  GetHeardHead: getHeardHead,
};
export const RECEIPT_METHODS: Record<string, Method> = { GetTrail: getTrail };
