/** The collector's telephone: which screen is shown, and what goes on behind it. */
import "../../../geo/styles/phone.css";

import { App } from "./app";
import { addressOf, lastOf } from "./drafts";
import { trail } from "./duty";
import { exchange, knock } from "./exchange";
import { left } from "./outbox";
import { fill, part, piece, word } from "./pieces";
import { room } from "./room";
import { choose, enrol, open, wiped } from "./screens/enter";
import { show as list } from "./screens/list";
import { show as office, unread } from "./screens/office";
import { show as place } from "./screens/place";
import { show as receipt } from "./screens/receipt";
import { show as rounds } from "./screens/rounds";
import { show as scan } from "./screens/scan";
import { show as visit } from "./screens/visit";
import { openStorage } from "./storage";

type Show = (place: HTMLElement, app: App, ...parts: string[]) => () => void;

/** The map's engine is ten times the rest: it comes when the map is asked for. */
const map: Show = (where, app) => {
  let undo = (): void => undefined;
  let isGone = false;
  void import("./screens/map").then(({ show }) => {
    if (!isGone) undo = show(where, app);
  });
  return () => {
    isGone = true;
    undo();
  };
};

const SCREENS: readonly [RegExp, Show, title: string][] = [
  [/^#\/lugar\/([\w-]+)\/(\d+)$/, place, "title-place"],
  [/^#\/lugar\/([\w-]+)\/(\d+)\/(\w+)$/, visit, "title-visit"],
  [/^#\/recibo\/([\w-]+)$/, receipt, "title-receipt"],
  [/^#\/mapa$/, map, "title-map"],
  [/^#\/codigo$/, scan, "title-code"],
  [/^#\/envio$/, office, "title-office"],
  [/^#\/bajar$/, rounds, "title-rounds"],
  [/^/, list, "title-list"],
];
const IDLE_MS = 15 * 60_000;
const AGAIN_MS = 60_000;

const host = part(document, "#app");
let undo = (): void => undefined;

async function tellWaiting(app: App, frame: HTMLElement): Promise<void> {
  const { events, files } = await left(app.storage);
  const answers = unread(app.visits).length;
  const waits = answers
    ? word(answers === 1 ? "one-answer" : "answers", { count: answers })
    : events + files > 0
      ? word("waits-short", { count: events + files })
      : word("all-sent");
  fill(frame, { top_waits: waits });
  frame.classList.toggle("has-waiting", events + files > 0 || answers > 0);
  part(frame, ".no-room").hidden = !(await room())?.isLittle;
}

function showScreen(app: App): void {
  const { hash } = location;
  const [pattern, show, title] = SCREENS.find(([each]) => each.test(hash)) ?? SCREENS[0] ?? [];
  if (!pattern || !show || !title) return;
  undo();
  const frame = piece("frame", { title: word(title), top_waits: "" });
  for (const tab of frame.querySelectorAll<HTMLAnchorElement>(".tabs a")) {
    if (tab.hash === (hash || "#/")) tab.setAttribute("aria-current", "page");
  }
  frame.classList.toggle("is-visit", show === visit);
  host.replaceChildren(frame);
  const end = show(part(frame, "#screen"), app, ...(pattern.exec(hash)?.slice(1) ?? []));
  const look = (): void => void tellWaiting(app, frame);
  look();
  app.addEventListener("change", look);
  undo = () => {
    end();
    app.removeEventListener("change", look);
  };
  scrollTo(0, 0);
}

/** Go back to what was being written when the app went away; the form says that it is. */
function comeBack(app: App): void {
  const draft = lastOf(app);
  if (!draft || !["", "#", "#/"].includes(location.hash)) return;
  history.replaceState(null, "", addressOf(draft));
}

/** Whoever may see what is kept sees it; everybody else proves who they are. */
async function showRight(app: App): Promise<void> {
  undo();
  undo = () => undefined;
  if (app.isWiped) {
    await wiped(host, app, () => {
      app.isWiped = false;
      void showRight(app);
    });
  } else if (!app.enrolled) await enrol(host, app);
  else if (!app.lock) await choose(host, app);
  else if (!app.key) await open(host, app);
  else showScreen(app);
  host.dataset["ready"] = "";
}

/** Go to the office whenever there is hope, and at once after something was recorded. */
function goToOffice(app: App): () => void {
  const go = async (): Promise<void> => {
    if (!navigator.onLine || app.isSending) return;
    await (app.key ? exchange(app) : knock(app));
  };
  const goIfWaiting = async (): Promise<void> => {
    const { events, files } = await left(app.storage);
    if (events + files > 0) await go();
  };
  addEventListener("online", () => void go());
  app.addEventListener("kept", () => void go());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void go();
  });
  setInterval(() => void goIfWaiting(), AGAIN_MS);
  void go();
  return () => void go();
}

/** Close with the PIN what nobody has touched for a quarter of an hour. */
function closeWhenIdle(app: App): void {
  let touched = Date.now();
  for (const kind of ["pointerdown", "keydown"] as const) {
    addEventListener(kind, () => {
      touched = Date.now();
    });
  }
  const check = (): void => {
    if (app.key && Date.now() - touched > IDLE_MS) app.close();
  };
  setInterval(check, AGAIN_MS / 4);
  document.addEventListener("visibilitychange", check);
}

async function followTrail(app: App): Promise<void> {
  let end = (): void => undefined;
  const again = async (): Promise<void> => {
    const next = await trail(app);
    end();
    end = next;
  };
  app.addEventListener("change", () => void again());
  await again();
}

async function begin(): Promise<void> {
  const app = new App(await openStorage());
  await app.read();
  let [wasOpen, wasWiped] = [false, false];
  let go = (): void => undefined;
  app.addEventListener("change", () => {
    const isOpen = app.key !== undefined;
    if (isOpen === wasOpen && app.isWiped === wasWiped) return;
    [wasOpen, wasWiped] = [isOpen, app.isWiped];
    if (isOpen) comeBack(app);
    void showRight(app);
    if (isOpen) go();
  });
  addEventListener("hashchange", () => {
    if (app.key) showScreen(app);
  });
  await showRight(app);
  go = goToOffice(app);
  closeWhenIdle(app);
  await followTrail(app);
}

if ("serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/campo/sw.js", { scope: "/campo/" });
}
void begin();
