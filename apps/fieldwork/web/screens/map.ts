/** The round on its own map, which is read from this telephone. */
import lightStyle from "@geo/generated/style.light.json?url";
import { begin, boundsIn } from "@geo/map/begin";
import { type Map as GlMap, LngLatBounds } from "maplibre-gl";
import type { App } from "../app";
import type { Place } from "../distance";
import { groundStyle } from "../ground";
import { kindOf } from "../kind";
import { pointTo } from "../needle";
import { fill, part, piece, press, word } from "../pieces";
import { ahead, allStops, type Stop } from "../stops";
import { roundOnMap, showMe, showStops, way } from "../stops.map";
import { tell } from "../told";
import { follow, here } from "../whereabouts";

const NEAR_ZOOM = 17;

const AIR = 56;

/** All of the round on the screen, below what is told at the top; the town where there is none. */
function frame(screen: HTMLElement, map: GlMap, stops: readonly Stop[]): void {
  const bounds = new LngLatBounds();
  for (const { place } of stops) if (place) bounds.extend([...place] as [number, number]);
  if (bounds.isEmpty()) return;
  const told = part(screen, ".map-missing").getBoundingClientRect().bottom; // 0 while hidden
  const top = Math.max(AIR, told - map.getContainer().getBoundingClientRect().top + AIR / 2);
  const padding = { top, right: AIR, bottom: AIR, left: AIR };
  map.fitBounds(bounds, { padding, maxZoom: NEAR_ZOOM, duration: 0 });
}

function tellColours(screen: HTMLElement, app: App): void {
  const codes = new Set(app.taken.map(({ assignment }) => assignment.kind));
  const lines = [...codes].flatMap((code) =>
    (kindOf(code)?.key() ?? []).map(({ shade, mark, meaning }) => {
      const line = piece("key-line", { mark, meaning });
      part(line, ".mark").classList.add(`is-${shade}`);
      return line;
    }),
  );
  part(screen, "[data-key]").replaceChildren(...lines);
}

/** Show a chosen stop at the lower edge, with the way to it. */
function chooser(screen: HTMLElement, stops: readonly Stop[]): (address: string) => void {
  const card = part<HTMLAnchorElement>(screen, ".next");
  let end = (): void => undefined;
  return (address) => {
    const stop = stops.find((each) => each.address === address);
    if (!stop) return;
    end();
    fill(card, { main: stop.main, second: stop.second, amount: stop.facts.amount, distance: "" });
    card.href = address;
    card.hidden = false;
    if (stop.place) end = pointTo(card, stop.place);
  };
}

async function drawn(screen: HTMLElement, app: App): Promise<GlMap> {
  const canvas = part(screen, ".map-canvas");
  const { home, bounds } = document.body.dataset;
  Object.assign(canvas.dataset, { home, bounds: boundsIn(bounds)?.join(",") });
  const files = app.taken.flatMap(({ assignment }) => assignment.maps.map(({ file }) => file));
  const style = await groundStyle(files, lightStyle);
  part(screen, ".map-missing").hidden = style !== undefined;
  return begin(canvas, style ?? { version: 8, sources: {}, layers: [] });
}

export function show(place: HTMLElement, app: App): () => void {
  const screen = piece("map");
  const stops = allStops(app);
  tellColours(screen, app);
  place.replaceChildren(screen);
  let undo = (): void => undefined;
  let isGone = false;
  void drawn(screen, app).then((map) => {
    if (isGone) return map.remove();
    Object.assign(screen, { map }); // for whoever looks at it from outside, as with <llajta-map>
    undo = () => map.remove();
    map.once("load", () => {
      const from: Place | undefined = here(Date.now())?.place;
      roundOnMap(chooser(screen, stops)).add(map);
      showStops(map, stops, way(ahead(stops, from), from));
      frame(screen, map, stops);
      const end = follow((fix) => fix && showMe(map, fix));
      undo = () => {
        end();
        map.remove();
      };
      screen.dataset["ready"] = "";
    });
    press(screen, "[data-do=me]", () => {
      const fix = here(Date.now());
      if (fix) map.easeTo({ center: [...fix.place] as [number, number], zoom: NEAR_ZOOM });
      else tell(word("no-position"));
    });
  });
  return () => {
    isGone = true;
    undo();
  };
}
