/** Mending a plan on its map: the open module is moved by arrows or by dragging it. */

import type { LlajtaMap } from "@geo/map/element";
import { look } from "@geo/map/look";
import type { Feature } from "geojson";
import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from "maplibre-gl";

import { dragged, type Ring, type Shift, type Spot, shifted, typed } from "./steps";

const GHOST = "plan-ghost";

/** Draw the moved module, or nothing. */
function show(map: GlMap, ring: Ring | undefined): void {
  const coordinates = ring ? [[...ring, ...ring.slice(0, 1)].map(([x, y]) => [x, y])] : [];
  const data: Feature = {
    type: "Feature",
    properties: {},
    geometry: { type: "Polygon", coordinates },
  };
  const there = map.getSource<GeoJSONSource>(GHOST);
  if (there) {
    there.setData(data);
    return;
  }
  const { chosen } = look().map;
  map.addSource(GHOST, { type: "geojson", data });
  const common = { source: GHOST } as const;
  map.addLayer({
    ...common,
    id: GHOST,
    type: "fill",
    paint: { "fill-color": chosen, "fill-opacity": 0.35 },
  });
  map.addLayer({
    ...common,
    id: `${GHOST}-edge`,
    type: "line",
    paint: { "line-color": chosen, "line-width": 3 },
  });
}

/** The open module: its form and its corners. */
function opened(): { form: HTMLFormElement; ring: Ring } | undefined {
  const form = document.querySelector<HTMLFormElement>("form[data-shape]");
  if (!form) return undefined;
  const { coordinates } = JSON.parse(form.dataset["shape"] ?? "") as { coordinates: Spot[][] };
  return { form, ring: (coordinates[0] ?? []).slice(0, 4) };
}

const field = (form: HTMLFormElement, name: string): HTMLInputElement =>
  form.elements.namedItem(name) as HTMLInputElement;
const number = (input: HTMLInputElement): number => Number(input.value.replace(",", ".")) || 0;

function read(form: HTMLFormElement): Shift {
  return { along: number(field(form, "along_m")), across: number(field(form, "across_m")) };
}

function write(form: HTMLFormElement, { along, across }: Shift): void {
  const words = (metres: number): string => String(metres).replace(".", ",");
  field(form, "along_m").value = words(along);
  field(form, "across_m").value = words(across);
}

export function begin(place: HTMLElement): void {
  const host = document.querySelector<LlajtaMap>("llajta-map");

  function redraw(): void {
    const found = opened();
    if (!host?.map || !host.isDressed) return;
    const shift = found ? read(found.form) : { along: 0, across: 0 };
    const isMoved = shift.along !== 0 || shift.across !== 0;
    if (isMoved || host.map.getSource(GHOST))
      show(host.map, found && isMoved ? shifted(found.ring, shift) : undefined);
  }

  function move(shift: Shift | undefined): boolean {
    const found = opened();
    if (!found || !shift) return false;
    write(found.form, shift);
    redraw();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const pad = (event.target as Element).closest<HTMLElement>("[data-pad]");
    const found = opened();
    if (!pad || !found) return;
    if (event.key === "Enter" && event.target === pad) found.form.requestSubmit();
    else if (!move(typed(read(found.form), event.key, event.shiftKey))) return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-step]");
    const found = opened();
    if (button && found)
      move(typed(read(found.form), button.dataset["step"] ?? "", event.shiftKey));
  });
  document.addEventListener("input", (event) => {
    if ((event.target as Element).closest("form[data-shape]")) redraw();
  });
  document.addEventListener("htmx:afterSwap", redraw);
  // The view of the map is in the address: it stays the same over the edit.
  place.addEventListener("submit", ({ target }) => {
    const form = target as HTMLFormElement;
    form.action = form.action.replace(/#.*/, "") + location.hash;
  });
  host?.addEventListener("dressed", () => {
    if (host.map) wireDrag(host.map, move);
    redraw();
  });
  if (host?.map && host.isDressed) wireDrag(host.map, move);
}

const wired = new WeakSet<GlMap>();

/** The open module follows the pointer that presses on it; the map stays meanwhile. */
function wireDrag(map: GlMap, move: (shift: Shift) => boolean): void {
  if (wired.has(map)) return;
  wired.add(map);
  let from: { spot: Spot; shift: Shift; ring: Ring } | undefined;
  const spot = ({ lngLat }: { lngLat: { lng: number; lat: number } }): Spot => [
    lngLat.lng,
    lngLat.lat,
  ];
  const down = (event: MapMouseEvent): void => {
    const found = opened();
    if (!found) return;
    const shift = read(found.form);
    if (!holds(shifted(found.ring, shift), spot(event))) return;
    event.preventDefault();
    from = { spot: spot(event), shift, ring: found.ring };
  };
  const drag = (event: MapMouseEvent): void => {
    if (!from) return;
    const { along, across } = dragged(from.ring, from.spot, spot(event));
    move({ along: from.shift.along + along, across: from.shift.across + across });
  };
  map.on("mousedown", down);
  map.on("touchstart", (event) => {
    if (event.points.length === 1) down(event as unknown as MapMouseEvent);
  });
  map.on("mousemove", drag);
  map.on("touchmove", (event) => drag(event as unknown as MapMouseEvent));
  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, () => {
      from = undefined;
    });
}

/** Whether a spot lies in a module (its corners go round once). */
function holds(ring: Ring, [x, y]: Spot): boolean {
  const turns = ring.map(([ax, ay], n) => {
    const [bx, by] = ring[(n + 1) % ring.length] ?? [ax, ay];
    return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
  });
  return turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0);
}
