// Refusals: google.rpc.Status with details for programs, forms and people.
import { Metadata, type StatusObject, status as codes } from "@grpc/grpc-js";
import { encode, packed, typeOf } from "./contract.ts";
import { type Values, say } from "./words.ts";

/** Something that is not as it has to be. `field` is the path in the request. */
export interface Fault {
  code: string;
  field?: string;
  values: Values;
}

export const unmet = (code: string, field: string | undefined, values: Values = {}): Fault => ({ code, field, values });

/** A call is answered with no. */
export class Refusal extends Error {
  readonly faults: Fault[];
  readonly status: codes;
  readonly malformed: boolean;

  constructor(faults: Fault[], status: codes = statusOf(faults), malformed = status === codes.INVALID_ARGUMENT) {
    super(faults.map((fault) => fault.code).join(", "));
    this.faults = faults;
    this.status = status;
    this.malformed = malformed;
  }
}

export const malformed = (code: string, field: string, values: Values = {}): Refusal =>
  new Refusal([unmet(code, field, values)], codes.INVALID_ARGUMENT);

export const missing = (name: string, code = "not-found", field?: string): Refusal =>
  new Refusal([unmet(code, field, { name })], codes.NOT_FOUND);

export const denied = (code: string, status = codes.PERMISSION_DENIED): Refusal =>
  new Refusal([unmet(code, undefined)], status, true);

const STATUS: Record<string, codes> = {
  "not-found": codes.NOT_FOUND,
  "mission-unknown": codes.NOT_FOUND,
  "institution-unknown": codes.NOT_FOUND,
  "grant-unknown": codes.NOT_FOUND,
  "item-unknown": codes.NOT_FOUND,
  "role-missing": codes.PERMISSION_DENIED,
  "actor-erased": codes.PERMISSION_DENIED,
  "not-eligible": codes.PERMISSION_DENIED,
  "not-in-team": codes.PERMISSION_DENIED,
  "not-in-speakers": codes.PERMISSION_DENIED,
  "grant-ballot-kind": codes.INVALID_ARGUMENT,
  "already-exists": codes.ALREADY_EXISTS,
  "command-id-reused": codes.ALREADY_EXISTS,
  "version-moved": codes.ABORTED,
};
const FIRST = [
  codes.NOT_FOUND,
  codes.PERMISSION_DENIED,
  codes.INVALID_ARGUMENT,
  codes.ALREADY_EXISTS,
  codes.FAILED_PRECONDITION,
  codes.ABORTED,
];

const statusOfOne = (code: string): codes => STATUS[code] ?? codes.FAILED_PRECONDITION;

/** Of all that is unmet, what waiting helps against least. */
function statusOf(faults: Fault[]): codes {
  return FIRST.find((status) => faults.some((fault) => statusOfOne(fault.code) === status))!;
}

/** The status with its details, as it stands in the answer's trailers. */
export function statusMessage(refusal: Refusal, language: string): any {
  const { faults } = refusal;
  const first = faults.find((fault) => refusal.malformed || statusOfOne(fault.code) === refusal.status) ?? faults[0];
  const sentences = (of: string): string => faults.map((fault) => say(fault.code, fault.values, of)).join(" ");
  const details = [
    packed("google.rpc.ErrorInfo", { reason: first.code, domain: "swap.osi", metadata: plain(first.values) }),
  ];
  const inRequest = faults.filter((fault) => fault.field);
  if (inRequest.length) {
    const violations = inRequest.map((fault) => ({
      field: fault.field,
      reason: fault.code,
      description: say(fault.code, fault.values, "en"),
    }));
    details.push(packed("google.rpc.BadRequest", { field_violations: violations }));
  }
  if (!refusal.malformed) {
    const violations = faults.map((fault) => ({
      type: fault.code,
      subject: fault.field ?? "",
      description: say(fault.code, fault.values, "en"),
    }));
    details.push(packed("google.rpc.PreconditionFailure", { violations }));
  }
  details.push(packed("google.rpc.LocalizedMessage", { locale: language, message: sentences(language) }));
  return { code: refusal.status, message: sentences("en"), details };
}

const plain = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** How any error is answered; what nobody foresaw tells nothing of the inside. */
export function answered(error: unknown, language: string): Partial<StatusObject> {
  const refusal = error instanceof Refusal ? error : new Refusal([unmet("internal", undefined)], codes.INTERNAL, true);
  if (!(error instanceof Refusal)) console.error(error);
  const told = statusMessage(refusal, language);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", encode(typeOf("google.rpc.Status"), told));
  return { code: refusal.status, details: told.message, metadata };
}
