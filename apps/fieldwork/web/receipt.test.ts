/** The code on a receipt says what the paper says. */

import { encode } from "uqr";
import { expect, test } from "vitest";
import { codePath, codeText } from "./receipt";

test("each dark square is drawn and no light one", () => {
  expect(
    codePath([
      [true, false],
      [false, true],
    ]),
  ).toBe("M0 0h1v1h-1zM1 1h1v1h-1z");
});

test("number, amount, account and time stand in it, and a telephone can read it", () => {
  const text = codeText(
    {
      id: "c0ffee00",
      assignment: "5d0c",
      item: 81,
      kind: "water.collection",
      title: "EMAPAQ-004512",
      subtitle: "Mamani Flores, Rosa",
      outcome: "paid",
      at: "2026-11-26T14:03:22.120-04:00",
      payment: { amount: "30.00", payer: "", number: "R-EMAPAQ-000401/2026" },
      told: null,
      seen: false,
    },
    "Quillacollo",
  );
  expect(text.split("\n")).toEqual([
    "Llajta Quillacollo",
    "R-EMAPAQ-000401/2026",
    "Bs 30.00",
    "EMAPAQ-004512",
    "2026-11-26T14:03",
  ]);
  expect(text).not.toContain("Mamani");
  expect(encode(text, { ecc: "M" }).size).toBeLessThanOrEqual(45);
});
