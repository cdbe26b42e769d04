import { expect, test } from "vitest";

import { asHex } from "./compare";

test("bytes are written as the server writes a digest", () => {
  expect(asHex(new Uint8Array([0, 10, 255]).buffer)).toBe("000aff");
});
