// needs functions/sources/splash.ts
import { expect, it } from "@jest/globals";
import { checkUnits } from "../../bundler/check/checks.ts";
import { readSchemas } from "../../bundler/read/schemas.ts";
import { findUnits } from "../../bundler/read/units.ts";

it("says which members of a mapping's data the event does not know, and which were meant", async () => {
  const [units, schemas] = await Promise.all([findUnits(), readSchemas()]);
  const sources = units.sources.map((unit) => {
    if (unit.file !== "splash") return unit;
    const kinds = Object.entries(unit.specification.kinds).map(([kind, map]) => [
      kind,
      (...given: Parameters<typeof map>) =>
        map(...given).map((draft) => ({ ...draft, data: { ...draft.data, jobTitel: "Countess", colour: "red" } })),
    ]);
    return { ...unit, specification: { ...unit.specification, kinds: Object.fromEntries(kinds) } };
  });
  const of = "registration.changed comes from samples/webhooks/splash/guest+checked-in.json.";
  expect(checkUnits({ ...units, sources }, schemas)).toEqual([
    `functions/sources/splash.ts: data.jobTitel is not in schemas/registration.changed.json (did you mean "title"?): no handler sees it. ${of}`,
    `functions/sources/splash.ts: data.colour is not in schemas/registration.changed.json: no handler sees it. ${of}`,
  ]);
  expect(checkUnits(units, schemas)).toEqual([]);
});
