/** A round is entered where the walker stands and loses nobody. */
import { expect, test } from "vitest";
import { metres, type Place } from "./distance";
import { fromHere } from "./route";

const STREET = [0, 1, 2, 3, 4].map((n) => ({
  name: n,
  place: [-66.28 + n * 0.001, -17.39] as Place,
}));
const names = (stops: readonly { name: number }[]): number[] => stops.map(({ name }) => name);

test("without a position the order is the office's", () => {
  expect(names(fromHere(STREET, undefined))).toEqual([0, 1, 2, 3, 4]);
});

test("from the far end of a street one walks it backwards", () => {
  expect(names(fromHere(STREET, [-66.2755, -17.39]))).toEqual([4, 3, 2, 1, 0]);
});

test("a stop nobody placed comes last and is not lost", () => {
  const lost = { name: 9, place: undefined };
  expect(names(fromHere([lost, ...STREET], [-66.2755, -17.39]))).toEqual([4, 3, 2, 1, 0, 9]);
});

test("any round stays whole and is never longer than the office's own order", () => {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const somewhere = (): Place => [-66.3 + random() * 0.04, -17.41 + random() * 0.04];
  for (let n = 0; n < 100; n += 1) {
    const round = Array.from({ length: n % 12 }, (_, name) => ({ name, place: somewhere() }));
    const here = somewhere();
    const length = (stops: readonly { place: Place }[]): number =>
      stops.reduce((sum, { place }, i) => sum + metres(stops[i - 1]?.place ?? here, place), 0);
    const way = fromHere(round, here);
    expect(names(way).toSorted((a, b) => a - b)).toEqual(names(round));
    expect(length(way)).toBeLessThanOrEqual(length(round) + 1e-9);
  }
});

test("five hundred stops are ordered while one looks at the screen", () => {
  const many = Array.from({ length: 500 }, (_, n) => ({
    name: n,
    place: [-66.3 + ((n * 7919) % 500) / 10_000, -17.4 + ((n * 104729) % 500) / 10_000] as Place,
  }));
  const begun = performance.now();
  expect(fromHere(many, [-66.28, -17.39])).toHaveLength(500);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
