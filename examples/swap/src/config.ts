// What the service is told: as TOML, the settings that `osi conformance funding --settings` prints or the demo writes.
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

export interface Issuer {
  organisation?: string; // of mission tokens
  organisations?: string[]; // of operators and services
  issuer: string;
  jwks: string; // a file
  audience?: string | string[]; // osi, where nothing is said
}

export interface Peer {
  organisation: string;
  service: "participation" | "matching";
  address: string;
  token_file?: string; // of the token that this service shows there
}

export interface Config {
  address: string;
  chain: string;
  store?: string; // a file
  auth: { missions: Issuer[]; oidc: Issuer[] };
  peers: { head_seconds: number; services: Peer[] };
  bus: { servers: string[]; user?: string; password_file?: string; look_seconds: number }; // no servers: there is none
}

export function readConfig(path: string): Config {
  const told = parse(readFileSync(path, "utf8")) as Record<string, any>;
  return {
    address: told.address ?? "127.0.0.1:7070",
    chain: told.chain ?? "funding-1",
    store: told.store,
    auth: { missions: told.auth?.missions ?? [], oidc: told.auth?.oidc ?? [] },
    peers: { head_seconds: told.peers?.head_seconds ?? 1, services: told.peers?.services ?? [] },
    bus: { servers: [], look_seconds: 10, ...told.bus },
  };
}
