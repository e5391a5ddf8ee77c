// The contract, as it stands in the protos: services, messages, and which message shows which event of the log.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ServiceDefinition } from "@grpc/grpc-js";
import protobuf from "protobufjs";
import descriptors from "protobufjs/ext/descriptor/index.js";
import type { Json } from "./canonical.ts";
import { type Money, writeMoney } from "./money.ts";
import { readTime, toTimestamp } from "./times.ts";

const folderOf = (name: string): string => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const GOOGLE = folderOf("google-proto-files");
const PROTOS = process.env.OSI_PROTOS ?? join(import.meta.dirname, "../../../protos");
const FILES = [
  "osi/funding/v1/funding_service.proto",
  "osi/funding/v1/events.proto",
  "osi/log/v1/log_service.proto",
  "osi/log/v1/answers.proto",
  "osi/log/v1/receipt_service.proto",
  "osi/log/v1/hearing_service.proto",
  "osi/reads/v1/read_service.proto",
  "google/longrunning/operations.proto",
  "google/rpc/error_details.proto",
  join(folderOf("grpc-health-check"), "proto/health/v1/health.proto"),
];

function load(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_, file) =>
    [PROTOS, join(PROTOS, "third_party"), GOOGLE].map((folder) => join(folder, file)).find(existsSync) ?? file;
  root.loadSync(FILES, { keepCase: true }).resolveAll();
  return root;
}

const root = load();
const PLAIN = { longs: String, enums: String, defaults: true, arrays: true, objects: true };

export const typeOf = (name: string): protobuf.Type => root.lookupType(name);

/** A message as plain values: names as in the proto, enums by name, 64-bit integers as texts, absent messages null. */
export const decode = (type: protobuf.Type, bytes: Uint8Array): any => type.toObject(type.decode(bytes), PLAIN);

export const encode = (type: protobuf.Type, value: object): Buffer =>
  Buffer.from(type.encode(type.fromObject(value)).finish());

export const packed = (name: string, value: object): { type_url: string; value: Buffer } => ({
  type_url: `type.googleapis.com/${name}`,
  value: encode(typeOf(name), value),
});

/** The methods of a service, as a server or a client of gRPC takes them. */
export function serviceOf(name: string): ServiceDefinition {
  const methods = root.lookupService(name).methodsArray.map((method) => {
    const [asked, told] = [method.resolvedRequestType!, method.resolvedResponseType!];
    return [
      method.name,
      {
        path: `/${name}/${method.name}`,
        requestStream: !!method.requestStream,
        responseStream: !!method.responseStream,
        requestSerialize: (value: object) => encode(asked, value),
        requestDeserialize: (bytes: Buffer) => decode(asked, bytes),
        responseSerialize: (value: object) => encode(told, value),
        responseDeserialize: (bytes: Buffer) => decode(told, bytes),
      },
    ];
  });
  return Object.fromEntries(methods);
}

export const requestOf = (service: string, method: string): protobuf.Type =>
  root.lookupService(service).methods[method].resolvedRequestType!;

/** The files of the contract, for reflection. */
export function fileDescriptors(): Buffer[] {
  const set: any = (root as any).toDescriptor("proto3");
  return set.file.map((file: any) => Buffer.from((descriptors as any).FileDescriptorProto.encode(file).finish()));
}

/** The options of a field or message: `(buf.validate.field)` and others, as one object each. */
export function optionsOf(of: protobuf.ReflectionObject): Record<string, any> {
  const merged: Record<string, any> = {};
  for (const option of parsed(of)) {
    for (const [name, value] of Object.entries(option)) {
      const known = merged[name];
      merged[name] = isPlain(known) && isPlain(value) ? merge(known, value) : value;
    }
  }
  return merged;
}

/** The options as they were written, one object each: an option that repeats stands there several times. */
export const parsed = (of: protobuf.ReflectionObject): Record<string, any>[] => (of.parsedOptions ?? []) as any;

const isPlain = (value: any): boolean => value !== null && typeof value === "object" && !Array.isArray(value);

function merge(one: any, other: any): any {
  const found = { ...one };
  for (const [name, value] of Object.entries(other)) {
    found[name] = isPlain(found[name]) && isPlain(value) ? merge(found[name], value) : value;
  }
  return found;
}

// Events as messages -------------------------------------------------------------------------------------------------

const EVENTS = new Map<string, protobuf.Type>();
const PATTERNS = new Map<string, string>();

function collect(space: protobuf.NamespaceBase): void {
  for (const one of space.nestedArray) {
    if (one instanceof protobuf.Type) {
      const options = optionsOf(one);
      const event = options["(osi.type.v1.event_type)"];
      if (event) EVENTS.set(event, one);
      const resource = options["(google.api.resource)"];
      if (resource) PATTERNS.set(resource.type, [resource.pattern].flat()[0]);
    }
    if (one instanceof protobuf.Namespace) collect(one);
  }
}
collect(root.lookup("osi") as protobuf.Namespace);
for (const [type, pattern] of [
  // Resources of other services, which are options of the file and no message's.
  ["participation.osi/Mission", "missions/{mission}"],
  ["participation.osi/Participant", "missions/{mission}/participants/{participant}"],
  ["participation.osi/Institution", "missions/{mission}/institutions/{institution}"],
  ["matching.osi/Initiative", "missions/{mission}/initiatives/{initiative}"],
  ["matching.osi/Offer", "missions/{mission}/offers/{offer}"],
]) {
  PATTERNS.set(type, pattern);
}

export const patternOf = (type: string): string => PATTERNS.get(type)!;

/** The public event as the message of its contract, from the data of its envelope. */
export function payloadOf(event: string, data: any, mission: string): { type_url: string; value: Buffer } | null {
  const type = EVENTS.get(event);
  return type ? packed(type.fullName.slice(1), shown(type, data, mission)) : null;
}

function shown(type: protobuf.Type, data: any, mission: string): object {
  const message: Record<string, any> = {};
  for (const field of type.fieldsArray) {
    const value = data[field.name];
    if (value === null || value === undefined) continue;
    const one = (each: any): any => shownValue(field, each, mission);
    message[field.name] = field.repeated ? value.map(one) : field.map ? value : one(value);
  }
  return message;
}

function shownValue(field: protobuf.Field, value: any, mission: string): any {
  const of = field.resolvedType;
  if (of instanceof protobuf.Enum) return memberOf(of, value);
  if (of instanceof protobuf.Type) {
    if (of.fullName === ".google.type.Money") return writeMoney(value as Money);
    if (of.fullName === ".google.protobuf.Timestamp") return toTimestamp(readTime(value)!);
    if (of.fullName === ".google.protobuf.Struct") return struct(value);
    if (of.fullName === ".osi.type.v1.Column") {
      return { type: `ELEMENT_${value.type.toUpperCase()}`, values: Buffer.from(value.base64, "base64") };
    }
    return shown(of, value, mission);
  }
  const reference = optionsOf(field)["(google.api.resource_reference)"];
  return reference ? named(patternOf(reference.type), mission, value) : value;
}

/** A member of a closed list: `ROLE_CITIZEN` for `citizen`. */
export function memberOf(of: protobuf.Enum, value: string): string {
  const unsaid = Object.keys(of.values).find((name) => of.values[name] === 0)!;
  return unsaid.replace("UNSPECIFIED", value.toUpperCase());
}

const named = (pattern: string, mission: string, id: string): string =>
  pattern.replace("{mission}", mission).replace(/\{[a-z]+\}/, id);

export function struct(value: Record<string, Json>): object {
  return { fields: Object.fromEntries(Object.entries(value).map(([name, one]) => [name, structValue(one)])) };
}

function structValue(value: Json): object {
  if (value === null) return { nullValue: "NULL_VALUE" };
  if (typeof value === "number") return { numberValue: value };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(structValue) } };
  return { structValue: struct(value) };
}
