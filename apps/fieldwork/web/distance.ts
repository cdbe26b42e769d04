/** Metres and bearings between two places near each other. */

/** Longitude and latitude (EPSG:4326), as GeoJSON orders them. */
export type Place = readonly [longitude: number, latitude: number];

const RADIUS_M = 6_371_008.8;
const RADIAN = Math.PI / 180;

/** East and north of `from`, in metres, on a plane that touches the earth there. */
function offset(from: Place, to: Place): [east: number, north: number] {
  const shrink = Math.cos(((from[1] + to[1]) / 2) * RADIAN);
  const east = (to[0] - from[0]) * RADIAN * RADIUS_M * shrink;
  return [east, (to[1] - from[1]) * RADIAN * RADIUS_M];
}

/** Metres from one place to another; right to a thousandth within some 50 km. */
export function metres(from: Place, to: Place): number {
  return Math.hypot(...offset(from, to));
}

/** Degrees clockwise from north of the way from one place to another. */
export function bearing(from: Place, to: Place): number {
  const [east, north] = offset(from, to);
  return (Math.atan2(east, north) / RADIAN + 360) % 360;
}

/** A distance as one says it in the street: 8 m, 340 m, 1,2 km. */
export function spokenDistance(distance: number): string {
  if (distance < 100) return `${Math.round(distance)} m`;
  if (distance < 995) return `${Math.round(distance / 10) * 10} m`;
  return `${(distance / 1000).toFixed(1).replace(".", ",")} km`;
}
