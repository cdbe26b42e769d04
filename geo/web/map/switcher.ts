/** Which layers are on: boxes in the legend, kept in the address so that a link shows the same. */

import { say } from "@geo/map/failures";
import { isDark } from "@geo/page/theme";
import type { Map as GlMap, StyleSpecification } from "maplibre-gl";

const NAME = "capas";

/** Boxes that are not as the page would have them: `-otb,zones` is OTBs off, zones on. */
export type Choice = ReadonlyMap<string, boolean>;

/** The choice that an address holds. */
export function choiceIn(hash: string): Choice {
  const text = new URLSearchParams(hash.replace(/^#/, "")).get(NAME) ?? "";
  const words = text.split(",").filter(Boolean);
  return new Map(words.map((word) => [word.replace(/^-/, ""), !word.startsWith("-")]));
}

/** The hash with this choice in it; what else it holds stays as it is. */
export function withChoice(hash: string, choice: Choice): string {
  const kept = hash.replace(/^#/, "").split("&");
  const parts = kept.filter((part) => part && !part.startsWith(`${NAME}=`));
  const words = [...choice].map(([name, on]) => (on ? name : `-${name}`));
  if (words.length > 0) parts.push(`${NAME}=${words.join(",")}`);
  return parts.length > 0 ? `#${parts.join("&")}` : "";
}

/** Layers of the ground that a box is about: those whose names begin with its value. */
function group(map: GlMap, box: HTMLInputElement): string[] {
  return map.getLayersOrder().filter((id) => id.startsWith(box.value));
}

/** Put a published layer on the map below the names; the undo works while it still loads. */
function overlay(map: GlMap, name: string, failed: () => void): () => void {
  let undo: () => void = () => undefined;
  let isGone = false;

  async function bring(): Promise<void> {
    const answer = await fetch(`/ogc/collections/${name}/styles/${isDark() ? "dark" : "light"}`);
    if (!answer.ok) throw new Error(`no style for ${name}`);
    const style = (await answer.json()) as StyleSpecification;
    if (isGone) return;
    const before = map.getStyle().layers.find(({ type }) => type === "symbol")?.id;
    const id = `overlay-${name}`;
    const [spec] = Object.values(style.sources);
    if (!spec) return;
    map.addSource(id, spec);
    const added = style.layers.map((layer) => ({ ...layer, id: `${id}-${layer.id}`, source: id }));
    for (const layer of added) map.addLayer(layer as never, before);
    undo = () => {
      for (const layer of added) map.removeLayer(layer.id);
      map.removeSource(id);
    };
  }

  bring().catch(failed);
  return () => {
    isGone = true;
    undo();
  };
}

/** Boxes of the page's switcher; a map without one has none. */
function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(".layer-switch input")];
}

/** Make the boxes say what the address says; before any map is there. */
export function readChoice(): void {
  const choice = choiceIn(location.hash);
  for (const box of boxes()) box.checked = choice.get(box.value) ?? box.defaultChecked;
}

/** Switch the layers of one map as the boxes say, now and whenever one is touched. */
export function switchLayers(map: GlMap, host: HTMLElement): () => void {
  const on = new Map<string, () => void>();

  function apply(box: HTMLInputElement): void {
    const entry = document.querySelector<HTMLElement>(`[data-entry="${box.value}"]`);
    if (entry) entry.hidden = !box.checked;
    if (box.name === "ground") {
      const ids = group(map, box);
      const row = box.closest("li");
      if (row) row.hidden = ids.length === 0;
      for (const id of ids)
        map.setLayoutProperty(id, "visibility", box.checked ? "visible" : "none");
      return;
    }
    on.get(box.value)?.();
    on.delete(box.value);
    if (box.checked)
      on.set(
        box.value,
        overlay(map, box.value, () => say(host, "tiles", true)),
      );
  }

  function changed(event: Event): void {
    const box = event.target as HTMLInputElement;
    if (!box.closest(".layer-switch")) return;
    apply(box);
    const differing = boxes().filter(({ checked, defaultChecked }) => checked !== defaultChecked);
    const choice = new Map(differing.map(({ value, checked }) => [value, checked]));
    const { pathname, search, hash } = location;
    history.replaceState(history.state, "", `${pathname}${search}${withChoice(hash, choice)}`);
  }

  for (const box of boxes()) apply(box);
  document.addEventListener("change", changed);
  return () => {
    document.removeEventListener("change", changed);
    for (const undo of on.values()) undo();
  };
}
