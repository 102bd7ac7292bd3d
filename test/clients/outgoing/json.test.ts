import { expect, it } from "@jest/globals";
import { asObject } from "../../../functions/clients/outgoing/json.ts";

it.each([[null], [[]], ["text"], [undefined]])("takes %j for no object", (value) => {
  expect(asObject(value)).toBeUndefined();
});
