// Full names of resources (AIP-122): `missions/m/funds/f`.
import type { Fault } from "./errors.ts";
import { unmet } from "./errors.ts";

const ID = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const PARTICIPANT = "p-[0-9a-f]{32}";

/** The ids in a name of this pattern, by what the pattern calls them; undefined for another name. */
export function idsIn(pattern: string, name: string): Record<string, string> | undefined {
  const variables: string[] = [];
  const expression = pattern.replace(/\{([a-z]+)\}/g, (_, variable) => {
    variables.push(variable);
    return `(${variable === "participant" ? PARTICIPANT : variable === "entry" ? "[1-9][0-9]*" : ID})`;
  });
  const found = new RegExp(`^${expression}$`).exec(name);
  return found ? Object.fromEntries(variables.map((variable, place) => [variable, found[place + 1]])) : undefined;
}

/** The id of what a field names, which is of the request's own mission; or a fault that names the field. */
export function idOf(pattern: string, name: string, mission: string, field: string, faults: Fault[]): string {
  const found = idsIn(pattern, name);
  if (!found || found.mission !== mission) {
    faults.push(unmet("name-malformed", field, { pattern: pattern.replace("{mission}", mission) }));
    return "";
  }
  return Object.values(found).at(-1)!;
}

export const isParticipant = (id: string): boolean => new RegExp(`^${PARTICIPANT}$`).test(id);

export const FUND = "missions/{mission}/funds/{fund}";
export const ROUND = "missions/{mission}/grant-rounds/{round}";
export const APPLICATION = "missions/{mission}/applications/{application}";
export const MISSION = "missions/{mission}";
export const INSTITUTION = "missions/{mission}/institutions/{institution}";
export const INITIATIVE = "missions/{mission}/initiatives/{initiative}";
export const OPERATION = "missions/{mission}/operations/{operation}";
