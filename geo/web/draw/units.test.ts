import { expect, test } from "vitest";

import { areaInWords, lengthInWords } from "./units";

test.each([
  [3.44, "3,4 m"],
  [345.4, "345 m"],
  [1240, "1,24 km"],
  [12345, "12,35 km"],
])("%s metres are %s", (metres, words) => {
  expect(lengthInWords(metres, "es")).toBe(words);
});

test.each([
  [250.4, "250 m²"],
  [12500, "1,25 ha"],
  [123456789, "12.345,68 ha"],
])("%s square metres are %s", (metres, words) => {
  expect(areaInWords(metres, "es")).toBe(words);
});

test("each language has its own comma", () => {
  expect(lengthInWords(1240, "en")).toBe("1.24 km");
});
