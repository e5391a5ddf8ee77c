// A fund's double-entry ledger: every posting takes from one account what it adds to another. Entries are added, never changed.
import type { Money } from "./money.ts";

export type Account = "giver" | "fund" | "reserved" | "granted" | "paid" | "returned" | "written_off";

export interface Posting {
  credit: Account; // gives
  debit: Account; // receives
  amount: Money;
}

export interface LedgerEntry extends Posting {
  time: string;
  event_type: string;
  event: string;
}

/** The posting of an amount; none of nothing. */
export const moves = (credit: Account, debit: Account, amount: Money): Posting[] =>
  amount.minor ? [{ credit, debit, amount }] : [];

export class Ledger {
  readonly currency: string;
  readonly entries: LedgerEntry[] = [];
  readonly #held: Record<Account, number> = {
    giver: 0,
    fund: 0,
    reserved: 0,
    granted: 0,
    paid: 0,
    returned: 0,
    written_off: 0,
  };

  constructor(currency: string) {
    this.currency = currency;
  }

  /** Adds entries. Throws where one would create money or overdraw an account: no command leads there. */
  post(postings: Posting[], of: { time: string; type: string; id: string }): void {
    for (const posting of postings) {
      const { credit, debit, amount } = posting;
      const overdrawn = credit !== "giver" && this.#held[credit] < amount.minor;
      if (amount.minor <= 0 || amount.currency !== this.currency || overdrawn)
        throw new Error(`${of.id} cannot be posted`);
      this.#held[credit] -= amount.minor;
      this.#held[debit] += amount.minor;
      this.entries.push({ ...posting, time: of.time, event_type: of.type, event: of.id });
    }
  }

  holds(account: Account): Money {
    return { minor: this.#held[account], currency: this.currency };
  }

  get given(): Money {
    return { minor: -this.#held.giver, currency: this.currency };
  }
}
