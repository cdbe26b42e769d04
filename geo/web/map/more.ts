/** The menu of further tools: each is fetched when somebody asks for it, and only one works. */

import type { Map as GlMap } from "maplibre-gl";

/** What puts everything of this page on a map, and returns what takes it off. */
export type Dress = (map: GlMap) => () => void;

type Tool = (left: () => void) => Promise<() => void>;

export function wireMore(map: GlMap, host: HTMLElement, dress: Dress): () => void {
  const menu = host.querySelector<HTMLDetailsElement>(".more-tools");
  let end: () => void = () => undefined;
  let turn = 0;

  const measure =
    (kind: "line" | "polygon"): Tool =>
    async (left) =>
      (await import("@geo/draw/measure")).measure(map, host, kind, left);

  const tools: Record<string, Tool> = {
    hush: async () => () => undefined,
    distance: measure("line"),
    area: measure("polygon"),
    locate: async (left) => (await import("@geo/map/locate")).locate(host, left),
    print: async (left) => (await import("@geo/print/print")).print(map, host, dress, left),
  };

  function leave(): void {
    end();
    end = () => undefined;
  }

  async function use(tool: Tool): Promise<void> {
    leave();
    turn += 1;
    const mine = turn;
    const ended = await tool(() => {
      if (mine === turn) leave();
    });
    if (mine === turn) end = ended;
    else ended();
  }

  function press(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-tool]");
    const tool = tools[button?.dataset["tool"] ?? ""];
    if (!tool) return;
    if (menu) menu.open = false;
    void use(tool);
  }

  function close(event: Event): void {
    const isInside = event.target instanceof Node && menu?.contains(event.target);
    const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
    if (!menu?.open || (event instanceof KeyboardEvent ? !isEscape : isInside)) return;
    menu.open = false;
    if (isEscape && isInside) menu.querySelector("summary")?.focus();
  }

  host.addEventListener("click", press);
  document.addEventListener("pointerdown", close, true);
  document.addEventListener("keydown", close);
  return () => {
    host.removeEventListener("click", press);
    document.removeEventListener("pointerdown", close, true);
    document.removeEventListener("keydown", close);
    turn += 1;
    leave();
  };
}
