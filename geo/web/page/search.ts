/** The search box by keyboard: `/` goes there, arrows choose, Enter opens, Esc lets go. */

/** The option after a step of `by`, going round; -1 stands for none. */
export function step(chosen: number, by: number, count: number): number {
  if (count === 0) return -1;
  return chosen < 0 ? (by > 0 ? 0 : count - 1) : (chosen + by + count) % count;
}

export function searchByKeyboard(): void {
  const box = document.querySelector<HTMLInputElement>("#q");
  const found = document.querySelector<HTMLElement>("#found");
  if (!box || !found) return;
  let chosen = -1;
  let dismissed = false; // what was on its way when one let go must not come up again

  const options = (): HTMLElement[] => [...found.querySelectorAll<HTMLElement>('[role="option"]')];

  function show(open: boolean): void {
    box?.setAttribute("aria-expanded", String(open && found?.childElementCount !== 0));
    if (!open) choose(-1);
  }

  function choose(index: number): void {
    chosen = index;
    options().forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === index));
      if (n === index) option.scrollIntoView({ block: "nearest" });
    });
    const id = options()[index]?.id;
    if (id) box?.setAttribute("aria-activedescendant", id);
    else box?.removeAttribute("aria-activedescendant");
  }

  function take(event: Event): void {
    const option = options()[Math.max(chosen, 0)];
    if (!option) return;
    event.preventDefault();
    show(false);
    option.click();
  }

  box.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      show(true);
      choose(step(chosen, by, options().length));
    } else if (event.key === "Enter" && box.getAttribute("aria-expanded") === "true") {
      take(event);
    } else if (event.key === "Escape") {
      dismissed = true;
      if (box.getAttribute("aria-expanded") === "true") show(false);
      else box.blur();
      event.preventDefault();
    }
  });
  box.addEventListener("focus", () => show(true));
  box.addEventListener("input", () => {
    dismissed = false;
  });
  found.addEventListener("click", () => show(false));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== found) return;
    choose(-1);
    show(document.activeElement === box && !dismissed);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.form?.contains(event.target as Node)) show(false);
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if (event.key !== "/" || target.closest("input, select, textarea")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
