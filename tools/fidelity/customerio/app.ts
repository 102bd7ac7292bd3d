import { aList, aNumber, aText, among } from "../match.ts";
import type { Topic } from "../exchange.ts";

const path = "/api/v1/customers/ycat-{run}%40example.com";

/** Reads lag behind the Track API's writes. */
export const app: Topic = {
  name: "App API",
  removed: [{ method: "DELETE", path }],
  exchanges: [
    {
      name: "a person to read",
      basis: "recorded",
      sent: {
        method: "PUT",
        path,
        body: { first_name: "ycat fidelity", unsubscribed: true, _timestamp: 1_764_151_140 },
      },
      status: 200,
      body: {},
    },
    {
      name: "the people with an e-mail",
      basis: "recorded",
      isEventual: true,
      sent: { method: "GET", path: "/v1/customers?email=ycat-{run}%40example.com" },
      status: 200,
      body: { results: [{ email: "ycat-{run}@example.com", cio_id: aText }] },
    },
    {
      name: "an unused e-mail",
      basis: "recorded",
      sent: { method: "GET", path: "/v1/customers?email=nobody-{run}%40example.com" },
      status: 200,
      body: { results: [] },
    },
    {
      name: "those of two e-mails whose unsubscribed is set, asked for together",
      basis: "documented",
      isEventual: true,
      sent: {
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
      status: 200,
      body: { identifiers: [{ email: "ycat-{run}@example.com", cio_id: aText }] },
    },
    {
      name: "a person's attributes, which are all texts, and when each was set",
      basis: "recorded",
      isEventual: true,
      sent: { method: "GET", path: "/v1/customers/ycat-{run}%40example.com/attributes?id_type=email" },
      status: 200,
      body: {
        customer: {
          attributes: { email: "ycat-{run}@example.com", first_name: "ycat fidelity", unsubscribed: "true" },
          timestamps: { first_name: aNumber, unsubscribed: aNumber },
          unsubscribed: true,
          devices: aList,
        },
      },
    },
    {
      name: "an older value of an attribute that arrives later",
      basis: "documented",
      sent: { method: "PUT", path, body: { first_name: "older", _timestamp: 1_764_151_100 } },
      status: 200,
      body: {},
    },
    {
      name: "which of the two stands",
      basis: "documented",
      isEventual: true,
      sent: { method: "GET", path: "/v1/customers/ycat-{run}%40example.com/attributes?id_type=email" },
      status: 200,
      body: { customer: { attributes: { first_name: "ycat fidelity" } } },
    },
    {
      name: "an update of an unknown person",
      basis: "documented",
      sent: { method: "PUT", path: path.replace("ycat-", "nobody-"), body: { first_name: "ycat", _update: true } },
      status: 200,
      body: {},
    },
    {
      name: "it creates nobody",
      basis: "documented",
      sent: { method: "GET", path: "/v1/customers?email=nobody-{run}%40example.com" },
      status: 200,
      body: { results: [] },
    },
    {
      name: "a message without a recipient",
      basis: "documented",
      sent: { method: "POST", path: "/v1/send/email", body: { transactional_message_id: "nobody-{run}" } },
      status: 400,
      body: { meta: { error: aText } },
    },
    {
      name: "the attributes of an unknown person",
      basis: "recorded",
      sent: { method: "GET", path: "/v1/customers/nobody-{run}%40example.com/attributes?id_type=email" },
      status: 404,
      body: { errors: among({ detail: aText, status: "404" }) },
    },
    {
      name: "a person's messages",
      basis: "documented",
      sent: { method: "GET", path: "/v1/customers/ycat-{run}%40example.com/messages?id_type=email" },
      status: 200,
      body: { messages: [], next: "" },
    },
    {
      name: "a wrong key",
      basis: "recorded",
      sent: { method: "GET", path: "/v1/customers?email=x%40example.com", headers: { authorization: "Bearer nobody" } },
      status: 401,
      body: { errors: among({ detail: aText, status: "401" }) },
    },
  ],
};
