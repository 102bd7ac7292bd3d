import { expect, it } from "@jest/globals";
import { createDeliveries } from "../../../local/console/api/deliveries.ts";

it("says why each attempt has failed, also of a handler that is paused", () => {
  const deliveries = createDeliveries();
  for (const attempt of [1, 2, 3])
    deliveries.record({
      subscription: "projects/p/subscriptions/form-submitted",
      messageId: "1",
      attributes: { "ce-id": "msg_1", "ce-type": "form.submitted" },
      attempt,
      outcome: "refused",
      status: 503,
      latencyMs: 1,
      startedAt: "2026-11-27T06:00:00Z",
      publishTime: "2026-11-27T06:00:00Z",
    });
  const event = { eventId: "msg_1", outcome: "failed" };
  deliveries.read("form-submitted", {
    ...event,
    attempt: 1,
    reason: "HTTP_503",
    system: "salesforce",
    operation: "GET /query",
  });
  deliveries.read("form-submitted", { eventId: "msg_1", attempt: 2, reason: "PAUSED" });
  expect(deliveries.list().map(({ reason }) => reason)).toEqual([
    undefined,
    "the handler is paused: npm run status",
    "HTTP_503 (salesforce, GET /query)",
  ]);
});
