/** Commas, points and blanks are read as a collector means them, and nothing else is guessed. */
import { expect, test } from "vitest";
import { amountOf, readingOf } from "./typed";

test.each([
  ["30", "30.00"],
  ["30,5", "30.50"],
  ["30.50", "30.50"],
  ["1.234,50", "1234.50"],
  ["1.234", "1234.00"],
  ["Bs 10", "10.00"],
  ["007,10", "7.10"],
])("the amount %s is %s", (typed, amount) => {
  expect(amountOf(typed)).toBe(amount);
});

test.each(["", "0", "0,00", "-5", "10,505", "diez", "1,2,3"])("%j is no amount", (typed) => {
  expect(() => amountOf(typed)).toThrow("water-which-amount");
});

test.each([
  ["345,2", "345.2"],
  ["000345", "345"],
  ["345.201", "345.201"],
  ["0", "0"],
])("the meter's %s is %s", (typed, value) => {
  expect(readingOf(typed)).toBe(value);
});

test.each(["", "345,2,1", "-1", "34a"])("%j is no reading", (typed) => {
  expect(() => readingOf(typed)).toThrow("water-which-reading");
});
