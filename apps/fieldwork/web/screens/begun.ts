/** A form that was begun: it comes back as it was left, and what is typed is written down. */
import type { App } from "../app";
import { localTime } from "../doors";
import { type Draft, drop, leave, type Part } from "../drafts";
import { type Pad, signable } from "../pad";
import { part, press, word } from "../pieces";
import type { Stop } from "../stops";
import { tell } from "../told";

/** What a change of the draft calls, once it is in it. */
export type Changed = (part: Part) => void;

/** Let the fields come back as they were left, and remember what is typed. */
export function remember(form: HTMLFormElement, draft: Draft, changed: Changed): void {
  for (const [name, value] of draft.values) {
    const field = form.elements.namedItem(name);
    if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    ) {
      field.value = value;
      field.dispatchEvent(new Event("input")); // only for those who watch this very field
    }
  }
  form.addEventListener("input", (event) => {
    (event.target as HTMLElement).removeAttribute("aria-invalid");
    draft.values = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    changed("words");
  });
}

/** Let the signature come back, and remember it after every stroke. */
export function sign(form: HTMLElement, draft: Draft, changed: Changed): Pad {
  const pad = signable(part<HTMLCanvasElement>(form, ".pad"), async () => {
    draft.signature = await pad.picture();
    changed("pictures");
  });
  if (draft.signature) {
    part<HTMLDetailsElement>(form, "[data-signing]").open = true;
    void pad.show(draft.signature);
  }
  press(form, "[data-do=unsign]", () => pad.clear());
  return pad;
}

/** Say of what was begun before that it is here again; it can be thrown away, or left. */
export function offerLeaving(form: HTMLElement, app: App, stop: Stop, draft: Draft): void {
  const back = part<HTMLAnchorElement>(form, "[data-back]");
  back.href = stop.address;
  back.addEventListener("click", () => void leave(app, draft));
  press(form, "[data-do=discard]", async () => {
    await drop(app, draft);
    tell(word("draft-gone"));
    location.hash = stop.address;
  });
}

export function begunWords({ at }: Draft): string {
  return at > 0 ? word("draft-here", { time: localTime(new Date(at)).slice(11, 16) }) : "";
}
