/** Filters: when the list changes, so do the address, the form and the map. */

import { tell } from "@geo/events";
import { filtersOf, go, withFilters } from "@geo/page/address";
import htmx from "htmx.org";

/** Make the form say what `query` says; a chip or the back button may have changed it. */
function fillForm(form: HTMLFormElement, query: URLSearchParams): void {
  for (const hidden of form.querySelectorAll<HTMLInputElement>('input[name="otb"]'))
    hidden.remove();
  for (const name of query.getAll("otb")) {
    form.append(
      Object.assign(document.createElement("input"), { type: "hidden", name: "otb", value: name }),
    );
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
    box.checked = query.getAll(box.name).includes(box.value);
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type="number"]'))
    box.value = query.get(box.name) ?? "";
  for (const select of form.querySelectorAll("select")) select.value = query.get(select.name) ?? "";
}

function announce(form: HTMLFormElement, results: HTMLElement, push: boolean): void {
  const head = results.querySelector<HTMLElement>("[data-filter]");
  if (!head) return;
  const query = head.dataset["query"] ?? "";
  if (push) go(withFilters(query, new URL(location.href)));
  fillForm(form, new URLSearchParams(query));
  const [west, south, east, north] = (head.dataset["bounds"] ?? "").split(",").map(Number);
  const isBox = west !== undefined && south !== undefined && east !== undefined;
  const bounds: [number, number, number, number] | undefined =
    isBox && north !== undefined ? [west, south, east, north] : undefined;
  tell("filter", { query: head.dataset["filter"] ?? "", bounds });
}

export function keepFiltersInAddress(): void {
  const form = document.querySelector<HTMLFormElement>("#filters[hx-get]");
  const results = document.querySelector<HTMLElement>("#results");
  if (!form || !results) return;
  const list = form.getAttribute("hx-get") ?? "";
  let isReturn = false;

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== results) return;
    announce(form, results, !isReturn);
    isReturn = false;
  });
  addEventListener("popstate", () => {
    const now = filtersOf(location.search);
    const head = results.querySelector<HTMLElement>("[data-filter]");
    if (now === head?.dataset["query"]) return;
    isReturn = true;
    void htmx.ajax("get", `${list}?${now}`, { target: "#results" });
  });
}
