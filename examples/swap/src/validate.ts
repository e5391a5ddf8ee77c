// The rules of fields that stand in the contract (protovalidate, as far as it uses them), and that text is text.
import protobuf from "protobufjs";
import { optionsOf, parsed } from "./contract.ts";
import { type Fault, unmet } from "./errors.ts";

interface Checked {
  field: protobuf.Field;
  rules: any;
  isTold: boolean; // only ever said by the service, so not looked at
  isRequired: boolean;
}

const CHECKED = new Map<protobuf.Type, Checked[]>();

function checkedOf(type: protobuf.Type): Checked[] {
  let found = CHECKED.get(type);
  if (!found) {
    found = type.fieldsArray.map((field) => {
      const behaviors = parsed(field).flatMap((one) => one["(google.api.field_behavior)"] ?? []);
      return {
        field,
        rules: optionsOf(field)["(buf.validate.field)"] ?? {},
        isTold: behaviors.includes("OUTPUT_ONLY") || behaviors.includes("IDENTIFIER"),
        isRequired: behaviors.includes("REQUIRED"),
      };
    });
    CHECKED.set(type, found);
  }
  return found;
}

/** All that is wrong with a message, each by its path. */
export function faultsOf(type: protobuf.Type, message: any, prefix = ""): Fault[] {
  const faults: Fault[] = [];
  for (const { field, rules, isTold, isRequired } of checkedOf(type)) {
    if (isTold) continue;
    const path = `${prefix}${field.name}`;
    const value = message[field.name];
    if (field.repeated) faults.push(...ofList(field, rules, value, path));
    else if (value === undefined)
      continue; // an optional one that is not there
    else if (value === null) {
      if (isRequired || rules.required) faults.push(unmet("missing", path));
    } else faults.push(...ofValue(field, rules, value, path));
  }
  return faults;
}

function ofList(field: protobuf.Field, rules: any, values: any[], path: string): Fault[] {
  const { min_items = 0, max_items = Infinity, items } = rules.repeated ?? {};
  if (values.length < min_items) return [unmet("too-short", path, { min_length: min_items })];
  if (values.length > max_items) return [unmet("too-long", path, { max_length: max_items })];
  return values.flatMap((value, place) => ofValue(field, items ?? {}, value, `${path}[${place}]`));
}

function ofValue(field: protobuf.Field, rules: any, value: any, path: string): Fault[] {
  if (typeof value === "string" && field.type === "string") return ofText(rules.string ?? {}, value, path);
  if (field.resolvedType instanceof protobuf.Enum) return ofMember(field.resolvedType, rules.enum ?? {}, value, path);
  if (field.resolvedType instanceof protobuf.Type) {
    return field.resolvedType.fullName.startsWith(".osi.") ? faultsOf(field.resolvedType, value, `${path}.`) : [];
  }
  const least = (rules.int32 ?? rules.int64 ?? {}).gte;
  return least !== undefined && Number(value) < Number(least) ? [unmet("greater-than-equal", path, { ge: least })] : [];
}

function ofText(rules: any, text: string, path: string): Fault[] {
  const length = [...text].length;
  if (length < (rules.min_len ?? 0)) return [unmet("string-too-short", path, { min_length: rules.min_len })];
  if (length > (rules.max_len ?? Infinity)) return [unmet("string-too-long", path, { max_length: rules.max_len })];
  if (rules.pattern && !new RegExp(rules.pattern).test(text)) return [unmet("string-pattern-mismatch", path)];
  return /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) ? [unmet("text-has-controls", path)] : [];
}

function ofMember(of: protobuf.Enum, rules: any, member: string | number, path: string): Fault[] {
  const isKnown = typeof member === "string";
  const number = isKnown ? of.values[member] : member;
  const unwanted = [rules.not_in ?? []].flat().map(Number).includes(number);
  return (rules.defined_only && !isKnown) || unwanted ? [unmet("enum", path)] : [];
}
