import { describe, expect, it } from "vitest";
import { type Common, digestOf, paperOf, thingsIn, tokenIn, verdictOf } from "./stands";

const TOKEN = "abcdefghijklmnopqrstuv";
const address = (token: string): string => `https://town.example/verificar/${token}/`;

async function carried(state: string, ...stands: string[]): Promise<Common> {
  const patents = { [await digestOf(TOKEN)]: [state, ...stands] };
  return { patents, infractions: [], trades: [] };
}

describe("a code that is shown at a stand", () => {
  it("is digested as the server does", async () => {
    expect(await digestOf("abc")).toBe("ungWv48Bz-pBQUDe");
  });
  it("is the token of an address of ours, or the token itself", () => {
    expect(tokenIn(address(TOKEN))).toBe(TOKEN);
    expect(tokenIn(` ${TOKEN} `)).toBe(TOKEN);
    expect(tokenIn("https://town.example/menu")).toBe("");
  });
  it("is good for the stands of its patent only", async () => {
    const all = await carried("valid", "A-1", "A-2");
    expect(await verdictOf(address(TOKEN), "A-2", all)).toBe("valid");
    expect(await verdictOf(address(TOKEN), "A-3", all)).toBe("other_stand");
  });
  it("is told to be forged, old, of another feast, or not there", async () => {
    expect(await verdictOf(address("x".repeat(22)), "A-1", await carried("valid", "A-1"))).toBe(
      "unknown",
    );
    expect(await verdictOf("WIFI:S:casa", "A-1", await carried("valid", "A-1"))).toBe("unknown");
    expect(await verdictOf(" ", "A-1", await carried("valid", "A-1"))).toBe("none");
    for (const state of ["expired", "annulled", "other_feast"]) {
      expect(await verdictOf(TOKEN, "A-1", await carried(state))).toBe(state);
    }
  });
  it("names the stands of its patent", async () => {
    expect((await paperOf(TOKEN, await carried("valid", "A-1"))).stands).toEqual(["A-1"]);
  });
});

describe("an inventory", () => {
  it("has a thing on each line, one where no number is said", () => {
    expect(thingsIn("3 cajas de cerveza\n\n2,5 x kilos de carne\nGarrafa")).toEqual([
      { what: "cajas de cerveza", quantity: "3" },
      { what: "kilos de carne", quantity: "2,5" },
      { what: "Garrafa", quantity: "1" },
    ]);
  });
});
