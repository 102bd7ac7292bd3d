import { expect, it } from "@jest/globals";
import { buildErrors } from "../../../local/console/build-errors.ts";

it.each([
  ["functions/handlers/a.ts(12,3): error TS2322: no", "functions/handlers/a.ts:12:3"],
  ["    functions/handlers/a.ts:12:3:", "functions/handlers/a.ts:12:3"],
  ["functions/configuration/slack.json:3: must be string", "functions/configuration/slack.json:3"],
  ["schemas/form.submitted.json says nothing", undefined],
])("reads the place in %j", (line, place) => {
  const message = line.trim();
  expect(buildErrors([line, "  "])).toEqual([place === undefined ? { message } : { message, place }]);
});
