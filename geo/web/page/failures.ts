/** A request for a fragment that failed is said, not swallowed. */

export function sayWhatFailed(): void {
  const banner = document.querySelector<HTMLElement>('[data-when="request"]');
  if (!banner) return;
  const show = (shown: boolean): void => {
    banner.hidden = !shown;
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, () => show(true));
  }
  document.addEventListener("htmx:afterOnLoad", () => show(false));
  banner.querySelector('[data-do="dismiss"]')?.addEventListener("click", () => show(false));
}
