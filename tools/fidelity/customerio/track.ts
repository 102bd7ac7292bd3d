import { among, anyOf, aText } from "../match.ts";
import type { Exchange, Topic } from "../exchange.ts";

const person = "/api/v1/customers/ycat-{run}%40example.com";
const removed = [
  { method: "DELETE", path: person },
  { method: "DELETE", path: "/api/v1/customers/ycat-other-{run}%40example.com" },
] as const;

/** Version 1 answers success with an empty object, and refusals with sentences. */
const taken = {};
const refused = { meta: { errors: among(aText) } };

function identify(name: string, attributes: object, status: number, basis: Exchange["basis"] = "recorded"): Exchange {
  const body = status === 200 ? taken : refused;
  return { name, basis, sent: { method: "PUT", path: person, body: attributes }, status, body };
}

function event(name: string, body: object, status: number, basis: Exchange["basis"] = "recorded"): Exchange {
  const sent = { method: "POST", path: `${person}/events`, body } as const;
  return { name, basis, sent, status, body: status === 200 ? taken : refused };
}

export const track: Topic = {
  name: "Track API, version 1",
  removed,
  exchanges: [
    identify("a person", { first_name: "ycat fidelity", _timestamp: 1_764_151_140 }, 200),
    identify("an update only of a person who exists", { first_name: "ycat", _update: true }, 200, "documented"),
    {
      name: "a wrong key",
      basis: "recorded",
      sent: {
        method: "PUT",
        path: person,
        body: { first_name: "ycat" },
        headers: { authorization: `Basic ${Buffer.from("nobody:nothing").toString("base64")}` },
      },
      status: 401,
      body: { meta: { error: /^Unauthorized/ } },
    },
    {
      name: "a body that is not JSON",
      basis: "documented",
      sent: { method: "PUT", path: person, text: '{"first_name": ' },
      status: 400,
      body: { meta: anyOf({ error: aText }, { errors: among(aText) }) },
    },
    event("an event", { name: "ycat fidelity", id: "{ulid}", timestamp: 1_764_151_140, data: { formId: "x" } }, 200),
    event(
      "the same event again: ignored",
      { name: "ycat fidelity", id: "{ulid}", timestamp: 1_764_151_140 },
      200,
      "documented",
    ),
    event("an event without a name", { data: {} }, 400, "documented"),
    {
      name: "a path whose @ is not encoded: 200, and nothing done",
      basis: "reported",
      sent: { method: "PUT", path: "/api/v1/customers/ycat-other-{run}@example.com", body: { first_name: "ycat" } },
      status: 200,
      body: taken,
    },
    {
      name: "a merge of two people",
      basis: "documented",
      sent: {
        method: "POST",
        path: "/api/v1/merge_customers",
        body: {
          primary: { email: "ycat-{run}@example.com" },
          secondary: { email: "ycat-other-{run}@example.com" },
        },
      },
      status: 200,
      body: taken,
    },
    {
      name: "a merge of one",
      basis: "documented",
      sent: { method: "POST", path: "/api/v1/merge_customers", body: { primary: { email: "ycat-{run}@example.com" } } },
      status: 400,
    },
    {
      name: "the deletion of a person",
      basis: "recorded",
      sent: { method: "DELETE", path: person },
      status: 200,
      body: taken,
    },
  ],
};

const entity = { type: "person", identifiers: { email: "ycat-{run}@example.com" }, action: "identify" };

export const version2: Topic = {
  name: "Track API, version 2",
  removed,
  exchanges: [
    {
      name: "a person",
      basis: "documented",
      sent: { method: "POST", path: "/api/v2/entity", body: { ...entity, attributes: { first_name: "ycat" } } },
      status: 200,
      body: {},
    },
    {
      name: "an unknown action",
      basis: "documented",
      sent: { method: "POST", path: "/api/v2/entity", body: { ...entity, action: "adore" } },
      status: 400,
      body: { errors: among({ reason: aText, field: aText, message: aText }) },
    },
    {
      name: "a batch with one wrong item",
      basis: "documented",
      sent: {
        method: "POST",
        path: "/api/v2/batch",
        body: {
          batch: [
            { ...entity, attributes: { first_name: "ycat" } },
            { ...entity, action: "event" },
          ],
        },
      },
      status: 207,
      body: { errors: [{ batch_index: 1, reason: aText, field: aText, message: aText }] },
    },
    {
      name: "a valid batch",
      basis: "recorded",
      sent: { method: "POST", path: "/api/v2/batch", body: { batch: [entity] } },
      status: 200,
      body: {},
    },
  ],
};
