/** What a stand shows of itself: whose it is, how it was found before. */
import type { Facts, Kind } from "../../fieldwork/web/kind";
import type { Item } from "../../fieldwork/web/package";
import { part, piece, word } from "../../fieldwork/web/pieces";
import { known } from "./stands";

/** Metres as people read them: 4,8 m. */
export const metresOf = (figure: string): string => `${Number(figure).toLocaleString("es-BO")} m`;

/** How a stand looks in the list and on the map. */
export function facts(item: Item): Facts {
  const { stand, holder, looks = [] } = known(item);
  const plain = { amount: "", mark: "+", shade: "none", meaning: "", place: "" } as const;
  if (!stand) return { ...plain, meaning: word("feast-street"), place: word("feast-street-help") };
  const place = `${stand.trade_name} · ${metresOf(stand.frontage_m)}`;
  const faulty = (looks[0]?.faults.length ?? 0) > 0;
  if (faulty) return { ...plain, place, mark: "!", shade: "four", meaning: word("feast-faulty") };
  if (!holder) return { ...plain, place, mark: "–", meaning: word("feast-nobodys") };
  return looks.length > 0
    ? { ...plain, place, mark: "1", shade: "one", meaning: word("feast-seen") }
    : { ...plain, place, mark: "·", shade: "two", meaning: word("feast-unseen") };
}

/** What is known of a stand. */
export function sheet(item: Item): HTMLElement {
  const { stand, substitutes = [], looks = [] } = known(item);
  if (!stand) return piece("feast-street");
  const screen = piece("feast-sheet", {
    code: stand.code,
    frontage: word("feast-allowed", { metres: metresOf(stand.frontage_m) }),
    blocked: stand.blocked,
    substitutes: substitutes.join(" · "),
    has_substitutes: substitutes.length > 0,
    seen: looks.length > 0,
  });
  part(screen, "[data-looks]").replaceChildren(
    ...looks.map(({ at, faults }) =>
      piece("feast-look", {
        at: at.slice(0, 10).split("-").reverse().join("/"),
        what: faults.map((fault) => word(`feast-fault-${fault}`)).join(" · ") || word("feast-well"),
      }),
    ),
  );
  return screen;
}

/** Every colour that a mark may have. */
export const key: Kind["key"] = () => [
  { shade: "two", mark: "·", meaning: word("feast-unseen") },
  { shade: "one", mark: "1", meaning: word("feast-seen") },
  { shade: "four", mark: "!", meaning: word("feast-faulty") },
  { shade: "none", mark: "–", meaning: word("feast-nobodys") },
];
