import { expect, it } from "@jest/globals";
import { changesIn } from "../../../local/runner/dev/watching.ts";

it.each([
  ["nothing", [], ["Nothing else has changed."]],
  ["a source that is gone", ["luma"], ["Gone: luma."]],
  [
    "a handler that is gone, of which messages may have waited",
    ["lead-told", "form-submitted"],
    [
      "Gone: lead-told.",
      "Gone too: messages and dead letters of lead-told. A deployment asks for npm run retire before that.",
      "Changed: form-submitted. The next request starts them.",
    ],
  ],
])("tells a developer of %s", (_, names, lines) => {
  expect(changesIn(names, new Set(["form-submitted"]), new Set(["luma"]))).toEqual(lines);
});
