/** Looking at the stands of a feast: right person, right place, right length, right trade. */
import { codeFor } from "../../fieldwork/web/codes";
import { type Kind, NotYet, type Outcome, type Reading } from "../../fieldwork/web/kind";
import type { Item, Taken } from "../../fieldwork/web/package";
import { part, word } from "../../fieldwork/web/pieces";
import { bolivianos, centavos } from "../../fieldwork/web/visits";
import { here } from "../../fieldwork/web/whereabouts";
import { facts, key, metresOf, sheet } from "./showing";
import { common, known, paperOf, thingsIn, verdictOf } from "./stands";

const METRES = /^\d{1,3}([.,]\d{1,2})?$/;
const KILOGRAMS = /^\d{1,6}([.,]\d)?$/;

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();
const isStand = (item: Item): boolean => known(item).stand !== null;

function choose(
  form: HTMLElement,
  name: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen = "",
): void {
  const select = part<HTMLSelectElement>(form, `select[name="${name}"]`);
  select.append(
    ...options.map(([value, label]) => new Option(label, value, false, value === chosen)),
  );
}

const trades = (item: Item): [string, string][] =>
  common(item).trades.map(({ code, name }) => [code, name]);
const infractions = (item: Item): [string, string][] =>
  common(item).infractions.map(({ code, name, fine }) => [
    code,
    `${name} · ${fine ? bolivianos(centavos(fine)) : word("feast-warning")}`,
  ]);

function needed(form: FormData, name: string, sentence: string): string {
  const value = text(form, name);
  if (!value) throw new NotYet(sentence, name);
  return value;
}

/** Say at once what the code in the field is worth at this stand. */
function judge(form: HTMLElement, item: Item): void {
  const field = part<HTMLInputElement>(form, "[name=code]");
  const line = part(form, "[data-verdict]");
  const tell = async (): Promise<void> => {
    const stand = known(item).stand?.code ?? "";
    const verdict = await verdictOf(field.value, stand, common(item));
    line.textContent = word(`feast-shown-${verdict}`);
    line.classList.toggle("is-warning", verdict !== "valid");
  };
  field.value = codeFor(item.id);
  field.addEventListener("input", () => void tell());
  void tell();
}

const CHECKED: Outcome = {
  code: "checked",
  form: "feast-checked",
  suits: isStand,
  prepare(form, item) {
    const { stand, substitutes = [] } = known(item);
    choose(form, "trade", trades(item), stand?.trade);
    part(form, "[data-allowed]").textContent = word("feast-allowed", {
      metres: metresOf(stand?.frontage_m ?? "0"),
    });
    part(form, "[value=substitute]").hidden = substitutes.length === 0;
    judge(form, item);
  },
  async body(form, item) {
    const [frontage, code, line] = [text(form, "frontage"), text(form, "code"), text(form, "line")];
    if (frontage && !METRES.test(frontage)) throw new NotYet("feast-which-metres", "frontage");
    const stand = known(item).stand?.code ?? "";
    return {
      stand: {
        person: text(form, "person"),
        name: text(form, "name"),
        code,
        verdict: await verdictOf(code, stand, common(item)),
        frontage_m: frontage.replace(",", "."),
        line: line ? JSON.parse(line) : null,
        trade: text(form, "person") === "nobody" ? "" : text(form, "trade"),
      },
    };
  },
};

function infractionOf(form: FormData): object {
  return { kind: needed(form, "kind", "feast-which-infraction"), name: text(form, "name") };
}

function needsPlace(item: Item): void {
  if (!isStand(item) && !here(Date.now())) throw new NotYet("feast-needs-position", "note");
}

const offerInfractions = (form: HTMLElement, item: Item): void =>
  choose(form, "kind", infractions(item));

const INFRACTION: Outcome = {
  code: "infraction",
  form: "feast-infraction",
  prepare: offerInfractions,
  body(form, item) {
    needsPlace(item);
    return { infraction: infractionOf(form) };
  },
};

const SEIZED: Outcome = {
  code: "seized",
  form: "feast-seized",
  prepare: offerInfractions,
  body(form, item) {
    needsPlace(item);
    const items = thingsIn(needed(form, "things", "feast-which-things"));
    return { infraction: infractionOf(form), seized: { items } };
  },
};

const UNLICENSED: Outcome = {
  code: "unlicensed",
  form: "feast-unlicensed",
  suits: (item) => !isStand(item),
  prepare: (form, item) => choose(form, "trade", trades(item)),
  body(form, item) {
    needsPlace(item);
    return { vendor: { trade: text(form, "trade") } };
  },
};

const WASTE: Outcome = {
  code: "waste",
  form: "feast-waste",
  suits: (item) => !isStand(item),
  body(form) {
    const kg = needed(form, "kg", "feast-which-weight");
    if (!KILOGRAMS.test(kg)) throw new NotYet("feast-which-weight", "kg");
    return { waste: { kg: kg.replace(",", "."), zone: text(form, "zone").toLowerCase() } };
  },
};

/** What a code that was scanned anywhere is: whose patent, for which stand of the round. */
async function read(code: string, taken: readonly Taken[]): Promise<Reading> {
  for (const { assignment, content } of taken) {
    const [first] = content.items;
    if (!first) continue;
    const { verdict, stands } = await paperOf(code, common(first));
    if (verdict === "unknown" || verdict === "none") continue;
    const item = content.items.find((each) => stands.includes(known(each).stand?.code ?? ""));
    const said = word(`feast-paper-${verdict}`, { stands: stands.join(", ") });
    const isGood = verdict === "valid";
    return { isGood, said, ...(item ? { assignment: assignment.id, item } : {}) };
  }
  return { isGood: false, said: word("feast-paper-unknown") };
}

export const kind: Kind = {
  code: "festivals.inspection",
  facts,
  sheet,
  outcomes: [CHECKED, INFRACTION, SEIZED, UNLICENSED, WASTE],
  isOpenEnded: (item) => !isStand(item),
  outline: (item) => known(item).stand?.outline,
  read,
  numbered: (body) => body,
  key,
  receipt: () => ({ subtitle: "" }),
};
