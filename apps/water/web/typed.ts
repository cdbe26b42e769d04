/** What a collector types on a telephone in the sun, made into what the office reads. */
import { NotYet } from "../../fieldwork/web/kind";

/** Centavos-exact amount such as "30.00" of "30", "30,5" or "1.234,50". Throws `NotYet`. */
export function amountOf(typed: string): string {
  let plain = typed.replaceAll(/\s|Bs\.?/gi, "");
  if (/^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(plain)) plain = plain.replaceAll(".", "");
  const parts = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(plain);
  const amount = parts ? `${Number(parts[1])}.${(parts[2] ?? "").padEnd(2, "0")}` : "0.00";
  if (Number(amount) === 0) throw new NotYet("water-which-amount", "amount");
  return amount;
}

/** A meter's figure with a point: "345.2" of "345,2" or "000345,2". Throws `NotYet`. */
export function readingOf(typed: string): string {
  const parts = /^(\d{1,8})(?:[.,](\d{1,3}))?$/.exec(typed.replaceAll(" ", ""));
  if (!parts) throw new NotYet("water-which-reading", "value");
  const whole = String(Number(parts[1]));
  return parts[2] ? `${whole}.${parts[2]}` : whole;
}
