/** `<llajta-draw name="zone" kind="polygon">`: a form field whose value is drawn on a map.
 *
 * Its value is a GeoJSON geometry. Without a script, or without a map, the text box inside it
 * is the field.
 */
import "../../styles/draw.css";

import { type Pen, pen } from "@geo/draw/pen";
import { crosses, geometryOf, sketchOf } from "@geo/draw/shape";
import type { Kind, Sketch } from "@geo/draw/sketch";
import type { LlajtaMap } from "@geo/map/element";

/** What is wrong with a drawing, as the element's `data-` words name it. */
type Wrong = "crosses" | "few" | "missing";

export function wrongWith(sketch: Sketch, isRequired: boolean): Wrong | undefined {
  if (sketch.points.length === 0) return isRequired ? "missing" : undefined;
  if (!geometryOf(sketch)) return "few";
  return crosses(sketch) ? "crosses" : undefined;
}

// Unit tests have no elements to extend.
const Base = globalThis.HTMLElement ?? Object;

export class LlajtaDraw extends Base {
  static readonly formAssociated = true;
  readonly #internals = this.attachInternals();
  #pen: Pen | undefined;
  #first = "";
  #stop: () => void = () => undefined;

  get kind(): Kind {
    return (this.getAttribute("kind") ?? "polygon") as Kind;
  }

  get value(): string {
    return this.querySelector("textarea")?.value ?? "";
  }

  connectedCallback(): void {
    const host = this.querySelector<LlajtaMap>("llajta-map");
    this.#first = this.value;
    if (!host) return;
    const begin = (): void => {
      if (!this.#pen) this.#begin(host);
    };
    host.addEventListener("dressed", begin);
    this.addEventListener("click", this.#act);
    this.#stop = () => host.removeEventListener("dressed", begin);
    if (host.isDressed) begin();
  }

  disconnectedCallback(): void {
    this.#stop();
    this.removeEventListener("click", this.#act);
    this.#pen?.end();
    this.#pen = undefined;
  }

  formResetCallback(): void {
    this.#pen?.become(sketchOf(this.kind, this.#first));
  }

  #begin(host: LlajtaMap): void {
    const { map } = host;
    if (!map) return;
    // From here on the drawing is the value; the text box only mirrors it.
    this.querySelector("textarea")?.removeAttribute("name");
    this.classList.add("is-live");
    this.#pen = pen(map, host, sketchOf(this.kind, this.#first), {
      beginsAnew: false,
      label: () => "",
      changed: (sketch) => this.#hold(sketch),
      leave: () => this.#pen?.finish(),
    });
  }

  #hold(sketch: Sketch): void {
    const geometry = geometryOf(sketch);
    const text = geometry ? JSON.stringify(geometry) : "";
    const wrong = wrongWith(sketch, this.hasAttribute("required"));
    const words = wrong ? (this.dataset[wrong] ?? wrong) : "";
    const area = this.querySelector("textarea");
    const isNew = area?.value !== text;
    if (area) area.value = text;
    this.#internals.setFormValue(text);
    const anchor = this.querySelector<HTMLElement>(".maplibregl-canvas") ?? this;
    if (wrong) this.#internals.setValidity({ customError: true }, words, anchor);
    else this.#internals.setValidity({});
    const status = this.querySelector("[role=status]");
    const shown = sketch.points.length > 0 ? words : "";
    if (status && status.textContent !== shown) status.textContent = shown;
    if (isNew) this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  readonly #act = (event: Event): void => {
    const { act } = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset ?? {};
    if (act === "undo") this.#pen?.undo();
    else if (act === "remove") this.#pen?.remove();
    else if (act === "finish") this.#pen?.finish();
    else if (act === "clear") this.#pen?.clear();
  };
}

if ("customElements" in globalThis) customElements.define("llajta-draw", LlajtaDraw);
