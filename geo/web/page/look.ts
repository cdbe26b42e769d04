/** Rows that show on the map what they speak of. */

import { type Focus, tell } from "@geo/events";

export function offerLooks(): void {
  document.addEventListener("click", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-look]");
    if (row) tell("focus", JSON.parse(row.dataset["look"] ?? "{}") as Focus);
  });
}
