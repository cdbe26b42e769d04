/** `<llajta-draw name="zone" kind="polygon">`: a form field whose value is drawn on a map.
 *
 * Its value is a GeoJSON geometry; `kinds="polygon line"` lets people choose what to draw.
 * Without a script, or without a map, the text box inside it is the field; with them it is
 * the other way to say the same.
 */
import "../../styles/draw.css";

import { type Pen, pen } from "@geo/draw/pen";
import { crosses, geometryOf, kindOf, sketchOf } from "@geo/draw/shape";
import { begun, type Kind, type Sketch } from "@geo/draw/sketch";
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
  /** A text that no drawing can say, while it is the value. */
  #written = "";
  #stop: () => void = () => undefined;

  get kind(): Kind {
    return (this.getAttribute("kind") ?? "polygon") as Kind;
  }

  get value(): string {
    return this.querySelector("textarea")?.value ?? "";
  }

  /** Kinds of shapes that may be drawn here. */
  get kinds(): Kind[] {
    return (this.getAttribute("kinds") ?? this.kind).split(" ") as Kind[];
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
    this.#read(this.#first);
  }

  #begin(host: LlajtaMap): void {
    if (!host.map) return;
    // From here on the drawing is the value; the text box mirrors it, and may change it.
    const area = this.querySelector("textarea");
    area?.removeAttribute("name");
    area?.addEventListener("change", () => this.#read(area.value));
    const text = this.querySelector<HTMLDetailsElement>(".drawn-text");
    if (text) text.open = false;
    this.classList.add("is-live");
    this.#written = this.#first; // not emptied by a pen that has drawn nothing yet
    this.#take(host, begun(this.kind));
    this.#read(this.#first);
  }

  #take(host: LlajtaMap, sketch: Sketch): void {
    if (!host.map) return;
    this.#pen?.end();
    this.#pen = pen(host.map, host, sketch, {
      beginsAnew: false,
      label: () => "",
      changed: (drawn) => this.#hold(drawn),
      leave: () => this.#pen?.finish(),
    });
  }

  /** Draw another kind of shape from now on. */
  #turn(kind: Kind, sketch: Sketch): void {
    const host = this.querySelector<LlajtaMap>("llajta-map");
    for (const button of this.querySelectorAll<HTMLElement>("[data-kind]"))
      button.setAttribute("aria-pressed", String(button.dataset["kind"] === kind));
    if (kind === this.kind) this.#pen?.become(sketch);
    else if (host) {
      this.setAttribute("kind", kind);
      this.#take(host, sketch);
    }
  }

  /** Draw what a text says; what no drawing can say stays text, and counts as it is. */
  #read(text: string): void {
    const kind = kindOf(text);
    this.#written = "";
    if (kind && this.kinds.includes(kind)) {
      this.#turn(kind, sketchOf(kind, text));
      return;
    }
    this.#written = text.trim();
    this.#pen?.become(begun(this.kind));
    if (this.#written) this.#tell(this.#written, "", "");
    const box = this.querySelector<HTMLDetailsElement>(".drawn-text");
    if (box && this.#written) box.open = true;
  }

  #hold(sketch: Sketch): void {
    if (this.#written && sketch.points.length === 0) return;
    this.#written = "";
    const geometry = geometryOf(sketch);
    const wrong = wrongWith(sketch, this.hasAttribute("required"));
    const words = wrong ? (this.dataset[wrong] ?? wrong) : "";
    const shown = sketch.points.length > 0 ? words : "";
    this.#tell(geometry ? JSON.stringify(geometry) : "", words, shown);
  }

  /** Set the value, why it will not do, and what of that is said at once. */
  #tell(text: string, words: string, shown: string): void {
    const area = this.querySelector("textarea");
    const isNew = area?.value !== text;
    if (area) area.value = text;
    this.#internals.setFormValue(text);
    const anchor = this.querySelector<HTMLElement>(".maplibregl-canvas") ?? this;
    if (words) this.#internals.setValidity({ customError: true }, words, anchor);
    else this.#internals.setValidity({});
    const status = this.querySelector("[role=status]");
    if (status && status.textContent !== shown) status.textContent = shown;
    if (isNew) this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  readonly #act = (event: Event): void => {
    const pressed = (event.target as Element).closest<HTMLElement>("[data-act], [data-kind]");
    const { act, kind } = pressed?.dataset ?? {};
    if (kind && kind !== this.kind) this.#turn(kind as Kind, begun(kind as Kind));
    else if (act === "undo") this.#pen?.undo();
    else if (act === "remove") this.#pen?.remove();
    else if (act === "finish") this.#pen?.finish();
    else if (act === "clear") this.#pen?.clear();
  };
}

if ("customElements" in globalThis) customElements.define("llajta-draw", LlajtaDraw);
