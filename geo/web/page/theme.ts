/** Light or dark: the system's choice until the reader makes another, kept in a cookie. */
import { tell } from "@geo/events";

const YEAR = 60 * 60 * 24 * 365;

export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function switchTheme(): void {
  document.querySelector('[data-do="theme"]')?.addEventListener("click", () => {
    const dark = !isDark();
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too young here
    document.cookie = `tema=${dark ? "oscuro" : "claro"}; path=/; max-age=${YEAR}; samesite=lax`;
    tell("theme", undefined);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    tell("theme", undefined),
  );
}
