import { expect, it } from "@jest/globals";
import { createSlots } from "../../../local/console/page/parts/table/slots.ts";

it("gives a row that comes into sight the element of one that is seen no more, and leaves the others theirs", () => {
  const slotsOf = createSlots();
  expect(slotsOf(["d", "c", "b", "a"])).toEqual([0, 1, 2, 3]);
  expect(slotsOf(["f", "e", "d", "c"])).toEqual([2, 3, 0, 1]);
  expect(slotsOf(["j", "i", "h", "g"])).toEqual([2, 3, 0, 1]); // as they stand: nothing moves
  expect(slotsOf(["i"])).toEqual([3]);
  const [first, second, third] = slotsOf(["k", "i", "l"]);
  expect(second).toBe(3);
  expect(new Set([first, second, third]).size).toBe(3);
});
