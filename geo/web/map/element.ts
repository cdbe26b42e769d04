/** `<llajta-map layers="works">`: the map as an element that cleans up after itself.
 *
 * With `offline="otb-7.pmtiles"` its ground is the map of that name kept in this browser.
 */

import { type Focus, focusNow, hear } from "@geo/events";
import { begin, boundsIn, HASH, homeView, styleOf } from "@geo/map/begin";
import { covered, frame, goHome, motion, show } from "@geo/map/camera";
import { say, watchTiles } from "@geo/map/failures";
import { followFocus } from "@geo/map/focus";
import { all, isMapModule, type MapModule } from "@geo/map/module";
import { wireMore } from "@geo/map/more";
import { printable } from "@geo/map/print";
import { showScale } from "@geo/map/scale";
import { drawSketch } from "@geo/map/sketch";
import { readChoice, switchLayers } from "@geo/map/switcher";
import { askHere, wireTools } from "@geo/map/tools";
import type { Map as GlMap } from "maplibre-gl";

/** Closest zoom for a choice of records: one sees the neighbourhood too. */
const FAR = 15;
/** Zoom at which a page shows the one point it is about: with its street. */
const NEAR = 16;

const found = import.meta.glob<Record<string, unknown>>("../../../apps/*/web/*.module.ts");

/** The modules of these layers; each system brings its own file. */
async function modulesFor(names: readonly string[]): Promise<MapModule[]> {
  const wanted = Object.entries(found).filter(([path]) =>
    names.some((name) => path.endsWith(`/${name}.module.ts`)),
  );
  const loaded = await Promise.all(wanted.map(([, load]) => load()));
  return loaded.flatMap((module) => Object.values(module).filter(isMapModule));
}

export class LlajtaMap extends HTMLElement {
  /** The engine's map, for tests and for the console of a curious reader. */
  map: GlMap | undefined;
  /** Whether the map has its style, so that more can be put on it. */
  isDressed = false;
  #undo: () => void = () => undefined;
  #redress: () => void = () => undefined;

  static readonly observedAttributes = ["offline"];

  attributeChangedCallback(): void {
    this.#redress();
  }

  async connectedCallback(): Promise<void> {
    const [modules, style] = await Promise.all([
      modulesFor((this.getAttribute("layers") ?? "").split(" ")),
      styleOf(this),
      document.fonts.load('24px "Noto Sans"', "Ñandú"),
    ]);
    if (!this.isConnected) return;
    const isShared = location.hash.includes(`${HASH}=`);
    try {
      this.map = begin(this, style);
    } catch {
      say(this, "canvas", true);
      return;
    }
    this.#undo = all(this.#report(this.map), this.#live(this.map, modules, isShared));
    this.removeAttribute("aria-busy");
  }

  disconnectedCallback(): void {
    this.#redress = () => undefined;
    this.#undo();
    this.map?.remove();
    this.map = undefined;
  }

  /** Say with `data-ready` when everything asked for has been drawn. */
  #report(map: GlMap): () => void {
    const ready = (): void => this.setAttribute("data-ready", "");
    const busy = (): void => this.removeAttribute("data-ready");
    map.on("idle", ready);
    map.on("movestart", busy);
    map.on("sourcedataloading", busy);
    return all(
      () => map.off("idle", ready),
      () => map.off("movestart", busy),
      () => map.off("sourcedataloading", busy),
    );
  }

  #live(map: GlMap, modules: readonly MapModule[], isShared: boolean): () => void {
    const own = this.dataset["focus"];
    let focus: Focus | undefined = own ? { zoom: NEAR, ...JSON.parse(own) } : focusNow();
    let undress: () => void = () => undefined;

    const wear = (worn: GlMap): (() => void) =>
      all(
        switchLayers(worn, this),
        ...modules.map((module) => module.add(worn)),
        drawSketch(worn, this.dataset["sketch"]),
        followFocus(worn, focus),
      );

    const dress = (): void => {
      undress = wear(map);
      this.isDressed = true;
      this.dispatchEvent(new Event("dressed"));
    };

    let turn = 0;
    const redress = async (): Promise<void> => {
      turn += 1;
      const mine = turn;
      const style = await styleOf(this);
      if (mine !== turn || this.map !== map) return;
      undress();
      undress = () => undefined;
      this.isDressed = false;
      map.setStyle(style, { diff: false });
      map.once("style.load", dress);
    };
    const again = (): void => void redress();
    const nearest = Number(this.dataset["closest"] ?? FAR);
    this.#redress = () => {
      const choice = boundsIn(this.dataset["frame"]);
      if (choice) frame(map, choice, nearest);
      again();
    };

    readChoice();
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    if (isShared) map.setPadding(covered(map));
    else goHome(map, homeView(this), 0);
    map.once("style.load", () => {
      dress();
      const choice = boundsIn(this.dataset["frame"]);
      if (isShared) return;
      if (focus) show(map, focus);
      // The first view is there at once: a panel that opens meanwhile would stop a flight.
      else if (choice) frame(map, choice, nearest, 0);
    });
    return all(
      () => undress(),
      wireTools(map, this, () => goHome(map, homeView(this))),
      askHere(map),
      printable(map, this),
      showScale(map, this),
      wireMore(map, this, wear),
      hear("theme", again),
      hear("focus", (now) => {
        focus = now;
      }),
      hear("filter", ({ query, bounds }) => {
        this.dataset["filter"] = query;
        if (query && bounds) frame(map, bounds, nearest);
      }),
      watchTiles(map, this, again),
      hear("cover", () => map.easeTo({ padding: covered(map), duration: motion() })),
    );
  }
}

customElements.define("llajta-map", LlajtaMap);
