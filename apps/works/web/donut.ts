/** A cluster of works: how many, and a ring of their states in the order of the legend. */
import { hatch } from "@geo/generated/look";
import { draw, look, STATES, type State } from "@geo/map/look";

export type Counts = Partial<Record<State, number>>;

export interface Ring {
  readonly total: number;
  readonly counts: Counts;
  /** Most of the places are approximate. */
  readonly isVague: boolean;
}

/** Image names carry the counts, so that each ring is drawn once: `works:12:0:3:40:1:0:~`. */
export const PREFIX = "works:";

export function readName(name: string): Ring | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const parts = name.slice(PREFIX.length).split(":");
  const [total = 0, ...rest] = parts.map(Number);
  const counts = Object.fromEntries(STATES.map((state, n) => [state, rest[n] ?? 0]));
  return { total, counts, isVague: parts.at(-1) === "~" };
}

/** Diameter in pixels: area grows slowly with the number, so that 3 and 3,000 both read. */
export function diameter(total: number): number {
  return Math.round(30 + 8 * Math.log10(Math.max(total, 1)));
}

export interface Arc {
  readonly state: State;
  readonly from: number;
  readonly to: number;
}

/** The parts of the ring as turns from 0 to 1, clockwise from the top. */
export function arcs(counts: Counts): Arc[] {
  const sum = STATES.reduce((total, state) => total + (counts[state] ?? 0), 0);
  let from = 0;
  return STATES.flatMap((state) => {
    const share = (counts[state] ?? 0) / (sum || 1);
    if (share === 0) return [];
    const arc = { state, from, to: from + share };
    from = arc.to;
    return [arc];
  });
}

/** Numbers people can read at a glance: 1 200 becomes 1,2 k. */
export function short(total: number, language: string): string {
  return new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(
    total,
  );
}

export function donut({ total, counts, isVague }: Ring, ratio: number, language: string) {
  const size = diameter(total);
  const { context, finish } = draw(size + 4, ratio);
  const { map, states } = look();
  const centre = size / 2 + 2;
  const radius = size / 2 - 3;
  const full = 2 * Math.PI;

  const disc = (r: number, colour: string): void => {
    context.beginPath();
    context.arc(centre, centre, r, 0, full);
    context.fillStyle = colour;
    context.fill();
  };
  disc(size / 2 + 1.5, map.symbol_edge);
  disc(size / 2, map.cluster);
  if (isVague) hatchDisc(context, centre, radius);
  context.lineWidth = 5;
  for (const { state, from, to } of arcs(counts)) {
    context.beginPath();
    context.arc(centre, centre, radius, from * full - full / 4, to * full - full / 4);
    context.strokeStyle = states[state];
    context.stroke();
  }
  context.fillStyle = map.cluster_ink;
  context.font = '600 12px "Noto Sans", sans-serif';
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(short(total, language), centre, centre + 0.5);
  return finish();
}

/** Faint stripes behind the number: most of these places are approximate. */
function hatchDisc(context: CanvasRenderingContext2D, centre: number, radius: number): void {
  context.save();
  context.beginPath();
  context.arc(centre, centre, radius, 0, 2 * Math.PI);
  context.clip();
  context.translate(centre - radius, centre - radius);
  context.scale(radius / 12, radius / 12);
  context.globalAlpha = 0.14;
  context.strokeStyle = look().map.cluster_ink;
  context.lineWidth = hatch.width;
  context.stroke(new Path2D(hatch.path));
  context.restore();
}
