/** Whole numbers as the pages of the server write them. */

const APART = "\u00A0";

/** A number with its thousands apart: 1 234 in Spanish, 1,234 in English. */
export function figureOf(value: number, language: string): string {
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 0, useGrouping: true });
  const isSpanish = language.startsWith("es");
  return figure
    .formatToParts(value)
    .map(({ type, value: part }) => (isSpanish && type === "group" ? APART : part))
    .join("");
}
