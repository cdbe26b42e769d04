/** A designed sheet of paper: the map as large as the sheet allows, and what explains it. */
import "../../styles/sheet.css";

import type { Dress } from "@geo/map/more";
import { barFor, metresPerPixel, roundLength } from "@geo/map/scale";
import { type Picture, pictureFor } from "@geo/print/picture";
import type { Map as GlMap } from "maplibre-gl";

const INCH = 0.0254;
const PIXELS_PER_INCH = 96;
const WIDEST_BAR = 150;

/** Two leading digits of the scale: what paper can be trusted with. */
export function ratioOf(perPixel: number): number {
  const exact = (perPixel * PIXELS_PER_INCH) / INCH;
  const step = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / step) * step;
}

function part(sheet: HTMLElement, name: string): HTMLElement | null {
  return sheet.querySelector<HTMLElement>(`[data-part="${name}"]`);
}

function write(sheet: HTMLElement, name: string, text: string): void {
  const place = part(sheet, name);
  if (place) place.textContent = text;
}

/** The legend of what is on: lists of the page's own legend, without what is switched off. */
function explain(sheet: HTMLElement): void {
  const place = part(sheet, "legend");
  for (const list of document.querySelectorAll(".legend > ul")) {
    const copy = list.cloneNode(true) as HTMLElement;
    for (const off of copy.querySelectorAll("[hidden]")) off.remove();
    place?.append(copy);
  }
  if (place) place.hidden = !place.querySelector("li");
}

/** Each source once, without those of what is switched off; what cannot be switched is on. */
export function nameSources(place: Element, isOn: (layer: string) => boolean): void {
  const named = new Set<string>();
  for (const source of place.querySelectorAll<HTMLElement>("[data-of]")) {
    const words = source.textContent ?? "";
    if (named.has(words) || !isOn(source.dataset["of"] ?? "")) source.remove();
    else named.add(words);
  }
}

function isOn(layer: string): boolean {
  const boxes = document.querySelectorAll<HTMLInputElement>(".layer-switch input");
  return [...boxes].find((box) => box.value === layer)?.checked ?? true;
}

function fill(sheet: HTMLElement, title: string, picture: Picture): void {
  const { lang } = document.documentElement;
  const image = sheet.querySelector("img");
  if (image) image.src = picture.address;
  const perPixel = metresPerPixel(picture.latitude, picture.zoom);
  const { metres, pixels } = barFor(perPixel, WIDEST_BAR);
  const bar = part(sheet, "bar");
  bar?.style.setProperty("width", `${pixels}px`);
  write(sheet, "bar", roundLength(metres, lang));
  write(sheet, "ratio", `1 : ${new Intl.NumberFormat(lang).format(ratioOf(perPixel))}`);
  write(sheet, "title", title);
  write(sheet, "date", new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format());
  write(sheet, "address", decodeURIComponent(location.href));
}

/** Paper is light, whatever the screen is; returns what gives the reader's theme back. */
function onPaper(): () => void {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  dataset["theme"] = "light";
  return () => {
    if (theme === undefined) delete dataset["theme"];
    else dataset["theme"] = theme;
  };
}

/** Ask for size and title, make the sheet, hand it to the browser's print. */
export function print(map: GlMap, host: HTMLElement, dress: Dress, left: () => void): () => void {
  const dialog = host.querySelector<HTMLDialogElement>(".print-dialog");
  const title = dialog?.querySelector<HTMLInputElement>("input");
  const status = dialog?.querySelector<HTMLElement>("[role=status]");
  const ear = new AbortController();
  let sheet: HTMLElement | undefined;
  let restore: () => void = () => undefined;

  function chosen(name: string): string {
    return dialog?.querySelector<HTMLSelectElement>(`[data-choice="${name}"]`)?.value ?? "";
  }

  async function make(): Promise<void> {
    const blank = host.querySelector<HTMLTemplateElement>(".print-template");
    const copy = blank?.content.cloneNode(true) as DocumentFragment | undefined;
    sheet = copy?.querySelector<HTMLElement>(".sheet") ?? undefined;
    const frame = sheet?.querySelector("figure");
    if (!sheet || !frame) return left();
    dialog?.setAttribute("aria-busy", "true");
    if (status) status.hidden = false;
    sheet.classList.add(
      `is-${chosen("size")}`,
      `is-${chosen("turn")}`,
      `is-${chosen("size")}-${chosen("turn")}`,
    );
    restore = onPaper();
    explain(sheet);
    const named = part(sheet, "sources");
    if (named) nameSources(named, isOn);
    document.body.append(sheet);
    const room = { width: frame.clientWidth, height: frame.clientHeight };
    const picture = await pictureFor(map, host, dress, room);
    if (ear.signal.aborted) return;
    fill(sheet, title?.value ?? "", picture);
    await sheet.querySelector("img")?.decode();
    if (ear.signal.aborted) return;
    dialog?.close("made");
    addEventListener("afterprint", left, { once: true, signal: ear.signal });
    sheet.dataset["made"] = "";
    window.print();
  }

  if (title) title.value = document.querySelector("#panel h2, h1")?.textContent?.trim() ?? "";
  dialog?.addEventListener(
    "click",
    (event) => {
      const { act } = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset ?? {};
      if (act === "print") void make();
      else if (act === "leave") dialog.close();
    },
    { signal: ear.signal },
  );
  dialog?.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "made") left();
    },
    { signal: ear.signal },
  );
  if (dialog) dialog.returnValue = "";
  dialog?.showModal();
  return () => {
    ear.abort();
    dialog?.close();
    dialog?.removeAttribute("aria-busy");
    if (status) status.hidden = true;
    URL.revokeObjectURL(sheet?.querySelector("img")?.src ?? "");
    sheet?.remove();
    restore();
  };
}
