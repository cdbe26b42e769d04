/** One place: what is known of it, the way to it, and what one may say of a visit. */
import type { App } from "../app";
import { pictures } from "../bytes";
import { kindOf } from "../kind";
import { pointTo } from "../needle";
import { smallPictures } from "../package";
import { part, piece, word } from "../pieces";
import { findStop, type Stop, said } from "../stops";

function outcomeLinks({ kind, address, item }: Stop): HTMLElement[] {
  const outcomes = kindOf(kind)?.outcomes ?? [];
  const fitting = outcomes.filter(({ suits }) => suits?.(item) ?? true);
  return fitting.map(({ code, payment }) => {
    const link = piece("outcome") as HTMLAnchorElement;
    link.href = `${address}/${code}`;
    link.textContent = word(`do-${code}`);
    link.classList.toggle("is-main", payment !== undefined);
    return link;
  });
}

/** Show the small pictures of a place; returns what frees them. */
function showPictures(app: App, { item, assignment }: Stop, into: HTMLElement): () => void {
  const shown: string[] = [];
  const wanted = new Set(item.thumbnails);
  const { key } = app;
  if (key && wanted.size > 0) {
    void smallPictures(app.storage, key, assignment).then((all) => {
      for (const [id, content] of pictures(all)) {
        if (!wanted.has(id)) continue;
        const image = document.createElement("img");
        image.alt = word("earlier-photograph");
        image.src = URL.createObjectURL(new Blob([content], { type: "image/jpeg" }));
        shown.push(image.src);
        into.append(image);
      }
    });
  }
  return () => shown.forEach(URL.revokeObjectURL);
}

export function show(place: HTMLElement, app: App, assignment = "", item = ""): () => void {
  const stop = findStop(app, assignment, item);
  if (!stop) {
    location.hash = "#/";
    return () => undefined;
  }
  const { main, second, place: at, made } = stop;
  const screen = piece("place", {
    main,
    second,
    has_place: !!at,
    no_place: !at && !stop.isOpenEnded,
    distance: "",
  });
  part(screen, "[data-made]").replaceChildren(
    ...made.map((visit) => {
      const line = piece("made-line", { what: said(visit) });
      if (!visit.payment) return line;
      const link = document.createElement("a");
      link.href = `#/recibo/${visit.id}`;
      link.textContent = word("see-receipt");
      line.append(link);
      return line;
    }),
  );
  const sheet = kindOf(stop.kind)?.sheet(stop.item);
  if (sheet) part(screen, "[data-kind]").replaceChildren(sheet);
  part(screen, "[data-outcomes]").replaceChildren(...outcomeLinks(stop));
  const free = showPictures(app, stop, part(screen, "[data-pictures]"));
  const end = at ? pointTo(part(screen, ".way"), at) : () => undefined;
  place.replaceChildren(screen);
  return () => {
    end();
    free();
  };
}
