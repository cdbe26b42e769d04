import { expect, it } from "vitest";
import { codeFor, forgetCode, note } from "./codes";

it("keeps a code for its place, and one of no place for the next that is opened", () => {
  note("good", 1, 0);
  expect([codeFor(1, 0), codeFor(2, 0)]).toEqual(["good", ""]);
  note("forged", undefined, 0);
  expect([codeFor(1, 0), codeFor(2, 60_000), codeFor(2, 600_001)]).toEqual(["good", "forged", ""]);
  forgetCode(2);
  forgetCode(1);
  expect([codeFor(1, 0), codeFor(2, 0)]).toEqual(["", ""]);
});
