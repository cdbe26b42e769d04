import { pretendPage, RecordingMap } from "@geo/testing";
import { expect, test } from "vitest";

import { choose, mine, spaces } from "./spaces.module";

function page(found: Record<string, object[]>): ParentNode {
  return { querySelectorAll: (selector: string) => found[selector] ?? [] } as unknown as ParentNode;
}

function box(value: string) {
  return { value, checked: false, closest: () => null, dispatchEvent: () => true };
}

test("the spaces take everything off the map that they put on it", () => {
  Object.assign(pretendPage(), { querySelectorAll: () => [] });
  const map = new RecordingMap();

  const remove = spaces.add(map.asMap());
  expect(map.remains).toContain("spaces-ground");

  remove();
  expect(map.remains).toEqual([]);
});

test("a press on a free space ticks its box, a second press takes the tick away", () => {
  const boxes = [box("A-1"), box("A-2")];
  const list = page({ 'input[name="espacio"]': boxes });

  choose(list, "A-2");
  expect(boxes.map(({ checked }) => checked)).toEqual([false, true]);
  choose(list, "A-2");
  choose(list, "Z-9");
  expect(boxes.map(({ checked }) => checked)).toEqual([false, false]);
});

test("the codes of all own holds are known", () => {
  const holds = [{ dataset: { mine: "A-1 A-2" } }, { dataset: { mine: "B-7" } }];
  expect(mine(page({ "[data-mine]": holds }))).toEqual(["A-1", "A-2", "B-7"]);
});
