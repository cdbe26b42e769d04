/** What a system says about its own kind of field work, in `apps/<x>/web/<name>.field.ts`. */
import type { Item, Taken } from "./package";
import type { Values } from "./pieces";

/** How a place looks in the list and on the map. */
export interface Facts {
  /** Amount as it is written, empty if nothing is owed. */
  readonly amount: string;
  /** One or two letters inside the mark, so that its colour is not all that tells. */
  readonly mark: string;
  /** Name of one of the marks' colours. */
  readonly shade: "none" | "one" | "two" | "three" | "four" | "five";
  /** What the mark means, in words. */
  readonly meaning: string;
  /** Where it is, in words. */
  readonly place: string;
}

/** What was typed is not yet an answer; `word` names the sentence that says why. */
export class NotYet extends Error {
  readonly word: string;
  readonly field: string;
  constructor(word: string, field: string) {
    super(word);
    this.word = word;
    this.field = field;
  }
}

/** Something that can be found out or done at a place. */
export interface Outcome {
  readonly code: string;
  /** Template with its fields, if it has some. */
  readonly form?: string;
  /** Fill the fields with what is likely. */
  readonly prepare?: (form: HTMLElement, item: Item, today: string) => void;
  /** Whether it may come of a visit to this place; it always may if nothing is said. */
  readonly suits?: (item: Item) => boolean;
  /** What the event says of it. Throws `NotYet`. */
  readonly body: (form: FormData, item: Item, today: string) => object | Promise<object>;
  /** Whether money changes hands: then it takes a receipt number. */
  readonly payment?: (body: object) => Payment;
}

export interface Payment {
  /** Amount in the protocol's writing: "30.00". */
  readonly amount: string;
  readonly payer: string;
}

/** What a code on a paper was found to be. */
export interface Reading {
  readonly isGood: boolean;
  /** In words. */
  readonly said: string;
  /** The place it belongs to, if that is in a round. */
  readonly item?: Item;
  readonly assignment?: string;
}

export interface Kind {
  readonly code: string;
  facts(item: Item): Facts;
  /** Every colour that a mark may have. */
  key(): readonly Pick<Facts, "shade" | "mark" | "meaning">[];
  /** The kind's own part of a place's sheet. */
  sheet(item: Item): HTMLElement;
  /** In the order in which they are offered. */
  readonly outcomes: readonly Outcome[];
  /** Whether there is always something to do at a place, however often one was there. */
  readonly isOpenEnded?: (item: Item) => boolean;
  /** Its shape on the ground, for measuring beside it. */
  readonly outline?: (item: Item) => GeoJSON.Geometry | undefined;
  /** What a code on a paper means in the rounds that were taken along. */
  readonly read?: (code: string, taken: readonly Taken[]) => Promise<Reading>;
  /** Event body with its receipt number. */
  numbered(body: object, number: number | null): object;
  /** What stands on a receipt, by the names of its template's gaps. */
  receipt(item: Item): Values;
}

const found = import.meta.glob<{ kind: Kind }>("../../*/web/*.field.ts", { eager: true });
const kinds = new Map(Object.values(found).map(({ kind }) => [kind.code, kind]));

/** The kind called `code`, if this version of the app knows it. */
export function kindOf(code: string): Kind | undefined {
  return kinds.get(code);
}
