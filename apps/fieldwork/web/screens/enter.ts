/** Before anything else: whose telephone this is, and its PIN. */
import type { App } from "../app";
import { Refused, Unreached } from "../doors";
import { exchange } from "../exchange";
import { exported, left } from "../outbox";
import { fill, part, piece, press, word } from "../pieces";
import { stay } from "../room";
import { saveFile } from "../saving";
import { tell } from "../told";
import { isGuessed, SHORTEST_PIN } from "../vault";

function complain(form: HTMLElement, sentence: string): void {
  const wrong = part(form, ".wrong");
  wrong.textContent = sentence;
  wrong.hidden = sentence === "";
}

/** Do `act` with what was typed, once at a time. */
function onSubmit(form: HTMLElement, act: (typed: FormData) => Promise<void>): void {
  const button = part<HTMLButtonElement>(form, "[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    try {
      await act(new FormData(form as HTMLFormElement));
    } finally {
      button.disabled = false;
    }
  });
}

/** How much waits here, in a sentence; empty if nothing does. */
export async function waitsWords(app: App): Promise<string> {
  const { events, files } = await left(app.storage);
  if (events + files === 0) return "";
  return word("some-wait", { events, files });
}

async function saveWaiting(app: App): Promise<void> {
  const name = app.enrolled?.me.id ?? "envios";
  saveFile(
    await exported(app.storage),
    `campo-${name}-${new Date().toISOString().slice(0, 10)}.llajta`,
  );
}

export async function enrol(place: HTMLElement, app: App): Promise<void> {
  const form = piece("enrol", { waits: await waitsWords(app) });
  const code = part<HTMLInputElement>(form, "[name=code]");
  const name = part<HTMLInputElement>(form, "[name=name]");
  code.value = new URLSearchParams(location.hash.slice(1)).get("alta") ?? "";
  name.value = /\(Linux; Android [^;]*; ([^);]+)/.exec(navigator.userAgent)?.[1] ?? "";
  press(form, "[data-do=export]", () => saveWaiting(app));
  onSubmit(form, async (typed) => {
    try {
      await app.enrol(String(typed.get("code")), String(typed.get("name")).trim());
      void stay();
      history.replaceState(null, "", location.pathname);
      await choose(place, app);
    } catch (error) {
      if (error instanceof Unreached) complain(form, word("needs-network"));
      else if (error instanceof Refused) complain(form, error.message);
      else throw error;
    }
  });
  place.replaceChildren(form);
}

export async function choose(place: HTMLElement, app: App): Promise<void> {
  const form = piece("choose", { holder: app.enrolled?.holder.full_name });
  onSubmit(form, async (typed) => {
    const pin = String(typed.get("pin"));
    if (!/^\d+$/.test(pin) || pin.length < SHORTEST_PIN) complain(form, word("pin-short"));
    else if (isGuessed(pin)) complain(form, word("pin-guessed"));
    else if (pin !== typed.get("again")) complain(form, word("pin-differs"));
    else await app.choose(pin);
  });
  place.replaceChildren(form);
  part(form, "input").focus();
}

export async function open(place: HTMLElement, app: App): Promise<void> {
  const holder = app.enrolled?.holder.full_name;
  const form = piece("open", { holder, waits: await waitsWords(app) });
  const pin = part<HTMLInputElement>(form, "[name=pin]");
  onSubmit(form, async () => {
    const tries = await app.open(pin.value);
    if (tries === undefined) return;
    pin.value = "";
    if (tries > 0) complain(form, word("pin-wrong", { tries }));
    else await enrol(place, app);
  });
  press(form, "[data-do=send]", async () => {
    const ended = await exchange(app);
    tell(word(`ended-${ended}`));
    fill(form, { waits: await waitsWords(app) });
  });
  press(form, "[data-do=forget]", async () => {
    await app.forget();
    await enrol(place, app);
  });
  place.replaceChildren(form);
  pin.focus();
}

export async function wiped(place: HTMLElement, app: App, again: () => void): Promise<void> {
  const screen = piece("wiped", { waits: await waitsWords(app) });
  press(screen, "[data-do=export]", () => saveWaiting(app));
  press(screen, "[data-do=enrol]", again);
  place.replaceChildren(screen);
}
