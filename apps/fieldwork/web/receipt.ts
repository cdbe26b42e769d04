/** A receipt as it is handed over: on paper, or read from the screen by its code. */
import { encode } from "uqr";
import type { App } from "./app";
import { kindOf } from "./kind";
import { part, piece, word } from "./pieces";
import { bolivianos, centavos, type Visit } from "./visits";

const SVG = "http://www.w3.org/2000/svg";

/** The squares of a code as one drawing, one unit each, with the quiet edge it must have. */
export function codePath(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
}

function drawn(text: string): SVGSVGElement {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${size} ${size}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", word("receipt-code"));
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", codePath(data));
  drawing.append(path);
  return drawing;
}

/** What the code says: enough to find the receipt again, and to compare it with the paper. */
export function codeText(visit: Visit, town: string): string {
  const { number = "", amount = "" } = visit.payment ?? {};
  return [`Llajta ${town}`, number, `Bs ${amount}`, visit.title, visit.at.slice(0, 16)].join("\n");
}

/** The receipt of a visit. */
export function slip(app: App, visit: Visit, town: string): HTMLElement {
  const { payment } = visit;
  const taken = app.taken.find(({ assignment }) => assignment.id === visit.assignment);
  const item = taken?.content.items.find(({ id }) => id === visit.item);
  const [day = "", time = ""] = visit.at.split("T");
  const paper = piece("slip", {
    town,
    number: payment?.number ?? "",
    amount: bolivianos(centavos(payment?.amount ?? "0")),
    title: visit.title,
    subtitle: visit.subtitle,
    payer: payment?.payer ?? "",
    at: `${day.split("-").reverse().join("/")} ${time.slice(0, 5)}`,
    holder: app.enrolled?.holder.full_name ?? "",
    ...(item ? kindOf(visit.kind)?.receipt(item) : {}),
  });
  part(paper, "[data-code]").replaceChildren(drawn(codeText(visit, town)));
  return paper;
}
