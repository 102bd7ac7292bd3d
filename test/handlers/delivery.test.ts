import { describe, expect, it } from "@jest/globals";
import { findUnits } from "../../bundler/read/units.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";

const { handlers } = await findUnits();
const declared = new Map(handlers.map(({ specification }) => [handlerName(specification), specification.delivery]));

describe("a handler's delivery", () => {
  it.each([
    "contact-subscribed",
    "contact-unsubscribed",
    "form-submitted",
    "form-submitted-slack",
    "invoice-paid",
    "registration-changed",
  ])("of %s stands in its file: whether a person's events keep their order can't be changed later", (name) => {
    expect(declared.get(name)).toEqual({ ordered: true, timeoutSeconds: 60 });
  });
});
