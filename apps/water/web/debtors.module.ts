/** Who owes for water: areas and streets by the age of their debt, accounts as dots. */
import { hear, tell } from "@geo/events";
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { layers, layersUnderNames, on, pointsAt, source } from "@geo/map/undoing";
import htmx from "htmx.org";
import type {
  GeoJSONSource,
  Map as GlMap,
  MapLayerMouseEvent,
  VectorTileSource,
} from "maplibre-gl";

import {
  AREAS,
  type Areas,
  areasAddress,
  classed,
  describe,
  into,
  MEASURES,
  type Measure,
  outlineOf,
  panelAddress,
  rangesOf,
  STREET,
  tilesAddress,
} from "./debts";
import { areaLayers, DOTS, DOTS_FROM, dots, fill, STREETS, streets } from "./ramp";

const LASSO = "debt-lasso";

function tileSource(map: GlMap, id: string, name: "districts" | "otbs" | "zones" | "streets") {
  const { tiles, zooms } = register[name];
  return source(map, id, {
    type: "vector",
    tiles: [`${location.origin}${tiles}`],
    minzoom: zooms[0],
    maxzoom: zooms[1],
  });
}

/**
 * Colour what the server says of each area and street; what it does not name stays bare.
 *
 * Streets are always coloured by age: they are too many to compare their amounts.
 */
function colour(map: GlMap, areas: Areas, measure: Measure): void {
  for (const [word, layer] of Object.entries({ ...AREAS, [STREET]: "streets" })) {
    const id = fill(word);
    map.removeFeatureState({ source: id, sourceLayer: layer });
    const drawn = classed(areas[word] ?? {}, word === STREET ? "age" : measure);
    for (const [number, age] of drawn.classes)
      map.setFeatureState({ source: id, sourceLayer: layer, id: Number(number) }, { age });
    if (word !== STREET && drawn.classes.size > 0) explain(measure, drawn.limits);
  }
}

/** Say in the legend what the colours of the areas stand for. */
function explain(measure: Measure, limits: readonly number[]): void {
  const ranges = measure === "age" ? [] : rangesOf(limits, document.documentElement.lang);
  for (const item of document.querySelectorAll<HTMLElement>("[data-class]")) {
    const range = ranges[Number(item.dataset["class"]) - 1];
    item.hidden = range === undefined;
    const words = item.querySelector("[data-range]");
    if (words) words.textContent = range ?? "";
  }
}

/** The measure that is chosen in the legend. */
function chosenMeasure(): Measure {
  const input = document.querySelector<HTMLInputElement>('[name="color"]:checked');
  return MEASURES.find((measure) => measure === input?.value) ?? "age";
}

/** Fetch the colours for a choice, and only paint the answer to the latest question. */
function painter(map: GlMap): {
  ask(query: string): void;
  again(): void;
  areas(): Areas;
  end(): void;
} {
  let asked = new AbortController();
  let areas: Areas = {};
  const again = (): void => colour(map, areas, chosenMeasure());
  const ask = (query: string): void => {
    asked.abort();
    asked = new AbortController();
    fetch(areasAddress(query), { signal: asked.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`areas: ${answer.status}`);
        areas = ((await answer.json()) as { areas: Areas }).areas;
        again();
      })
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) map.fire("error", { error, sourceId: DOTS });
      });
  };
  return { ask, again, areas: () => areas, end: () => asked.abort() };
}

export const debtors: MapModule = {
  layer: "water-debtors",

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const paint = painter(map);
    const tip = document.querySelector<HTMLElement>(".debt-tip");
    const query = host?.dataset["filter"] ?? "";
    const words = Object.keys(AREAS) as (keyof typeof AREAS)[];
    const pressable = [...words.map(fill), STREETS];

    function press(event: MapLayerMouseEvent): void {
      const account = map.queryRenderedFeatures(event.point, { layers: [DOTS] })[0]?.id;
      const hit = map
        .queryRenderedFeatures(event.point, { layers: pressable })
        .find(({ id, source: from }) => paint.areas()[from.replace("debt-", "")]?.[String(id)]);
      if (account === undefined && !hit) return;
      event.preventDefault();
      if (account !== undefined) tell("panel", { address: panelAddress(account) });
      else if (hit)
        void htmx.ajax("get", into(location.search, hit.source.replace("debt-", ""), hit.id), {
          target: "#results",
        });
    }

    function point(event: MapLayerMouseEvent): void {
      const word =
        document.querySelector<HTMLElement>("[data-accounts]")?.dataset["accounts"] ?? "";
      const { lang } = document.documentElement;
      const text = describe(event.features ?? [], paint.areas(), lang, word);
      if (!tip) return;
      tip.hidden = !text;
      tip.textContent = text;
    }
    const leave = (): void => {
      if (tip) tip.hidden = true;
    };
    const measures = document.querySelector("[data-measures]");
    measures?.addEventListener("change", paint.again);
    map.on("mousemove", pressable, point);
    paint.ask(query);
    return all(
      ...words.map((word) => tileSource(map, fill(word), AREAS[word])),
      tileSource(map, STREETS, "streets"),
      source(map, DOTS, {
        type: "vector",
        tiles: [tilesAddress(query, location.origin)],
        minzoom: DOTS_FROM,
        maxzoom: 17,
      }),
      source(map, LASSO, { type: "geojson", data: outlineOf(query) }),
      layersUnderNames(map, ...words.flatMap((word) => [...areaLayers(word)]), streets()),
      layers(map, dots(), {
        id: LASSO,
        type: "line",
        source: LASSO,
        paint: { "line-color": look().map.chosen, "line-width": 3, "line-dasharray": [2, 1] },
      }),
      pointsAt(map, [...pressable, DOTS]),
      on(map, "click", [...pressable, DOTS], press),
      on(map, "mouseleave", pressable, leave),
      () => map.off("mousemove", pressable, point),
      () => measures?.removeEventListener("change", paint.again),
      paint.end,
      hear("filter", (now) => {
        map.getSource<VectorTileSource>(DOTS)?.setTiles([tilesAddress(now.query, location.origin)]);
        map.getSource<GeoJSONSource>(LASSO)?.setData(outlineOf(now.query));
        paint.ask(now.query);
      }),
    );
  },
};
