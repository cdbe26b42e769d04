/** A visit being recorded: what came of it, photographs, signature, and where one stands. */
import type { App } from "../app";
import { forgetCode } from "../codes";
import { spokenDistance } from "../distance";
import { localTime } from "../doors";
import { type Draft, write } from "../drafts";
import { kindOf, NotYet, type Outcome } from "../kind";
import { offerMeasuring } from "../measuring";
import type { Pad } from "../pad";
import { shrunk } from "../photo";
import { part, piece, press, word } from "../pieces";
import { draftOf, record } from "../recording";
import { findStop, type Stop } from "../stops";
import { NoRoom } from "../storage";
import { tell } from "../told";
import { follow, here, wayTo } from "../whereabouts";
import { begunWords, type Changed, offerLeaving, remember, sign } from "./begun";

function complain(screen: HTMLElement, sentence: string, field?: string): void {
  const wrong = part(screen, "[role=alert]");
  wrong.textContent = sentence;
  wrong.hidden = sentence === "";
  const named = field ? screen.querySelector<HTMLElement>(`[name="${field}"]`) : null;
  named?.setAttribute("aria-invalid", "true");
  (named ?? wrong).scrollIntoView({ block: "center" });
  named?.focus();
}

function showWhere(screen: HTMLElement, stop: Stop): () => void {
  const line = part(screen, ".where");
  return follow((fix) => {
    const way = fix && stop.place ? wayTo(fix, stop.place) : undefined;
    line.classList.toggle("is-far", way?.isFar ?? false);
    const accuracy = fix ? Math.round(fix.accuracy) : "";
    if (!fix) line.textContent = word("recorded-without-position");
    else if (!way) line.textContent = word("recorded-here", { accuracy });
    else {
      const distance = spokenDistance(way.distance);
      line.textContent = word(way.isFar ? "recorded-far" : "recorded-near", { distance, accuracy });
    }
  });
}

function showPhotos(screen: HTMLElement, draft: Draft, changed: Changed): void {
  const lines = draft.photos.map((photo) => {
    const line = piece("photo-line");
    const image = part<HTMLImageElement>(line, "img");
    image.src = URL.createObjectURL(photo);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    press(line, "button", () => {
      draft.photos.splice(draft.photos.indexOf(photo), 1);
      changed("pictures");
      showPhotos(screen, draft, changed);
    });
    return line;
  });
  part(screen, "[data-photos]").replaceChildren(...lines);
}

function takePhotos(screen: HTMLElement, draft: Draft, changed: Changed): void {
  const input = part<HTMLInputElement>(screen, "[data-photo]");
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    input.value = "";
    if (!file) return;
    try {
      draft.photos.push(await shrunk(file));
      complain(screen, "");
      changed("pictures");
      showPhotos(screen, draft, changed);
    } catch {
      complain(screen, word("no-photograph"));
    }
  });
}

async function save(
  app: App,
  stop: Stop,
  {
    form,
    draft,
    outcome,
    pad,
  }: { form: HTMLFormElement; draft: Draft; outcome: Outcome; pad: Pad },
): Promise<void> {
  const at = new Date();
  const typed = new FormData(form);
  const visit = await record(app, stop, {
    draft,
    outcome,
    body: await outcome.body(typed, stop.item, localTime(at).slice(0, 10)),
    note: String(typed.get("note") ?? "").trim(),
    signature: await pad.picture(),
    fix: here(at.getTime()),
    at,
  });
  forgetCode(stop.item.id);
  if (visit.payment) location.hash = `#/recibo/${visit.id}`;
  else {
    tell(word("kept", { main: stop.main }));
    location.hash = "#/";
  }
}

function sorry(form: HTMLElement, error: unknown): void {
  if (error instanceof NotYet) complain(form, word(error.word), error.field);
  else if (error instanceof NoRoom) complain(form, word("no-room"));
  else throw error;
}

export function show(
  place: HTMLElement,
  app: App,
  assignment = "",
  item = "",
  code = "",
): () => void {
  const stop = findStop(app, assignment, item);
  const outcome = kindOf(stop?.kind ?? "")?.outcomes.find((each) => each.code === code);
  if (!stop || !outcome) {
    location.hash = "#/";
    return () => undefined;
  }
  const draft = draftOf(app, stop, code);
  const form = piece("visit", {
    main: stop.main,
    outcome: word(`do-${code}`),
    begun: begunWords(draft),
  }) as HTMLFormElement;
  const fields = part(form, "[data-fields]");
  if (outcome.form) fields.replaceChildren(piece(outcome.form));
  outcome.prepare?.(fields, stop.item, localTime(new Date()).slice(0, 10));
  const changed: Changed = (part) => {
    write(app, draft, part).catch((error: unknown) => sorry(form, error));
  };
  offerLeaving(form, app, stop, draft);
  const pad = sign(form, draft, changed);
  takePhotos(form, draft, changed);
  showPhotos(form, draft, changed);
  remember(form, draft, changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  press(form, "[type=submit]", () =>
    save(app, stop, { form, draft, outcome, pad }).catch((error: unknown) => sorry(form, error)),
  );
  const endMeasuring = offerMeasuring(form, app, stop);
  place.replaceChildren(form);
  const endWhere = showWhere(form, stop);
  return () => {
    endMeasuring();
    endWhere();
  };
}
