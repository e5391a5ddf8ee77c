// Money: a whole number of the smallest units of one currency. On the wire it is google.type.Money.
import { type Fault } from "./errors.ts";

export interface Money {
  minor: number;
  currency: string;
}

const WHOLE = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "));
const THOUSANDTHS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));
const NANOS = 1_000_000_000n;

/** How many decimals an amount of this currency has (ISO 4217). */
export const decimals = (currency: string): number => (WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2);

/** An amount of more than nothing, or what is wrong with it: a fraction of the smallest unit is refused, never rounded. */
export function readMoney(told: any, field: string, faults: Fault[]): Money | undefined {
  const refuse = (code: string, at = field): undefined => void faults.push({ code, field: at, values: {} });
  const currency: string = told.currency_code;
  if (!/^[A-Z]{3}$/.test(currency)) return refuse("currency-code", `${field}.currency_code`);
  const units = BigInt(told.units);
  const nanos = BigInt(told.nanos);
  if (nanos <= -NANOS || nanos >= NANOS || units * nanos < 0n) return refuse("money-malformed");
  const scaled = (units * NANOS + nanos) * 10n ** BigInt(decimals(currency));
  if (scaled % NANOS !== 0n) return refuse("money-fraction");
  const minor = scaled / NANOS;
  if (minor <= 0n) return refuse("amount-not-positive");
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return refuse("number-beyond-json");
  return { minor: Number(minor), currency };
}

export function writeMoney(money: Money): { currency_code: string; units: string; nanos: number } {
  const scale = 10 ** decimals(money.currency);
  const units = Math.trunc(money.minor / scale);
  return { currency_code: money.currency, units: String(units), nanos: (money.minor - units * scale) * (1e9 / scale) };
}

/** For people: `12500.50 EUR`. */
export function written(money: Money): string {
  const places = decimals(money.currency);
  const digits = String(Math.abs(money.minor)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${money.minor < 0 ? "-" : ""}${whole}${places ? `.${digits.slice(-places)}` : ""} ${money.currency}`;
}

export const zero = (currency: string): Money => ({ minor: 0, currency });
export const plus = (one: Money, other: number): Money => ({ minor: one.minor + other, currency: one.currency });
