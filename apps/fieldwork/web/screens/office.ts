/** What waits and what the office said, the day's cash, and this telephone itself. */
import type { App } from "../app";
import { localTime } from "../doors";
import { beginDuty, consent, duty, endDuty, withdraw } from "../duty";
import { exchange } from "../exchange";
import { free } from "../numbers";
import { exported, left } from "../outbox";
import { fill, part, piece, press, word } from "../pieces";
import { room, weight } from "../room";
import { saveFile } from "../saving";
import { bolivianos, cashOf, shelved, type Visit } from "../visits";

async function understood(app: App, visit: Visit): Promise<void> {
  if (!app.key) return;
  const seen = { ...visit, seen: true };
  await app.storage.change({ put: [await shelved(app.key, seen)] });
  app.visits = app.visits.map((each) => (each.id === visit.id ? seen : each));
  app.changed();
}

/** Visits with which something was otherwise than the collector could know. */
export function unread(all: readonly Visit[]): Visit[] {
  return all.filter(({ told, seen }) => !seen && told !== null && told.message !== "");
}

function showAnswers(screen: HTMLElement, app: App): void {
  const answers = unread(app.visits);
  const lines = answers.map((visit) => {
    const { title, subtitle, told } = visit;
    const line = piece("answer", {
      title: subtitle || title,
      subtitle: title,
      message: told?.message,
    });
    line.classList.add(`is-${told?.outcome}`);
    press(line, "button", () => understood(app, visit));
    return line;
  });
  part(screen, "[data-answers]").replaceChildren(...lines);
  fill(screen, { has_answers: answers.length > 0 });
}

async function showDay(screen: HTMLElement, app: App): Promise<void> {
  const today = localTime(new Date()).slice(0, 10);
  const { count, amount } = cashOf(app.visits, today);
  const kinds = new Set(app.taken.map(({ assignment }) => assignment.kind));
  const numbers = await Promise.all([...kinds].map((kind) => free(app.storage, kind)));
  fill(screen, {
    visits: app.visits.filter(({ at }) => at.startsWith(today)).length,
    payments: count,
    cash: bolivianos(amount),
    numbers: numbers.reduce((sum, each) => sum + each, 0),
  });
}

async function showWaiting(screen: HTMLElement, app: App): Promise<void> {
  const { events, files } = await left(app.storage);
  const waiting = word("some-wait", { events, files });
  const time = app.reached ? localTime(new Date(app.reached)).slice(11, 16) : "";
  fill(screen, {
    waits: events + files ? waiting : word("all-sent"),
    reached: time ? word("reached-at", { time }) : word("not-reached"),
    send: word(app.isSending ? "sending" : "send-now"),
    has_waiting: events + files > 0,
  });
}

async function showDuty(screen: HTMLElement, app: App): Promise<void> {
  const { since, consent: agreed } = await duty(app);
  const offered = app.enrolled?.duty;
  fill(screen, {
    duty: since
      ? word(agreed ? "on-duty-shown" : "on-duty", {
          time: localTime(new Date(since)).slice(11, 16),
        })
      : word("off-duty"),
    duty_act: word(since ? "end-duty" : "begin-duty"),
    asks_consent: !agreed && Boolean(offered?.consent_text),
    consent_text: offered?.consent_text,
    consents: Boolean(agreed),
  });
}

async function showRoom(screen: HTMLElement): Promise<void> {
  const found = await room();
  const [used, free] = [weight(found?.used ?? 0), weight(found?.left ?? 0)];
  fill(screen, { room: found ? word("room", { used, free }) : "" });
}

/** Go to the office, and say how it ended if it did not end well. */
async function sendNow(screen: HTMLElement, app: App): Promise<void> {
  const ended = await exchange(app);
  const wrong = part(screen, ".wrong");
  wrong.hidden = ended === "done";
  wrong.textContent = word(`ended-${ended}`);
}

export function show(place: HTMLElement, app: App): () => void {
  const screen = piece("office", { asks_consent: false, consents: false, has_waiting: false });
  const look = async (): Promise<void> => {
    showAnswers(screen, app);
    await Promise.all([showWaiting(screen, app), showDay(screen, app), showDuty(screen, app)]);
  };
  const again = (): void => void look();
  press(screen, "[data-do=send]", () => sendNow(screen, app));
  press(screen, "[data-do=duty]", async () =>
    (await duty(app)).since ? endDuty(app) : beginDuty(app),
  );
  press(screen, "[data-do=consent]", () => consent(app));
  press(screen, "[data-do=withdraw]", () => withdraw(app));
  press(screen, "[data-do=close]", () => app.close());
  press(screen, "[data-do=export]", async () => {
    const day = localTime(new Date()).slice(0, 10);
    saveFile(await exported(app.storage), `campo-${app.enrolled?.me.id}-${day}.llajta`);
  });
  void showRoom(screen);
  void look().then(() => place.replaceChildren(screen));
  app.addEventListener("change", again);
  return () => app.removeEventListener("change", again);
}
