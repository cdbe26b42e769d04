/** Points that inspectors report, as circles over the ground. */
import { layers as register } from "@geo/generated/layers";
import { look } from "@geo/map/look";
import { all, type MapModule } from "@geo/map/module";
import { tileAddress } from "@geo/map/tiles";
import { layers, source } from "@geo/map/undoing";
import type {
  AddLayerObject,
  DataDrivenPropertyValueSpecification,
  Map as GlMap,
} from "maplibre-gl";

type Name =
  | "festival-services"
  | "festival-inspections"
  | "festival-infractions"
  | "unlicensed-vendors";
type Colour = DataDrivenPropertyValueSpecification<string>;

/** Where the layer's tiles are, narrowed by what the page asks of its map. */
export function pointSource(map: GlMap, layer: Name): () => void {
  const host = map.getContainer().closest<HTMLElement>("llajta-map");
  const { tiles, zooms } = register[layer];
  return source(map, layer, {
    type: "vector",
    tiles: [tileAddress(tiles, host?.dataset["filter"] ?? "", location.origin)],
    minzoom: zooms[0],
    maxzoom: zooms[1],
  });
}

/** A layer whose rows are points of one size. */
export function pointModule(
  layer: Name,
  colour: () => Colour,
  more: () => readonly AddLayerObject[] = () => [],
): MapModule {
  return {
    layer,
    add(map) {
      const circle: AddLayerObject = {
        id: `${layer}-point`,
        type: "circle",
        source: layer,
        "source-layer": layer,
        paint: {
          "circle-color": colour(),
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 3, 18, 8],
          "circle-stroke-width": 1.5,
          "circle-stroke-color": look().map.symbol_edge,
        },
      };
      return all(pointSource(map, layer), layers(map, ...more(), circle));
    },
  };
}
