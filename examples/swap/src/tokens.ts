// Who asks: a participant of a mission, an operator, another service, or nobody in particular.
import { readFileSync } from "node:fs";
import type { Metadata } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import type { Config, Issuer } from "./config.ts";
import { denied } from "./errors.ts";
import { isParticipant } from "./names.ts";

export type Caller =
  | { kind: "nobody" }
  | { kind: "person"; mission: string; participant: string; organisation: string }
  | { kind: "operator" | "service"; organisations: string[]; subject: string };

const LONGEST = 15 * 60; // seconds that a mission token is good for
const ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "RS256", "PS256"]; // never a symmetric one, never none

type Keys = ReturnType<typeof createLocalJWKSet>;

export class Tokens {
  readonly #missions: [Issuer, Keys][];
  readonly #oidc: [Issuer, Keys][];

  constructor(config: Config) {
    const keysOf = (issuer: Issuer): [Issuer, Keys] => [
      issuer,
      createLocalJWKSet(JSON.parse(readFileSync(issuer.jwks, "utf8"))),
    ];
    this.#missions = config.auth.missions.map(keysOf);
    this.#oidc = config.auth.oidc.map(keysOf);
  }

  /** Whoever calls. Throws UNAUTHENTICATED for a token that is not good; it says nothing of what is in it. */
  async caller(metadata: Metadata): Promise<Caller> {
    const lines = metadata.get("authorization");
    if (!lines.length) return { kind: "nobody" };
    const bearer = lines.length === 1 ? /^Bearer ([^\s,]+)$/i.exec(String(lines[0])) : null;
    if (!bearer) throw denied("unauthenticated", status.UNAUTHENTICATED);
    return this.read(bearer[1]);
  }

  async read(token: string): Promise<Caller> {
    try {
      return decodeProtectedHeader(token).typ === "osi-mission+jwt"
        ? await this.#person(token)
        : await this.#office(token);
    } catch {
      throw denied("unauthenticated", status.UNAUTHENTICATED);
    }
  }

  async #person(token: string): Promise<Caller> {
    const { issuer, claims } = await this.#verified(token, this.#missions);
    const { mission, sub, iat, exp } = claims;
    if (typeof mission !== "string" || !isParticipant(sub ?? "") || exp! - iat! > LONGEST) throw new Error("unfit");
    return { kind: "person", mission, participant: sub!, organisation: issuer.organisation! };
  }

  async #office(token: string): Promise<Caller> {
    const { issuer, claims } = await this.#verified(token, this.#oidc);
    const scopes = String(claims.scope ?? "").split(" ");
    const kind = scopes.includes("osi.operator") ? "operator" : scopes.includes("osi.peer") ? "service" : undefined;
    if (!kind) throw new Error("unfit");
    const told = Array.isArray(claims.osi_organisations) ? (claims.osi_organisations as string[]) : [];
    const organisations = told.filter((one) => issuer.organisations?.includes(one));
    return { kind, organisations, subject: String(claims.sub) };
  }

  async #verified(token: string, issuers: [Issuer, Keys][]) {
    const named = decodeJwt(token).iss;
    const [issuer, keys] = issuers.find(([one]) => one.issuer === named)!;
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: issuer.issuer,
      audience: issuer.audience ?? "osi",
      requiredClaims: ["exp", "iat", "sub"],
      clockTolerance: 30,
    });
    if (payload.iat! > Date.now() / 1000 + 30) throw new Error("from the future");
    return { issuer, claims: payload };
  }
}

/** Under which name a caller's requests are kept apart from those of others. */
export const callerId = (caller: Caller): string =>
  caller.kind === "person" ? caller.participant : caller.kind === "nobody" ? "" : `${caller.kind}:${caller.subject}`;
