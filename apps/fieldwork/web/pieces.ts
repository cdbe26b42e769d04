/** Pieces of page and words that the server has written, ready in any language. */

type Value = string | number | boolean | null | undefined;
export type Values = Readonly<Record<string, Value>>;

/** A fresh copy of the template `name`. Text goes in as text, never as markup. */
export function piece(name: string, values: Values = {}): HTMLElement {
  const template = document.getElementById(name);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template ${name}`);
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`template ${name} is empty`);
  fill(copy, values);
  return copy;
}

/** Put values where `data-fill` names them; hide what `data-if` names and has no value. */
export function fill(root: HTMLElement, values: Values): void {
  const all = [root, ...root.querySelectorAll<HTMLElement>("[data-fill], [data-if]")];
  for (const element of all) {
    const { fill: name, if: asked } = element.dataset;
    if (name !== undefined && name in values) element.textContent = String(values[name] ?? "");
    if (asked !== undefined && asked in values) element.hidden = !values[asked];
  }
}

/** What the templates `words` and `words-<system>` say under a name. */
function said(name: string): string | undefined {
  for (const words of document.querySelectorAll<HTMLTemplateElement>("template[id^=words]")) {
    const found = words.content.querySelector(`[data-word="${name}"]`)?.textContent;
    if (found) return found;
  }
  return undefined;
}

/** The sentence `name`, with its gaps `{so}` filled. */
export function word(name: string, values: Values = {}): string {
  const found = said(name);
  if (!found) throw new Error(`no word ${name}`);
  return found.replace(/\{(\w+)\}/g, (_, gap: string) => String(values[gap] ?? ""));
}

/** The one part of `root` that must be there. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** Do `act` when the part is pressed, once at a time. */
export function press(root: ParentNode, selector: string, act: () => unknown): void {
  const button = part<HTMLButtonElement>(root, selector);
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      await act();
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}
