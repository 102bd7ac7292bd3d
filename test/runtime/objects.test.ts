import { expect, it } from "@jest/globals";
import { isObject, membersOf, objectsIn } from "../../functions/runtime/objects.ts";

it.each([[null], [[]], ["text"], [undefined]])("takes %j for no object", (value) => {
  expect(isObject(value)).toBe(false);
  expect(membersOf(value)).toEqual({});
  expect(objectsIn([value, { id: 1 }])).toEqual([{ id: 1 }]);
});

it("finds no objects where there is no list", () => {
  expect(objectsIn({ id: 1 })).toEqual([]);
});
