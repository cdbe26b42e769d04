/** Amounts in whole centavos: sums of them are exact. */

/** Centavos in a text such as "1.234,50", "12.5" or "7"; undefined if it is no amount. */
export function centavos(text: string): number | undefined {
  let plain = text.trim().replaceAll(" ", "");
  if (/^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(plain)) plain = plain.replaceAll(".", "");
  const parts = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!parts) return undefined;
  return Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0"));
}

/** Centavos as the page writes amounts, thousands set apart: 1 234,50. */
export function spoken(amount: number): string {
  const rest = String(amount % 100).padStart(2, "0");
  const whole = String(Math.floor(amount / 100)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return `${whole},${rest}`;
}
