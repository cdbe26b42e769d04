/** A style without everything that would have to be fetched. */
import type { StyleSpecification } from "maplibre-gl";

const GROUND = "basemap";

/** The style of one ground only: what else it draws would have to be fetched. */
export function onGround(style: StyleSpecification, url: string): StyleSpecification {
  return {
    ...style,
    sources: { [GROUND]: { type: "vector", url } },
    layers: style.layers.filter((layer) => !("source" in layer) || layer.source === GROUND),
  };
}
