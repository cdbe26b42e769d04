/** Fields of a form that are measured on the map: it comes when it is asked for. */
import type { App } from "./app";
import { part, piece } from "./pieces";
import type { Stop } from "./stops";

function put(form: HTMLElement, name: string, value: string): void {
  const field = part<HTMLInputElement>(form, `[name="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Let what `[data-measure]` names be measured; returns what ends it.
 *
 * The fields are called `line`, which is hidden, and what the attribute says.
 */
export function offerMeasuring(form: HTMLElement, app: App, stop: Stop): () => void {
  const place = form.querySelector<HTMLElement>("[data-measure]");
  const name = place?.dataset["measure"];
  if (!place || !name || !stop.place) return () => undefined;
  const box = piece("measure") as HTMLDetailsElement;
  let end: (() => void) | undefined;
  let isGone = false;
  box.addEventListener("toggle", async () => {
    if (!box.open || end) return;
    end = () => undefined;
    const { measure } = await import("./screens/measure");
    if (isGone) return;
    end = measure(box, app, stop, (ends, length) => {
      put(form, "line", JSON.stringify(ends));
      put(form, name, length.toFixed(2).replace(".", ","));
    });
  });
  place.replaceChildren(box);
  return () => {
    isGone = true;
    end?.();
  };
}
