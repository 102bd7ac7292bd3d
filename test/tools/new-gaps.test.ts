import { expect, it } from "@jest/globals";
import { gapsIn } from "../../tools/new/source/gaps.ts";

it("says of a new source what was made up, and what was not found, with the line", () => {
  const code = `kinds: {
    "won": (webhook) => [
      {
        id: webhook.id,
        type: "form.submitted",
        person: webhook.email,
        time: webhook.at,
        data: { formId: "webby", firstName: webhook.first },
      },
    ],
  }`;
  const properties = { email: {}, formId: {}, firstName: {}, phone: {} };
  const known = new Map([["form.submitted", { title: "FormSubmitted", properties }]]);
  const samples = new Map([["won", { email: "ada@example.com", seller: { email: "grace@example.com" } }]]);
  expect(gapsIn("functions/sources/webby.ts", code, known, new Map())).toEqual([]);
  expect(gapsIn("functions/sources/webby.ts", code, known, samples)).toEqual([
    "functions/sources/webby.ts:6: is it this person, and not webhook.seller.email?",
    'functions/sources/webby.ts:8: formId is "webby" in all of them: functions/configuration says what is done for it.',
    "functions/sources/webby.ts:8: not found of form.submitted: phone.",
  ]);
});
