/**
 * Looks up what is typed or scanned without leaving the page: a scanner types faster than a
 * page can be fetched, and no key may be lost between two of them.
 */
import { bringScripts } from "@geo/page/apps";

export function begin(counter: HTMLElement): void {
  let line = Promise.resolve();
  counter.addEventListener("submit", (event) => {
    const field = searchField(counter);
    if (!field || event.target !== field.form) return;
    event.preventDefault();
    const text = field.value;
    field.value = "";
    line = line.then(() => lookUp(counter, text));
  });
  focused(counter)?.focus();
}

/** One after the other, since each stands on what the one before put on the counter. */
async function lookUp(counter: HTMLElement, text: string): Promise<void> {
  const field = searchField(counter);
  if (!field?.form) return;
  const asked = new FormData(field.form);
  asked.set("q", text);
  const address = new URL(location.pathname, location.href);
  for (const [name, value] of asked) address.searchParams.append(name, String(value));
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".is-till");
    if (!answer.ok || !fresh) throw new Error(`the counter answered ${answer.status}`);
    history.replaceState(null, "", answer.url);
    show(counter, fresh);
  } catch {
    location.assign(address); // the browser's own way shows what is wrong
  }
}

/** Show the answer; what was typed while it was awaited stays typed. */
function show(counter: HTMLElement, fresh: Element): void {
  const typed = searchField(counter)?.value ?? "";
  counter.replaceChildren(...document.adoptNode(fresh).childNodes);
  void bringScripts(counter);
  const next = typed ? (input(focused(counter)) ?? searchField(counter)) : focused(counter);
  next?.focus();
  const target = typed ? input(next) : undefined;
  if (target) {
    target.value = typed;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function searchField(counter: HTMLElement): HTMLInputElement | null {
  return counter.querySelector<HTMLInputElement>("#scanned");
}

function focused(counter: HTMLElement): HTMLElement | null {
  return counter.querySelector<HTMLElement>("[autofocus]");
}

function input(element: HTMLElement | null): HTMLInputElement | undefined {
  return element instanceof HTMLInputElement ? element : undefined;
}
