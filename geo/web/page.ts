/** Every page: style sheet, fragments, search box, theme; the map when there is one. */
import "@geo/generated/tokens.css";
import "../styles/base.css";
import "../styles/header.css";
import "../styles/browse.css";
import "../styles/story.css";
import "../styles/map.css";
import "../styles/tools.css";
import "../styles/page.css";
import "../styles/importing.css";
import "../styles/process.css";
import "../styles/taken.css";
import "../styles/documents.css";
import "../styles/account.css";
import "../styles/notices.css";
import "../styles/choosing.css";
import "../styles/crews.css";
import "../styles/till.css";
import "../styles/debt.css";
import "../styles/print.css";
import "../styles/water.css";
import "../styles/feasts.css";

import { bringScripts } from "@geo/page/apps";
import { offerComparing } from "@geo/page/compare";
import { offerCopies } from "@geo/page/copy";
import { runDown } from "@geo/page/countdown";
import { sayWhatFailed } from "@geo/page/failures";
import { keepFiltersInAddress } from "@geo/page/filters";
import { offerLooks } from "@geo/page/look";
import { openPanels } from "@geo/page/panel";
import { searchByKeyboard } from "@geo/page/search";
import { moveSheet } from "@geo/page/sheet";
import { switchTheme } from "@geo/page/theme";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

offerCopies();
offerLooks();
offerComparing();
sayWhatFailed();
searchByKeyboard();
switchTheme();
keepFiltersInAddress();
openPanels();
moveSheet();
runDown();

/** The engine is ten times the page: it comes after the words are on the screen. */
function bringMap(): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      void import("@geo/map/element");
      void fetch(workerUrl); // now, not after the engine has come: it waits in the cache
    }, 0),
  );
}

/** On a desk there is room for the legend; on a phone it waits behind its button. */
function openLegend(): void {
  const legend = document.querySelector<HTMLDetailsElement>(".legend");
  if (legend) legend.open = matchMedia("(min-width: 1024px)").matches;
}

openLegend();
if (document.querySelector("llajta-map")) bringMap();
if (document.querySelector("[data-offline]")) {
  void import("@geo/offline/page").then(({ offerMaps }) => offerMaps());
}
if (document.querySelector("llajta-draw")) void import("@geo/draw/field");

void bringScripts(document);
