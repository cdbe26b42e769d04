/** Addresses and words of the debtor map: what page and map both know, no map in it. */
import { figureOf } from "@geo/figures";
import type { Feature, FeatureCollection } from "geojson";

/** Levels of areas, by their word in an address, with the layer that has their shapes. */
export const AREAS = { distrito: "districts", otb: "otbs", zona: "zones" } as const;
export const STREET = "calle";
/** What one sees next when one goes into a part of the territory. */
const BELOW: Record<string, string> = {
  distrito: "otb",
  otb: "calle",
  zona: "calle",
  calle: "cuenta",
};
const PAGE = "/agua/mora/";

/** Place of the class, overdue bolivianos and debtors, by number of the area, by level. */
export type Areas = Record<string, Record<string, [number, string, number]>>;

/** What areas are coloured by: since when half of it is owed, how much, or by how many. */
export const MEASURES = ["age", "overdue", "debtors"] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Upper limits of all classes but the last: fifths of the areas, rounded to two figures.
 *
 * Fewer where areas are alike; one class where all are.
 */
export function limitsOf(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const limits: number[] = [];
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    const value = sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    const step = 10 ** Math.max(Math.floor(Math.log10(value || 1)) - 1, 0);
    const limit = Math.ceil(value / step) * step;
    if (limit > (limits.at(-1) ?? 0) && limit < (sorted.at(-1) ?? 0)) limits.push(limit);
  }
  return limits;
}

/** The class of a value, from 1: the first whose limit it does not pass. */
export function classOf(value: number, limits: readonly number[]): number {
  const found = limits.findIndex((limit) => value <= limit);
  return (found < 0 ? limits.length : found) + 1;
}

/** How the classes read in a legend: “1 – 1,500”, “1,501 – …”. */
export function rangesOf(limits: readonly number[], language: string): string[] {
  const figure = (value: number): string => figureOf(value, language);
  const firsts = [1, ...limits.map((limit) => limit + 1)];
  return firsts.map((first, place) => {
    const last = limits[place];
    return last === undefined ? `≥ ${figure(first)}` : `${figure(first)} – ${figure(last)}`;
  });
}

/** Each area's class by a measure, with the limits; ages are classes as they come. */
export function classed(
  areas: Record<string, [number, string, number]>,
  measure: Measure,
): { classes: Map<string, number>; limits: number[] } {
  const valued = ([age, overdue, debtors]: [number, string, number]): number =>
    measure === "age" ? age : measure === "overdue" ? Number(overdue) : debtors;
  const rows = Object.entries(areas);
  const limits = measure === "age" ? [1, 2, 3, 4] : limitsOf(rows.map(([, row]) => valued(row)));
  const classes = rows.map(([id, row]): [string, number] => [id, classOf(valued(row), limits)]);
  return { classes: new Map(classes), limits };
}

export function areasAddress(query: string): string {
  return `${PAGE}areas.json?${query}`;
}

export function tilesAddress(query: string, origin: string): string {
  return `${origin}${PAGE}cuentas/{z}/{x}/{y}?${query}`;
}

export function panelAddress(account: string | number): string {
  return `${PAGE}cuenta/${account}/`;
}

export function listAddress(query: URLSearchParams): string {
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
  return `${PAGE}lista/?${text}`;
}

/** The list inside an area or street, as a press on it in the list would ask for it. */
export function into(search: string, word: string, number: string | number | undefined): string {
  const query = new URLSearchParams(search);
  const others = query.getAll("en").filter((place) => !place.startsWith(`${word}-`));
  query.delete("en");
  query.delete("desde");
  for (const place of [...others, `${word}-${number}`]) query.append("en", place);
  query.set("por", BELOW[word] ?? "cuenta");
  return listAddress(query);
}

/** The same choice with another lasso, or none. */
export function withLasso(search: string, corners: readonly (readonly [number, number])[]): string {
  const query = new URLSearchParams(search);
  query.delete("lazo");
  query.delete("desde");
  const text = corners.map(([x, y]) => `${x.toFixed(6)},${y.toFixed(6)}`).join(";");
  if (text) query.set("lazo", text);
  return listAddress(query);
}

/** The lasso of a choice as a line that ends where it begins. */
export function outlineOf(query: string): FeatureCollection {
  const text = new URLSearchParams(query).get("lazo") ?? "";
  const corners = text.split(";").map((corner) => corner.split(",").map(Number));
  if (corners.length < 3) return { type: "FeatureCollection", features: [] };
  const coordinates = [...corners, ...corners.slice(0, 1)];
  const line: Feature = {
    type: "Feature",
    properties: {},
    geometry: { type: "LineString", coordinates },
  };
  return { type: "FeatureCollection", features: [line] };
}

interface Pointed {
  readonly id?: string | number | undefined;
  readonly source: string;
  readonly properties: Record<string, unknown>;
}

/** What lies under the pointer: its name, what is overdue there, and how many `accounts`. */
export function describe(
  pointed: readonly Pointed[],
  areas: Areas,
  language: string,
  accounts: string,
): string {
  for (const { id, source, properties } of pointed) {
    const found = areas[source.replace("debt-", "")]?.[String(id)];
    if (!found) continue;
    const [, overdue, debtors] = found;
    const name = String(properties["name"] ?? "").trim();
    const head = name ? `${name} · ` : "";
    const [money, count] = [Number(overdue), debtors].map((each) => figureOf(each, language));
    return `${head}Bs ${money} · ${count} ${accounts}`;
  }
  return "";
}
