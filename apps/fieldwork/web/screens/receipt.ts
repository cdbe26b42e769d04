/** The receipt of a payment, to be printed or shown. */
import type { App } from "../app";
import { part, piece, press } from "../pieces";
import { slip } from "../receipt";

/** Only the slip goes to paper: a copy of it stands outside the app, where print finds it. */
function onPaper(receipt: HTMLElement): void {
  document.getElementById("paper")?.replaceChildren(receipt.cloneNode(true));
  window.print();
}

export function show(place: HTMLElement, app: App, id = ""): () => void {
  const visit = app.visits.find((each) => each.id === id);
  if (!visit?.payment) {
    location.hash = "#/";
    return () => undefined;
  }
  const paper = slip(app, visit, document.body.dataset["town"] ?? "");
  const screen = piece("receipt", { no_number: !visit.payment.number });
  part(screen, "[data-slip]").replaceChildren(paper);
  press(screen, "[data-do=print]", () => onPaper(paper));
  place.replaceChildren(screen);
  return () => document.getElementById("paper")?.replaceChildren();
}
