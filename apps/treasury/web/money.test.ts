import { describe, expect, it } from "vitest";

import { centavos, spoken } from "./money";

describe("money", () => {
  it("reads amounts as people write them", () => {
    expect(["1.234,50", "12.5", "7", "0,10", " 20 "].map(centavos)).toEqual([
      123450, 1250, 700, 10, 2000,
    ]);
  });

  it("takes nothing else for an amount", () => {
    expect(["", "-1", "1,234", "x", "1.2.3"].map(centavos)).toEqual(Array(5).fill(undefined));
  });

  it("writes them with a comma, and thousands apart as the server does", () => {
    const said = [0, 5, 99999, 123450, 123456789].map(spoken);
    const apart = ["0,00", "0,05", "999,99", "1\u00a0234,50", "1\u00a0234\u00a0567,89"];
    expect(said).toEqual(apart);
  });
});
