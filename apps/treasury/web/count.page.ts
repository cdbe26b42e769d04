/** Adds up the notes and coins while they are being counted. */
import { centavos, spoken } from "./money";

export function begin(form: HTMLElement): void {
  const total = form.querySelector<HTMLOutputElement>("[data-total]");
  const row = form.querySelector<HTMLElement>("[data-when=counted]");

  function tell(): void {
    let sum = 0;
    for (const field of form.querySelectorAll<HTMLInputElement>("[data-value]")) {
      sum += (centavos(field.dataset["value"] ?? "") ?? 0) * (Number(field.value) || 0);
    }
    if (total) total.value = spoken(sum);
    if (row) row.hidden = false;
  }

  form.addEventListener("input", tell);
  tell();
}
