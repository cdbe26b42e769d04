/** Lengths and areas on the WGS 84 ellipsoid, good to some parts in a hundred thousand. */

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];

const A = 6_378_137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two places, by Lambert's formula for long lines (Andoyer–Lambert). */
export function distance([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const b1 = Math.atan((1 - F) * Math.tan(radians(lat1)));
  const b2 = Math.atan((1 - F) * Math.tan(radians(lat2)));
  const sinP = Math.sin((b2 - b1) / 2) ** 2;
  const sinL = Math.sin(radians(lon2 - lon1) / 2) ** 2;
  const sigma = 2 * Math.asin(Math.min(1, Math.sqrt(sinP + Math.cos(b1) * Math.cos(b2) * sinL)));
  if (sigma < 1e-12) return 0;
  const p = (b1 + b2) / 2;
  const q = (b2 - b1) / 2;
  const x =
    ((sigma - Math.sin(sigma)) * (Math.sin(p) * Math.cos(q)) ** 2) / Math.cos(sigma / 2) ** 2;
  const y =
    ((sigma + Math.sin(sigma)) * (Math.cos(p) * Math.sin(q)) ** 2) / Math.sin(sigma / 2) ** 2;
  return A * (sigma - (F / 2) * (x + y));
}

/** Metres along a line. */
export function length(points: readonly Position[]): number {
  return points.reduce((sum, to, n) => {
    const from = points[n - 1];
    return from ? sum + distance(from, to) : 0;
  }, 0);
}

/** The term of latitude in the area of a zone of the ellipsoid. */
function zone(sine: number): number {
  const es = E * sine;
  return (1 - E2) * (sine / (1 - es * es) + Math.atanh(es) / E);
}

const POLE = zone(1);

/** Square metres within a ring, closed or not: on the sphere of equal area. */
export function area(ring: readonly Position[]): number {
  const authalic = ring.map(([, lat]) =>
    Math.tan(Math.asin(zone(Math.sin(radians(lat))) / POLE) / 2),
  );
  const excess = ring.reduce((sum, [lon], n) => {
    const next = (n + 1) % ring.length;
    const [t1 = 0, t2 = 0] = [authalic[n], authalic[next]];
    const half = Math.tan(radians((ring[next]?.[0] ?? lon) - lon) / 2);
    return sum + 2 * Math.atan2(half * (t1 + t2), 1 + t1 * t2);
  }, 0);
  return (Math.abs(excess) * A * A * POLE) / 2;
}
