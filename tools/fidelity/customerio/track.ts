import { among, anyOf, aText } from "../match.ts";
import { exchange, type Exchange, type Topic } from "../exchange.ts";

const person = "/api/v1/customers/ycat-{run}%40example.com";
const removed = [
  { method: "DELETE", path: person },
  { method: "DELETE", path: "/api/v1/customers/ycat-other-{run}%40example.com" },
] as const;

/** Version 1 answers success with an empty object, and refusals with sentences. */
const taken = {};
const answered = (status: number) => (status === 200 ? taken : { meta: { errors: among(aText) } });

function identify(name: string, attributes: object, status: number, basis: Exchange["basis"] = "recorded"): Exchange {
  return exchange(name, { method: "PUT", path: person, body: attributes }, status, answered(status), { basis });
}

function event(name: string, body: object, status: number, basis: Exchange["basis"] = "recorded"): Exchange {
  return exchange(name, { method: "POST", path: `${person}/events`, body }, status, answered(status), { basis });
}

export const track: Topic = {
  name: "Track API, version 1",
  removed,
  exchanges: [
    identify("a person", { first_name: "ycat fidelity", _timestamp: 1_764_151_140 }, 200),
    identify("an update only of a person who exists", { first_name: "ycat", _update: true }, 200, "documented"),
    exchange(
      "a wrong key",
      {
        method: "PUT",
        path: person,
        body: { first_name: "ycat" },
        headers: { authorization: `Basic ${Buffer.from("nobody:nothing").toString("base64")}` },
      },
      401,
      { meta: { error: /^Unauthorized/ } },
      { basis: "recorded" },
    ),
    exchange("a body that is not JSON", { method: "PUT", path: person, text: '{"first_name": ' }, 400, {
      meta: anyOf({ error: aText }, { errors: among(aText) }),
    }),
    event("an event", { name: "ycat fidelity", id: "{ulid}", timestamp: 1_764_151_140, data: { formId: "x" } }, 200),
    event(
      "the same event again: ignored",
      { name: "ycat fidelity", id: "{ulid}", timestamp: 1_764_151_140 },
      200,
      "documented",
    ),
    event("an event without a name", { data: {} }, 400, "documented"),
    exchange(
      "a path whose @ is not encoded: 200, and nothing done",
      { method: "PUT", path: "/api/v1/customers/ycat-other-{run}@example.com", body: { first_name: "ycat" } },
      200,
      taken,
      { basis: "reported" },
    ),
    exchange(
      "a merge of two people",
      {
        method: "POST",
        path: "/api/v1/merge_customers",
        body: {
          primary: { email: "ycat-{run}@example.com" },
          secondary: { email: "ycat-other-{run}@example.com" },
        },
      },
      200,
      taken,
    ),
    exchange(
      "a merge of one",
      { method: "POST", path: "/api/v1/merge_customers", body: { primary: { email: "ycat-{run}@example.com" } } },
      400,
    ),
    exchange("the deletion of a person", { method: "DELETE", path: person }, 200, taken, { basis: "recorded" }),
  ],
};

const entity = { type: "person", identifiers: { email: "ycat-{run}@example.com" }, action: "identify" };

export const version2: Topic = {
  name: "Track API, version 2",
  removed,
  exchanges: [
    exchange(
      "a person",
      { method: "POST", path: "/api/v2/entity", body: { ...entity, attributes: { first_name: "ycat" } } },
      200,
      {},
    ),
    exchange(
      "an unknown action",
      { method: "POST", path: "/api/v2/entity", body: { ...entity, action: "adore" } },
      400,
      { errors: among({ reason: aText, field: aText, message: aText }) },
    ),
    exchange(
      "a batch with one wrong item",
      {
        method: "POST",
        path: "/api/v2/batch",
        body: {
          batch: [
            { ...entity, attributes: { first_name: "ycat" } },
            { ...entity, action: "event" },
          ],
        },
      },
      207,
      { errors: [{ batch_index: 1, reason: aText, field: aText, message: aText }] },
    ),
    exchange(
      "a valid batch",
      { method: "POST", path: "/api/v2/batch", body: { batch: [entity] } },
      200,
      {},
      { basis: "recorded" },
    ),
  ],
};
