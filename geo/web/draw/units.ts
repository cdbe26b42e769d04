/** Lengths and areas in words, with as many digits as the map can honestly tell. */

function number(value: number, language: string, digits: number): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

const KILOMETRE = 1000;
const HECTARE = 10_000;

/** Metres below a kilometre, then kilometres: 3,4 m; 345 m; 1,24 km. */
export function lengthInWords(metres: number, language: string): string {
  if (metres < 100) return `${number(metres, language, 1)} m`;
  if (metres < KILOMETRE) return `${number(metres, language, 0)} m`;
  return `${number(metres / KILOMETRE, language, 2)} km`;
}

/** Square metres below a hectare, then hectares: 250 m²; 1,25 ha. */
export function areaInWords(squareMetres: number, language: string): string {
  if (squareMetres < HECTARE) return `${number(squareMetres, language, 0)} m²`;
  return `${number(squareMetres / HECTARE, language, 2)} ha`;
}
