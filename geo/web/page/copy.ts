/** Buttons that copy: a text, or the address of what is on the screen. */

const SAID_FOR = 1800;

async function copy(button: HTMLElement): Promise<void> {
  const text = button.dataset["copy"] || location.href;
  await navigator.clipboard.writeText(text);
  const label = button.lastChild;
  const before = label?.textContent ?? "";
  if (!label || before === button.dataset["copied"]) return;
  label.textContent = button.dataset["copied"] ?? before;
  setTimeout(() => {
    label.textContent = before;
  }, SAID_FOR);
}

export function offerCopies(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
}
