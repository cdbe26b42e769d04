/** The panel: one work, or what is here, beside the map without leaving the list. */

import { type Focus, hear, tell } from "@geo/events";
import { fragmentOf, go, withOpen } from "@geo/page/address";
import htmx from "htmx.org";

function focusOf(story: HTMLElement, zoom: number | undefined): Focus | undefined {
  const text = story.dataset["focus"];
  if (!text) return undefined;
  const focus = JSON.parse(text) as Focus;
  return zoom === undefined ? focus : { ...focus, zoom };
}

export function openPanels(): void {
  const panel = document.querySelector<HTMLElement>("#panel");
  if (!panel) return;
  let opener: HTMLElement | undefined;
  let zoom: number | undefined;
  let isReturn = false;

  function open(address: string, from?: HTMLElement): void {
    opener = from ?? opener;
    zoom = Number(from?.dataset["at"]?.split(",")[2]) || undefined;
    void htmx.ajax("get", address, { target: "#panel" });
  }

  function close(): void {
    panel?.replaceChildren();
    tell("focus", undefined);
    if (opener?.isConnected) opener.focus();
    opener = undefined;
  }

  function shown(): void {
    const story = panel?.querySelector<HTMLElement>(".story");
    if (!panel || !story) return;
    const { name, value = "" } = story.dataset;
    if (!isReturn) go(withOpen(name, value, new URL(location.href)));
    isReturn = false;
    panel.scrollTop = 0;
    story.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    tell("focus", focusOf(story, zoom));
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const target = event.target as Element;
    const link = target.closest<HTMLElement>("[data-panel]");
    if (link) {
      event.preventDefault();
      open(link.dataset["panel"] ?? "", link);
    } else if (target.closest('[data-do="close"]')) {
      go(withOpen(undefined, "", new URL(location.href)));
      close();
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    go(withOpen(undefined, "", new URL(location.href)));
    close();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === panel) shown();
  });
  addEventListener("popstate", () => {
    const address = fragmentOf(location.search);
    isReturn = true;
    if (address) open(address);
    else close();
  });
  hear("panel", ({ address }) => open(address));

  const here = panel.querySelector<HTMLElement>(".story");
  const asked = fragmentOf(location.search);
  if (here) tell("focus", focusOf(here, undefined));
  else if (asked) open(asked);
}
