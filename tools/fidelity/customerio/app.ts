import { aList, aNumber, aText, among } from "../match.ts";
import { exchange, reads, type Topic } from "../exchange.ts";

const path = "/api/v1/customers/ycat-{run}%40example.com";

/** Reads lag behind the Track API's writes. */
export const app: Topic = {
  name: "App API",
  removed: [{ method: "DELETE", path }],
  exchanges: [
    exchange(
      "a person to read",
      {
        method: "PUT",
        path,
        body: { first_name: "ycat fidelity", unsubscribed: true, _timestamp: 1_764_151_140 },
      },
      200,
      {},
      { basis: "recorded" },
    ),
    reads(
      "the people with an e-mail",
      "/v1/customers?email=ycat-{run}%40example.com",
      { results: [{ email: "ycat-{run}@example.com", cio_id: aText }] },
      { basis: "recorded", isEventual: true },
    ),
    reads("an unused e-mail", "/v1/customers?email=nobody-{run}%40example.com", { results: [] }, { basis: "recorded" }),
    exchange(
      "those of two e-mails whose unsubscribed is set, asked for together",
      {
        method: "POST",
        path: "/v1/customers",
        body: {
          filter: {
            and: [
              { attribute: { field: "unsubscribed", operator: "exists" } },
              {
                or: ["ycat-{run}@example.com", "nobody-{run}@example.com"].map((value) => ({
                  attribute: { field: "email", operator: "eq", value },
                })),
              },
            ],
          },
        },
      },
      200,
      { identifiers: [{ email: "ycat-{run}@example.com", cio_id: aText }] },
      { isEventual: true },
    ),
    reads(
      "a person's attributes, which are all texts, and when each was set",
      "/v1/customers/ycat-{run}%40example.com/attributes?id_type=email",
      {
        customer: {
          attributes: { email: "ycat-{run}@example.com", first_name: "ycat fidelity", unsubscribed: "true" },
          timestamps: { first_name: aNumber, unsubscribed: aNumber },
          unsubscribed: true,
          devices: aList,
        },
      },
      { basis: "recorded", isEventual: true },
    ),
    exchange(
      "an older value of an attribute that arrives later",
      { method: "PUT", path, body: { first_name: "older", _timestamp: 1_764_151_100 } },
      200,
      {},
    ),
    reads(
      "which of the two stands",
      "/v1/customers/ycat-{run}%40example.com/attributes?id_type=email",
      { customer: { attributes: { first_name: "ycat fidelity" } } },
      { isEventual: true },
    ),
    exchange(
      "an update of an unknown person",
      { method: "PUT", path: path.replace("ycat-", "nobody-"), body: { first_name: "ycat", _update: true } },
      200,
      {},
    ),
    reads("it creates nobody", "/v1/customers?email=nobody-{run}%40example.com", { results: [] }),
    exchange(
      "a message without a recipient",
      { method: "POST", path: "/v1/send/email", body: { transactional_message_id: "nobody-{run}" } },
      400,
      { meta: { error: aText } },
    ),
    exchange(
      "the attributes of an unknown person",
      { method: "GET", path: "/v1/customers/nobody-{run}%40example.com/attributes?id_type=email" },
      404,
      { errors: among({ detail: aText, status: "404" }) },
      { basis: "recorded" },
    ),
    reads("a person's messages", "/v1/customers/ycat-{run}%40example.com/messages?id_type=email", {
      messages: [],
      next: "",
    }),
    exchange(
      "a wrong key",
      { method: "GET", path: "/v1/customers?email=x%40example.com", headers: { authorization: "Bearer nobody" } },
      401,
      { errors: among({ detail: aText, status: "401" }) },
      { basis: "recorded" },
    ),
  ],
};
