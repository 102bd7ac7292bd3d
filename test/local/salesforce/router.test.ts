import { describe, expect, it } from "@jest/globals";
import { createRouter } from "../../../local/salesforce/api/router.ts";

const find = createRouter([
  { method: "GET", path: "/query", handle: "query" },
  { method: "ALL", path: "/query/:locator?", handle: "page" },
  { method: "GET", path: "/sobjects/:type/describe", handle: "describe" },
  { method: "GET", path: "/sobjects/:type/:id", handle: "read" },
  { method: "PATCH", path: "/sobjects/:type/:field/:value", handle: "upsert" },
]);

describe("createRouter", () => {
  it.each([
    ["GET", "/query", "query", {}],
    ["HEAD", "/query", "query", {}],
    ["GET", "/query/", "query", {}],
    ["POST", "/query", "page", {}],
    ["GET", "/query/01g-1", "page", { locator: "01g-1" }],
    ["GET", "/sobjects/Lead/describe", "describe", { type: "Lead" }],
    ["GET", "/sobjects/Lead/00Q", "read", { type: "Lead", id: "00Q" }],
    ["PATCH", "/sobjects/Lead/Email/a%2Fb%40c", "upsert", { type: "Lead", field: "Email", value: "a/b@c" }],
  ])("finds the first route that fits: %s %s", (method, path, handle, parameters) => {
    expect(find(method, path)).toEqual({ handle, path: parameters });
  });

  it.each([
    ["DELETE", "/sobjects/Lead/00Q"],
    ["GET", "/sobjects/Lead"],
    ["GET", "/sobjects//00Q"],
    ["GET", "/query/1/2"],
    ["GET", ""],
  ])("finds nothing for %s %s", (method, path) => {
    expect(find(method, path)).toBeUndefined();
  });
});
