/** Collecting water bills in the street: what a debtor's place shows, and what may come of it. */
import { type Facts, type Kind, NotYet, type Outcome } from "../../fieldwork/web/kind";
import type { Item } from "../../fieldwork/web/package";
import { part, piece, word } from "../../fieldwork/web/pieces";
import { bolivianos, centavos } from "../../fieldwork/web/visits";
import { amountOf, readingOf } from "./typed";

interface Owed {
  readonly id: number;
  readonly what: string;
  readonly due_on: string;
  readonly outstanding: string;
}
interface Account {
  readonly account: { number: string; category_name: string; state: string; metered: boolean };
  readonly holder: string;
  readonly address: string;
  readonly meter: { serial: string; last: string; last_on: string } | null;
  readonly debt: { total: string; months: number; age: string; obligations: readonly Owed[] };
  readonly promise: { on: string; amount: string } | null;
  readonly visits: readonly { at: string; outcome: string; note: string }[];
}

/** The treasury's ages of debt, youngest first, and the shade of each. */
const SHADES: Record<string, Facts["shade"]> = {
  "": "none",
  current: "none",
  one: "one",
  two: "two",
  three_to_six: "three",
  seven_to_twelve: "four",
  older: "five",
};
const MARKS: Record<string, string> = {
  one: "1",
  two: "2",
  three_to_six: "3+",
  seven_to_twelve: "7+",
  older: "12+",
};

const known = (item: Item): Account => item.data as Account;
const day = (iso: string): string => iso.slice(0, 10).split("-").reverse().join("/");
const money = (amount: string): string => bolivianos(centavos(amount));

function monthsOwed(months: number): string {
  return word(months === 1 ? "water-month" : "water-months", { months });
}

function facts(item: Item): Facts {
  const { debt, address } = known(item);
  return {
    amount: centavos(debt.total) > 0 ? money(debt.total) : "",
    mark: debt.months > 0 ? String(debt.months) : "0",
    shade: SHADES[debt.age] ?? "none",
    meaning: monthsOwed(debt.months),
    place: address,
  };
}

function sheet(item: Item): HTMLElement {
  const { account, meter, debt, promise, visits } = known(item);
  const screen = piece("water-sheet", {
    total: money(debt.total),
    months: monthsOwed(debt.months),
    category: account.category_name,
    meter: meter ? word("water-meter", { ...meter, last_on: day(meter.last_on) }) : "",
    promise: promise
      ? word("water-promised", { amount: money(promise.amount), on: day(promise.on) })
      : "",
    owes: debt.obligations.length > 0,
    visited: visits.length > 0,
  });
  part(screen, "[data-owed]").replaceChildren(
    ...debt.obligations.map(({ what, due_on, outstanding }) =>
      piece("water-owed", { what, due: day(due_on), amount: money(outstanding) }),
    ),
  );
  part(screen, "[data-visits]").replaceChildren(
    ...visits.map(({ at, outcome, note }) =>
      piece("water-visited", { at: day(at), what: word(`outcome-${outcome}`), note }),
    ),
  );
  return screen;
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

function setField(form: HTMLElement, name: string, value: string): HTMLInputElement {
  const field = part<HTMLInputElement>(form, `[name="${name}"]`);
  field.value = value;
  return field;
}

const PROMISE: Outcome = {
  code: "promise",
  form: "water-promise",
  prepare(form, item, today) {
    setField(form, "amount", known(item).debt.total.replace(".", ","));
    setField(form, "on", "").min = today;
  },
  body(form, _item, today) {
    const on = text(form, "on");
    if (!on) throw new NotYet("water-which-day", "on");
    if (on < today) throw new NotYet("water-past-day", "on");
    return { promise: { on, amount: amountOf(text(form, "amount")) } };
  },
};

interface Paid {
  readonly payment: { readonly amount: string; readonly payer: string };
}
const PAID: Outcome = {
  code: "paid",
  form: "water-paid",
  prepare(form, item) {
    setField(form, "amount", known(item).debt.total.replace(".", ","));
  },
  body: (form) => ({
    payment: {
      amount: amountOf(text(form, "amount")),
      number: null,
      payer: text(form, "payer"),
      shares: null,
    },
  }),
  payment: (body) => (body as Paid).payment,
};

const READING: Outcome = {
  code: "reading",
  form: "water-reading",
  prepare(form, item) {
    const { meter } = known(item);
    setField(form, "serial", meter?.serial ?? "");
    part(form, "[data-last]").textContent = meter ? word("water-last", { last: meter.last }) : "";
  },
  body: (form) => ({
    reading: {
      value: readingOf(text(form, "value")),
      serial: text(form, "serial"),
      anomaly: text(form, "anomaly"),
    },
  }),
};

const plain = (code: string): Outcome => ({ code, body: () => ({}) });

export const kind: Kind = {
  code: "water.collection",
  facts,
  sheet,
  outcomes: [
    PAID,
    PROMISE,
    ...["notified", "absent", "refused", "wrong_address"].map(plain),
    READING,
  ],
  numbered(body, number) {
    const { payment } = body as Paid;
    return { payment: { ...payment, number } };
  },
  key: () =>
    Object.entries(MARKS).map(([age, mark]) => ({
      shade: SHADES[age] ?? "none",
      mark,
      meaning: word(`water-age-${age}`),
    })),
  receipt: (item) => ({ subtitle: known(item).holder }),
};
