/** A module moved in steps along the route and away from it: pure reckoning, no map. */

export type Spot = readonly [number, number];
/** Corners of a module: its front from a to b in the route's direction, then its back. */
export type Ring = readonly Spot[];

export interface Shift {
  readonly along: number;
  readonly across: number;
}

/** Half a metre, as organisers measure with a tape. */
export const STEP = 0.5;
const METRES_PER_DEGREE = 111_195;

function scaleAt([, lat]: Spot): Spot {
  return [METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180), METRES_PER_DEGREE];
}

/** The directions of the front and of the depth, in degrees for one metre. */
function axes(ring: Ring): { along: Spot; across: Spot; scale: Spot } | undefined {
  const [a, b, , d] = ring;
  if (!a || !b || !d) return undefined;
  const scale = scaleAt(a);
  const unit = (to: Spot): Spot => {
    const [x, y] = [(to[0] - a[0]) * scale[0], (to[1] - a[1]) * scale[1]];
    const length = Math.hypot(x, y) || 1;
    return [x / length, y / length];
  };
  return { along: unit(b), across: unit(d), scale };
}

/** The module as it stands after a shift. */
export function shifted(ring: Ring, { along, across }: Shift): Ring {
  const found = axes(ring);
  if (!found) return ring;
  const x = (found.along[0] * along + found.across[0] * across) / found.scale[0];
  const y = (found.along[1] * along + found.across[1] * across) / found.scale[1];
  return ring.map(([lon, lat]) => [lon + x, lat + y]);
}

/** The shift that brings a module from under one spot to under another, in whole steps. */
export function dragged(ring: Ring, from: Spot, to: Spot): Shift {
  const found = axes(ring);
  if (!found) return { along: 0, across: 0 };
  const [x, y] = [(to[0] - from[0]) * found.scale[0], (to[1] - from[1]) * found.scale[1]];
  const on = ([east, north]: Spot): number => Math.round((x * east + y * north) / STEP) * STEP;
  return { along: on(found.along), across: on(found.across) };
}

/** What a key does to a shift; with the shift key ten times as much. */
export function typed(shift: Shift, key: string, isFar: boolean): Shift | undefined {
  const step = isFar ? 10 * STEP : STEP;
  const { along, across } = shift;
  if (key === "ArrowRight") return { along: along + step, across };
  if (key === "ArrowLeft") return { along: along - step, across };
  if (key === "ArrowUp") return { along, across: across + step };
  if (key === "ArrowDown") return { along, across: across - step };
  return undefined;
}
