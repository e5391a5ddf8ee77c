// Canonical JSON (RFC 8785), digests, and what seals and MACs are made of.
import { createHash, createHmac } from "node:crypto";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The canonical text. Numbers are whole; larger ones than 2^53 - 1 are written as texts by whoever makes the value. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort(); // by UTF-16 code units, as RFC 8785 asks for
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`${value} has no place in a log`);
  return JSON.stringify(value);
}

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const hex = (...parts: (Uint8Array | string)[]): string => sha256(...parts).toString("hex");

export const mac = (key: Uint8Array, message: string): Buffer => createHmac("sha256", key).update(message).digest();
