/** Measuring: how long is this, how large is that. */
import "../../styles/draw.css";

import { area, length, type Position } from "@geo/draw/geodesy";
import { pen } from "@geo/draw/pen";
import { begun } from "@geo/draw/sketch";
import { areaInWords, lengthInWords } from "@geo/draw/units";
import type { Map as GlMap } from "maplibre-gl";

type Measured = "line" | "polygon";

/** What the points come to; nothing while they are too few. */
export function inWords(kind: Measured, points: readonly Position[], language: string): string {
  if (points.length < 2) return "";
  if (kind === "line") return lengthInWords(length(points), language);
  return points.length < 3 ? "" : areaInWords(area(points), language);
}

/** Measure until the reader leaves; returns what ends it from outside. */
export function measure(
  map: GlMap,
  host: HTMLElement,
  kind: Measured,
  left: () => void,
): () => void {
  const bar = host.querySelector<HTMLElement>(".measuring");
  const { lang } = document.documentElement;
  const say = (points: readonly Position[]): string => inWords(kind, points, lang);

  function isShown(shown: boolean): void {
    if (bar) bar.hidden = !shown;
    for (const word of bar?.querySelectorAll<HTMLElement>("[data-kind]") ?? [])
      word.hidden = word.dataset["kind"] !== kind;
  }

  const tool = pen(map, host, begun(kind), {
    beginsAnew: true,
    label: say,
    leave: left,
    changed(sketch, points) {
      const figure = bar?.querySelector("[data-figure]");
      const spoken = bar?.querySelector("[role=status]");
      if (figure) figure.textContent = say(points) || "–";
      // Read aloud at each point that is set, not at each movement.
      if (spoken && spoken.textContent !== say(sketch.points))
        spoken.textContent = say(sketch.points);
    },
  });

  function act(event: Event): void {
    const { act } = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset ?? {};
    if (act === "undo") tool.undo();
    else if (act === "leave") left();
  }

  isShown(true);
  bar?.addEventListener("click", act);
  map.getCanvas().focus({ preventScroll: true });
  return () => {
    bar?.removeEventListener("click", act);
    isShown(false);
    tool.end();
  };
}
