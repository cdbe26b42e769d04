/** Adds up what is ticked and tells the change while the cash is being typed. */
import { centavos, spoken } from "./money";

export function begin(form: HTMLElement): void {
  const total = form.querySelector<HTMLOutputElement>("[data-total]");
  const change = form.querySelector<HTMLOutputElement>("[data-change]");
  const given = form.querySelector<HTMLInputElement>("[name=recibido]");
  const row = form.querySelector<HTMLElement>("[data-when=given]");
  const word = row?.querySelector<HTMLElement>("[data-word]");
  if (!total || !change || !given || !row || !word) return;
  const { word: enough = "", short = "" } = word.dataset;

  function tell(): void {
    if (!total || !change || !given || !row || !word) return;
    let sum = 0;
    for (const box of form.querySelectorAll<HTMLElement>("[name=deuda]:checked, [data-price]")) {
      sum += centavos(box.dataset["amount"] ?? "") ?? 0;
    }
    const cash = centavos(given.value);
    total.value = spoken(sum);
    row.hidden = cash === undefined;
    word.textContent = cash !== undefined && cash < sum ? short : enough;
    change.value = spoken(Math.abs((cash ?? 0) - sum));
  }

  form.addEventListener("input", tell);
  tell();
}
