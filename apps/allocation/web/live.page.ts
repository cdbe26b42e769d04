/** The list of an offering while others buy: rows turn, counts follow, losses are said. */
import { figureOf } from "@geo/figures";
import { listen } from "@geo/live";
import { runDown } from "@geo/page/countdown";

import { mine } from "./spaces.module";
import { standings } from "./standings";

const SUMMARY_MS = 10_000;
const MARKS: Readonly<Record<string, string>> = {
  free: "contracted",
  held: "published",
  sold: "deserted",
  blocked: "cancelled",
  waiting: "awarded",
};

const all = <E extends Element>(selector: string): E[] => [
  ...document.querySelectorAll<E>(selector),
];

/** Turn the row of one space; true if its tick was lost. */
function turn(row: HTMLElement, place: HTMLElement): boolean {
  const code = row.dataset["code"] ?? "";
  // What others have to wait for may be the reader's turn: the page was told so.
  const isForMe = standings.of(code) === "waiting" && row.dataset["forMe"] !== undefined;
  const state = isForMe ? "free" : standings.of(code);
  // Why it waits, and until when, stands with the row where that is known.
  const why = state === "waiting" ? row.dataset["waits"] : undefined;
  const mark = row.querySelector("svg.symbol");
  mark?.setAttribute("class", `symbol is-${MARKS[state]}`);
  mark?.querySelector("use")?.setAttribute("href", `#symbol-${MARKS[state]}`);
  const isMine = state !== "free" && mine(document).includes(code);
  const words = row.querySelector("[data-standing]");
  const said = isMine ? "yours" : isForMe ? "forMe" : state;
  if (words) words.textContent = (!isMine && why) || (place.dataset[said] ?? state);
  const box = row.querySelector<HTMLInputElement>('input[name="espacio"]');
  if (state === "free") {
    if (!box && place.dataset["sale"]) giveBox(row, code);
    return false;
  }
  const wasTicked = box?.checked ?? false;
  box?.remove();
  return wasTicked && !isMine;
}

function giveBox(row: HTMLElement, code: string): void {
  const box = Object.assign(document.createElement("input"), {
    type: "checkbox",
    name: "espacio",
    value: code,
    autocomplete: "off",
  });
  row.querySelector(".row-object")?.prepend(box, " ");
}

/** The numbers above the list. */
function count(place: HTMLElement): void {
  const language = document.documentElement.lang;
  const figure = (state: string): string => figureOf(standings.count(state), language);
  const free = standings.count("free");
  for (const total of all<HTMLElement>("[data-free-count]")) total.textContent = figure("free");
  for (const word of all<HTMLElement>("[data-free-word]")) {
    word.textContent = place.dataset[free === 1 ? "one" : "many"] ?? "";
  }
  for (const rest of all<HTMLElement>("[data-rest]")) {
    const text = rest.dataset["rest"] ?? "";
    rest.textContent = text.replace("{held}", figure("held")).replace("{sold}", figure("sold"));
  }
  for (const rest of all<HTMLElement>("[data-waiting-count]")) {
    rest.hidden = standings.count("waiting") === 0;
    rest.textContent = (rest.dataset["waitingCount"] ?? "").replace("{waiting}", figure("waiting"));
  }
}

/** One's own hold was paid: its part of the page is fetched anew. It ran out: it says so. */
function follow(codes: readonly string[]): void {
  for (const hold of all<HTMLElement>("[data-mine]")) {
    const own = (hold.dataset["mine"] ?? "").split(" ").filter((code) => codes.includes(code));
    const clock = hold.querySelector<HTMLElement>("[data-countdown]");
    if (!clock || own.length === 0) continue;
    if (own.some((code) => ["free", "waiting"].includes(standings.of(code)))) {
      clock.textContent = clock.dataset["over"] ?? "";
      clock.dataset["ended"] = "";
      hold.querySelector(".acts")?.remove();
      hold.dataset["mine"] = "";
    } else if (own.some((code) => standings.of(code) === "sold")) void bringOwn();
  }
}

async function bringOwn(): Promise<void> {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".own-holds");
  const old = document.querySelector(".own-holds");
  if (!fresh || !old) return;
  old.replaceWith(document.adoptNode(fresh));
  runDown(fresh);
}

/** Show one of the sentences that wait in the page. */
function say(place: HTMLElement, name: string, isTrue = true, codes = ""): void {
  const told = place.querySelector<HTMLElement>(`[data-when="${name}"]`);
  if (!told) return;
  if (codes) told.textContent = (told.dataset["text"] ?? "").replace("{codes}", codes);
  told.hidden = !isTrue;
}

/** What a screen reader says: how many are free, now and then, and not each change. */
function summing(place: HTMLElement): () => void {
  const status = place.querySelector<HTMLElement>('[data-when="summary"]');
  const total = document.querySelector(".total");
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    setTimeout(() => {
      waits = false;
      if (status) status.textContent = total?.textContent?.trim() ?? "";
    }, SUMMARY_MS);
  };
}

export function begin(place: HTMLElement): void {
  const sum = summing(place);
  let first = true;
  standings.hear((codes) => {
    if (codes === "plan") return say(place, "plan");
    const rows = all<HTMLElement>("label[data-code]");
    const lost = rows.filter((row) => {
      const isTold = first || codes.includes(row.dataset["code"] ?? "");
      return isTold && turn(row, place);
    });
    if (lost.length > 0) {
      say(place, "lost", true, lost.map((row) => row.dataset["code"]).join(", "));
    }
    count(place);
    follow(codes);
    if (!first) sum();
    first = false;
  });
  listen(place.dataset["live"] ?? "", {
    all: (told) => standings.all(told),
    some: (states) => standings.some(states),
    plan: () => standings.plan(),
    line: (isLive) => say(place, "interrupted", !isLive),
  });
}
