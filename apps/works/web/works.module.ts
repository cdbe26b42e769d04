/** Public works: marks by state, rings where many stand together. */

import { hear } from "@geo/events";
import { layers as register } from "@geo/generated/layers";
import { STATES, stateMark } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, pointsAt, source } from "@geo/map/undoing";
import type {
  ExpressionSpecification,
  Map as GlMap,
  MapLayerMouseEvent,
  VectorTileSource,
} from "maplibre-gl";

import { donut, PREFIX, readName } from "./donut";
import { CLUSTER, open, SINGLE } from "./open";

const { name, tiles, zooms } = register.works;
const MARK = 22;

const mark: ExpressionSpecification = [
  "concat",
  ["get", "state"],
  ["case", ["in", ["get", "certainty"], ["literal", ["drawn", "derived"]]], "~", ""],
];
const counts = STATES.flatMap((state) => [":", ["to-string", ["coalesce", ["get", state], 0]]]);
const isVague: ExpressionSpecification = [
  ">",
  ["*", 2, ["coalesce", ["get", "approximate"], 0]],
  ["to-number", ["get", "count"]],
];
const ring = [
  "concat",
  PREFIX,
  ["to-string", ["get", "count"]],
  ...counts,
  ["case", isVague, ":~", ""],
] as ExpressionSpecification;

function bringImages(map: GlMap): () => void {
  const ratio = Math.min(map.getPixelRatio(), 3);
  const { lang } = document.documentElement;
  map.setMissingStyleImageResolver((id) => {
    const cluster = readName(id);
    const state = STATES.find((word) => id === word || id === `${word}~`);
    if (cluster) map.addImage(id, donut(cluster, ratio, lang), { pixelRatio: ratio });
    else if (state)
      map.addImage(id, stateMark(state, id.endsWith("~"), MARK, ratio), { pixelRatio: ratio });
  });
  return () => {
    map.setMissingStyleImageResolver(null);
  };
}

export const works: MapModule = {
  layer: name,

  add(map) {
    const host = map.getContainer().closest<HTMLElement>("llajta-map");
    const click = (event: MapLayerMouseEvent): void => open(map, event);
    map.on("click", [SINGLE, CLUSTER], click);
    return all(
      bringImages(map),
      source(map, name, {
        type: "vector",
        tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
        minzoom: zooms[0],
        maxzoom: zooms[1],
      }),
      layers(
        map,
        {
          id: SINGLE,
          type: "symbol",
          source: name,
          "source-layer": name,
          filter: ["!", ["has", "count"]],
          layout: {
            "icon-image": mark,
            "icon-allow-overlap": true,
            "icon-ignore-placement": true,
            "icon-size": ["interpolate", ["linear"], ["zoom"], 11, 0.7, 14, 1, 18, 1.25],
          },
        },
        {
          id: CLUSTER,
          type: "symbol",
          source: name,
          "source-layer": name,
          filter: ["has", "count"],
          layout: {
            "icon-image": ring,
            "icon-allow-overlap": true,
            "symbol-sort-key": ["get", "count"],
          },
        },
      ),
      pointsAt(map, [SINGLE, CLUSTER]),
      () => map.off("click", [SINGLE, CLUSTER], click),
      hear("filter", ({ query }) => {
        map
          .getSource<VectorTileSource>(name)
          ?.setTiles([tileAddress(tiles, query, location.origin)]);
      }),
    );
  },
};
