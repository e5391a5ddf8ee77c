// Opening a fund.
import type { Json } from "./canonical.ts";
import { type Fault, unmet } from "./errors.ts";
import { moves } from "./ledger.ts";
import { type Money, written } from "./money.ts";
import type { Command, Context } from "./rules.ts";

export const FROM_SUPPORT = ["support", "curation", "scaling"];

export interface OpenFund {
  fund: string;
  institution: string;
  purpose: string;
  amount: Money;
}

export function openFund({ mission, state, actor }: Context, asked: OpenFund): Command {
  const { fund, institution, purpose, amount } = asked;
  return {
    stream: `funds/${fund}`,
    target: "new",
    during: ["solutions", ...FROM_SUPPORT],
    by: ["representative"],
    *judge(): Iterable<Fault> {
      const name = mission.at(`institutions/${institution}`);
      if (!state.institutions.has(institution))
        yield unmet("institution-unknown", "fund.institution", { institution: name });
      if (!actor.mandates.get(institution)) yield unmet("no-confirmed-mandate", undefined, { institution: name });
      const most = { minor: state.settings.max_fund, currency: amount.currency };
      if (amount.minor > most.minor) {
        yield unmet("amount-too-high", "fund.amount", { amount: written(amount), most: written(most) });
      }
    },
    decide: () => [
      {
        type: "funding.fund_opened",
        stream: `funds/${fund}`,
        data: { fund, institution, purpose, amount, postings: moves("giver", "fund", amount) } as unknown as Json,
        refs: [`institutions/${institution}`],
      },
    ],
  };
}
