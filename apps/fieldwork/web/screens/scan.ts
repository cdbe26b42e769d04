/** A paper's code, read with the camera or typed: what it is, and which place it leads to. */
import type { App } from "../app";
import { note } from "../codes";
import { kindOf, type Reading } from "../kind";
import { fill, part, piece, word } from "../pieces";
import { watch } from "../scanner";

/** Whether one of the rounds that were taken along has papers with codes. */
export function readsCodes(app: App): boolean {
  return app.taken.some(({ content }) => kindOf(content.kind)?.read !== undefined);
}

/** What the kinds of the rounds make of a code; the first that knows it is believed. */
async function readingOf(app: App, code: string): Promise<Reading> {
  let last: Reading = { isGood: false, said: word("code-means-nothing") };
  for (const name of new Set(app.taken.map(({ content }) => content.kind))) {
    const read = kindOf(name)?.read;
    if (!read) continue;
    const mine = app.taken.filter(({ content }) => content.kind === name);
    last = await read(code, mine);
    if (last.isGood || last.item) return last;
  }
  return last;
}

function tellReading(screen: HTMLElement, { isGood, said, item, assignment }: Reading): void {
  const box = part(screen, "[data-reading]");
  box.hidden = false;
  box.classList.toggle("is-warning", !isGood);
  fill(box, { said, main: item?.subtitle ?? "", second: item?.title ?? "", leads: !!item });
  if (item) part<HTMLAnchorElement>(box, "a").href = `#/lugar/${assignment}/${item.id}`;
}

export function show(place: HTMLElement, app: App): () => void {
  const screen = piece("scan") as HTMLFormElement;
  const field = part<HTMLInputElement>(screen, "[name=code]");
  const video = part<HTMLVideoElement>(screen, "video");
  async function read(code: string): Promise<void> {
    if (!code.trim()) return field.focus();
    const reading = await readingOf(app, code);
    note(code, reading.item?.id, Date.now());
    tellReading(screen, reading);
    navigator.vibrate?.(reading.isGood ? 40 : [80, 60, 80]);
  }
  screen.addEventListener("submit", (event) => {
    event.preventDefault();
    void read(field.value);
  });
  place.replaceChildren(screen);
  let [end, isGone] = [(): void => undefined, false];
  void watch(video, (code) => {
    field.value = code;
    void read(code);
  }).then((stop) => {
    part(screen, "[data-camera]").hidden = !stop;
    part(screen, "[data-no-camera]").hidden = !!stop;
    if (stop) end = stop;
    if (isGone) end();
  });
  return () => {
    isGone = true;
    end();
  };
}
