/** The debtor page beyond links and forms: the months as a slider, and the lasso. */
import "../../../geo/styles/draw.css";

import { type Pen, pen } from "@geo/draw/pen";
import { begun, finished, type Sketch } from "@geo/draw/sketch";
import type { LlajtaMap } from "@geo/map/element";
import htmx from "htmx.org";

import { withLasso } from "./debts";

/** Slide through the months: to the right is today, each step to the left a month before. */
function slideMonths(place: HTMLElement): void {
  const select = place.querySelector<HTMLSelectElement>("#dia");
  const slider = place.querySelector<HTMLInputElement>("[data-slider]");
  if (!select || !slider) return;
  const last = select.options.length - 1;
  const follow = (): void => {
    slider.value = String(last - select.selectedIndex);
    slider.setAttribute("aria-valuetext", select.selectedOptions[0]?.text ?? "");
  };
  slider.max = String(last);
  slider.hidden = false;
  slider.addEventListener("input", () => {
    select.selectedIndex = last - Number(slider.value);
    slider.setAttribute("aria-valuetext", select.selectedOptions[0]?.text ?? "");
  });
  // The form hears the select: one question when the thumb is let go, none while it moves.
  slider.addEventListener("change", (event) => {
    event.stopPropagation();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  select.addEventListener("change", follow);
  document.addEventListener("htmx:afterSwap", follow);
  follow();
}

/** Draw around accounts; what was drawn becomes a filter of the list. */
function drawLasso(): void {
  const button = document.querySelector<HTMLElement>('[data-do="lasso"]');
  const bar = document.querySelector<HTMLElement>(".lasso-bar");
  const host = document.querySelector<LlajtaMap>("llajta-map");
  if (!button || !bar || !host) return;
  let tool: Pen | undefined;
  let drawn: Sketch = begun("polygon");

  function leave(): void {
    tool?.end();
    tool = undefined;
    if (bar) bar.hidden = true;
    button?.setAttribute("aria-pressed", "false");
  }

  function choose(): void {
    const { points } = drawn;
    if (points.length < 3) return;
    leave();
    const corners = points.map(([x, y]): [number, number] => [x, y]);
    void htmx.ajax("get", withLasso(location.search, corners), { target: "#results" });
  }

  function begin(): void {
    if (!host?.map) return;
    drawn = begun("polygon");
    tool = pen(host.map, host, drawn, {
      beginsAnew: false,
      label: () => "",
      leave,
      changed(sketch) {
        drawn = sketch;
        if (!sketch.isOpen && sketch.points.length > 2) queueMicrotask(choose);
      },
    });
    if (bar) bar.hidden = false;
    button?.setAttribute("aria-pressed", "true");
    host.map.getCanvas().focus({ preventScroll: true });
  }

  button.addEventListener("click", () => (tool ? leave() : begin()));
  bar.addEventListener("click", (event) => {
    const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset["act"];
    if (act === "undo") tool?.undo();
    else if (act === "cancel") leave();
    else if (act === "finish") {
      drawn = finished(drawn);
      choose();
    }
  });
}

export function begin(place: HTMLElement): void {
  slideMonths(place);
  drawLasso();
}
