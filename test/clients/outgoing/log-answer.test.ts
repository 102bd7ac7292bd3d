import { expect, it } from "@jest/globals";
import { logAnswer } from "../../../functions/clients/outgoing/log-answer.ts";
import { keepLines } from "../connect.ts";

it.each([
  ["api-usage=18/5000", { quotaUsed: 18, quotaMax: 5000 }],
  ["per-app-api-usage=17/250(appName=ycat); api-usage=18/5000", { quotaUsed: 18, quotaMax: 5000 }],
  ["per-app-api-usage=17/250(appName=ycat)", {}],
])("tells how much of the org's calls is used, whatever an app may use: %s", (usage, quota) => {
  const { log, lines } = keepLines();
  const headers = new Headers({ "sforce-limit-info": usage });
  logAnswer(log, {
    system: "salesforce",
    operation: "GET /query",
    answer: { status: 200, headers, body: "", callMs: 1 },
  });
  expect(lines).toMatchObject([{ message: "call answered", status: 200, ...quota }]);
  expect(Object.keys(lines[0] ?? {}).filter((name) => name.startsWith("quota"))).toEqual(Object.keys(quota));
});
