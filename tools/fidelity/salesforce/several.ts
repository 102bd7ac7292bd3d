import { aText, nothing } from "../match.ts";
import { exchange, reads, type Topic } from "../exchange.ts";
import { created, ids, lead, query, refusal, refusedItem } from "./patterns.ts";

const one = { attributes: { type: "Lead" }, ...lead };
const withoutCompany = { attributes: { type: "Lead" }, LastName: "ycat fidelity" };
const missing = refusedItem("REQUIRED_FIELD_MISSING", "Required fields are missing: [Company]", ["Company"]);

export const several: Topic = {
  name: "Several records, and several calls, in one",
  exchanges: [
    exchange(
      "two Leads of which one is refused",
      { method: "POST", path: "/composite/sobjects", body: { allOrNone: false, records: [one, withoutCompany] } },
      200,
      [created(ids.Lead), { id: nothing, success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] }],
      { basis: "recorded", keep: { lead: "0.id" } },
    ),
    exchange(
      "the same, all or none",
      { method: "POST", path: "/composite/sobjects", body: { allOrNone: true, records: [one, withoutCompany] } },
      200,
      [
        refusedItem(
          "ALL_OR_NONE_OPERATION_ROLLED_BACK",
          "Record rolled back because not all records were valid and the request was using AllOrNone header",
          [],
        ),
        missing,
      ],
      { basis: "recorded" },
    ),
    exchange(
      "none at all",
      { method: "POST", path: "/composite/sobjects", body: { records: [] } },
      400,
      refusal("REQUIRED_FIELD_MISSING", /^At least 1 record is required/),
      { basis: "recorded" },
    ),
    exchange(
      "more than 200",
      {
        method: "POST",
        path: "/composite/sobjects",
        body: { records: Array.from({ length: 201 }, () => withoutCompany) },
      },
      400,
      refusal("EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records into this call"),
      { basis: "reported" },
    ),
    reads(
      "two reads, one of a missing record",
      "/composite/sobjects/Lead?ids={lead},00Q000000000001EAA&fields=Id,LastName",
      [{ attributes: { type: "Lead" }, Id: ids.Lead, LastName: "ycat fidelity" }, null],
    ),
    exchange(
      "a change of a missing record",
      {
        method: "PATCH",
        path: "/composite/sobjects",
        body: { records: [{ attributes: { type: "Lead" }, id: "00Q000000000001EAA", FirstName: "Ada" }] },
      },
      200,
      [refusedItem("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [])],
      { basis: "reported" },
    ),
    exchange(
      "two reads and a write that uses their answer, in one composite call",
      {
        method: "POST",
        path: "/composite",
        body: {
          compositeRequest: [
            {
              method: "GET",
              referenceId: "found",
              url: `{version}${query("SELECT Id FROM Lead WHERE Id = '{lead}'")}`,
            },
            { method: "GET", referenceId: "none", url: `{version}${query("SELECT Id FROM Contact WHERE Id = null")}` },
            {
              method: "PATCH",
              referenceId: "changed",
              url: "{version}/sobjects/Lead/@{found.records[0].Id}",
              body: { FirstName: "Ada" },
            },
          ],
        },
      },
      200,
      {
        compositeResponse: [
          { httpStatusCode: 200, referenceId: "found", httpHeaders: {}, body: { totalSize: 1 } },
          { httpStatusCode: 200, referenceId: "none", body: { totalSize: 0, records: [] } },
          { httpStatusCode: 204, referenceId: "changed", body: null },
        ],
      },
      { basis: "recorded" },
    ),
    exchange(
      "a composite call of which one part fails",
      {
        method: "POST",
        path: "/composite",
        body: {
          compositeRequest: [
            { method: "POST", referenceId: "bad", url: "{version}/sobjects/Lead", body: { LastName: "ycat fidelity" } },
            { method: "GET", referenceId: "good", url: "{version}/sobjects/Lead/{lead}?fields=Id" },
          ],
        },
      },
      200,
      {
        compositeResponse: [
          { httpStatusCode: 400, referenceId: "bad", body: refusal("REQUIRED_FIELD_MISSING", aText, ["Company"]) },
          { httpStatusCode: 200, referenceId: "good", body: { Id: ids.Lead } },
        ],
      },
      { basis: "recorded" },
    ),
    exchange(
      "more than 25 parts",
      {
        method: "POST",
        path: "/composite",
        body: {
          compositeRequest: Array.from({ length: 26 }, (_, part) => ({
            method: "GET",
            referenceId: `part${part}`,
            url: "{version}/limits",
          })),
        },
      },
      200,
      {
        compositeResponse: [
          {
            httpStatusCode: 400,
            referenceId: null,
            body: refusal("LIMIT_EXCEEDED", "The request can’t contain more than 25 operations."),
          },
        ],
      },
      { basis: "recorded" },
    ),
    exchange("a deletion of several", { method: "DELETE", path: "/composite/sobjects?ids={lead}" }, 200, [
      created(ids.Lead),
    ]),
  ],
};
