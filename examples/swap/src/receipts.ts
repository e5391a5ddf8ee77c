// Receipts: a code that only the contributor holds, and the way of the contribution for whoever shows it.
import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { hex, mac, sha256 } from "./canonical.ts";
import { struct } from "./contract.ts";
import { malformed, Refusal, unmet } from "./errors.ts";
import { type Mission, textOf } from "./log.ts";
import { written } from "./money.ts";
import type { Recorded } from "./state.ts";
import type { Entry, Store } from "./store.ts";
import { toTimestamp } from "./times.ts";
import { say, type Values } from "./words.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base 32
const [PREFIX, SECRET] = [4, 26];

/** What the codes of a chain begin with: 20 bits of the SHA-256 of its name. */
export function prefixOf(chain: string): string {
  const number = sha256(chain).readUIntBE(0, 3) >> 4;
  return [15, 10, 5, 0].map((shift) => ALPHABET[(number >> shift) & 31]).join("");
}

/** The code of the contribution at a position: a MAC of it, so that it is the same again and stands in no store. */
function codeOf(mission: Mission, position: number): string {
  let number = BigInt(
    `0x${mac(
      mission.key("receipts", () => randomBytes(32)),
      String(position),
    )
      .toString("hex")
      .slice(0, 32)}`,
  );
  let secret = "";
  for (let place = 0; place < SECRET; place++, number >>= 5n) secret = ALPHABET[Number(number & 31n)] + secret;
  return `${prefixOf(mission.chain)}-${secret.match(/.{1,5}/g)!.join("-")}`;
}

const plainOf = (code: string): string =>
  code.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replaceAll("O", "0");

const digestOf = (plain: string): string => hex(plain.slice(-SECRET));

/** Makes a receipt findable; to be called in the transaction of its contribution. */
export function keepReceipt(mission: Mission, position: number): void {
  const digest = digestOf(plainOf(codeOf(mission, position)));
  mission.store.run("INSERT OR IGNORE INTO receipts VALUES (?, ?, ?)", digest, mission.id, position);
}

const placeOf = (store: Store, mission: Mission, position: number): string => {
  const sql = "SELECT hash FROM entries WHERE mission = ? AND chain = ? AND position = ?";
  const { hash } = store.one<Pick<Entry, "hash">>(sql, mission.id, mission.chain, position)!;
  return `${position}:${Buffer.from(hash).toString("hex")}`;
};

export const receiptOf = (mission: Mission, position: number): object => ({
  code: codeOf(mission, position),
  place: placeOf(mission.store, mission, position),
  event: `${mission.chain}:${mission.id}:${position}`,
});

/** The way of the contribution that a code stands for. */
export function trailOf(
  store: Store,
  missions: Map<string, Mission>,
  code: string,
  chain: string,
  language: string,
): object {
  const plain = plainOf(code);
  const isCode =
    (plain.length === SECRET || plain.length === PREFIX + SECRET) && [...plain].every((one) => ALPHABET.includes(one));
  if (!isCode) throw malformed("receipt-malformed", "code");
  const prefix = plain.slice(0, -SECRET);
  const found = store.one<{ mission: string; position: number }>(
    "SELECT * FROM receipts WHERE digest = ?",
    digestOf(plain),
  );
  if (found && (prefix === "" || prefix === prefixOf(chain)))
    return told(missions.get(found.mission)!, found.position, language);
  const issuers = [...missions.values()].flatMap((mission) => [
    ...mission.heard.keys(),
    ...mission.state.chains.keys(),
  ]);
  const issuer = issuers.find((one) => one !== chain && prefixOf(one) === prefix);
  if (!issuer) throw new Refusal([unmet("receipt-unknown", undefined)], status.NOT_FOUND, true);
  const service = issuer.replace(/-\d+$/, "");
  throw new Refusal([unmet("receipt-elsewhere", undefined, { chain: issuer, service })], status.NOT_FOUND, true);
}

const OF_ROUND = ["funding.round_closed", "funding.round_cancelled", "funding.round_decided"];
const ENDS = [
  "funding.declined",
  "funding.lapsed",
  "funding.round_cancelled",
  "funding.returned",
  "funding.written_off",
];

function told(mission: Mission, position: number, language: string): object {
  const contribution = mission.events.find((one) => one.position === position)!;
  const { application, round } = contribution.data;
  const isBallot = contribution.type === "funding.ballots_cast";
  const behind = mission.events.filter((one) => one.position > position && one.data.round === round);
  const own = behind.filter(
    ({ type, data }) => OF_ROUND.includes(type) || (!isBallot && data.application === application),
  );
  const steps = [contribution, ...own];
  const origin = `DATA_ORIGIN_${mission.state.origin.toUpperCase()}`;
  const stepOf = (one: Recorded, code: string): object => {
    const values: Values = one.data.amount ? { amount: written(one.data.amount) } : {};
    const resource = one === contribution && isBallot ? mission.at(`grant-rounds/${round}`) : one.stream;
    const sentence = say(code, values, language);
    return { time: toTimestamp(one.time), resource, code, values: struct(values), sentence, origin };
  };
  const last = steps.at(-1)!;
  const words = isBallot ? undefined : textOf(mission, contribution.data.purpose);
  const awarded = steps.some(({ type }) => type === "funding.awarded");
  return {
    mission: mission.name,
    resource: isBallot ? mission.at(`grant-rounds/${round}`) : contribution.stream,
    place: placeOf(mission.store, mission, position),
    ...(words === undefined ? {} : { words }),
    steps: steps.map((one) => stepOf(one, `step.${one.type}`)),
    reached: awarded ? "support" : isBallot ? "contribution" : "programme",
    end: stepOf(last, ENDS.includes(last.type) ? "ended" : "going-on"),
    origin,
  };
}
