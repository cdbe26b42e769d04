/** The page of maps to take along: each row keeps, shows and forgets its map. */

import { type Area, forget, keep, keptState } from "@geo/offline/shelf";

function areaOf(row: HTMLElement): Area {
  const { offline: file = "", bytes, sha256 = "" } = row.dataset;
  return { file, bytes: Number(bytes), sha256 };
}

function part(row: HTMLElement, name: string): HTMLElement | null {
  return row.querySelector(`[data-do="${name}"], [data-when="${name}"]`);
}

/** Show just these parts of a row. */
function turn(row: HTMLElement, ...shown: string[]): void {
  for (const each of row.querySelectorAll<HTMLElement>("[data-do], [data-when]")) {
    each.hidden = !shown.includes(each.dataset["do"] ?? each.dataset["when"] ?? "");
  }
}

async function settle(row: HTMLElement): Promise<void> {
  const area = areaOf(row);
  const state = await keptState(area.file);
  if (!state) turn(row, "keep");
  else if (state === area.sha256) turn(row, "kept", "show", "forget");
  else turn(row, "old", "keep", "show", "forget");
}

function show(file: string, bounds: string | undefined): void {
  const map = document.querySelector("llajta-map");
  if (bounds) map?.setAttribute("data-frame", bounds);
  map?.setAttribute("offline", file);
  map?.scrollIntoView({ block: "nearest" });
}

async function fetchInto(row: HTMLElement): Promise<void> {
  const bar = row.querySelector("progress");
  turn(row, "coming");
  try {
    await keep(areaOf(row), (bytes) => {
      if (bar) bar.value = bytes;
    });
  } catch {
    turn(row, "failed", "keep");
    return;
  }
  await settle(row);
  part(row, "show")?.focus();
}

/** Give every row its buttons; where the browser keeps nothing, the page says so. */
export function offerMaps(): void {
  const rows = [...document.querySelectorAll<HTMLElement>("tr[data-offline]")];
  if (!("caches" in globalThis)) {
    for (const note of document.querySelectorAll<HTMLElement>("[data-when='no-room']"))
      note.hidden = false;
    return;
  }
  const doing: Record<string, (row: HTMLElement) => unknown> = {
    keep: fetchInto,
    show: (row) => show(areaOf(row).file, row.dataset["bounds"]),
    forget: async (row) => {
      await forget(areaOf(row).file);
      await settle(row);
      part(row, "keep")?.focus();
    },
  };
  for (const row of rows) {
    row.addEventListener("click", (event) => {
      const pressed = (event.target as Element).closest<HTMLElement>("[data-do]");
      void doing[pressed?.dataset["do"] ?? ""]?.(row);
    });
    void settle(row);
  }
}
