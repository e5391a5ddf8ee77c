// What the service is told: the settings that `osi conformance funding --settings` prints, as TOML.
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
  auth: { missions: Issuer[]; oidc: Issuer[] };
  peers: { head_seconds: number; services: Peer[] };
}

export function readConfig(path: string): Config {
  const told = parse(readFileSync(path, "utf8")) as Record<string, any>;
  return {
    address: told.address ?? "127.0.0.1:7070",
    chain: told.chain ?? "funding-1",
    auth: { missions: told.auth?.missions ?? [], oidc: told.auth?.oidc ?? [] },
    peers: { head_seconds: told.peers?.head_seconds ?? 1, services: told.peers?.services ?? [] },
  };
}
