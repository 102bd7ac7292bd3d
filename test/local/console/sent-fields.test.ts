import { describe, expect, it } from "@jest/globals";
import { partFields } from "../../../local/console/page/views/event/sent-fields.ts";

const fields = ["Id", "Status", "LastName", "Email", "Key__c"].map((field) => ({ field, before: null, after: "x" }));

function parted(request: string, path = "/services/data/v66.0/sobjects/Lead", of = fields) {
  const { sent, others } = partFields({ path, request: { text: request, bytes: request.length } }, of);
  return [sent, others].map((part) => part.map(({ field }) => field).join(" "));
}

describe("partFields", () => {
  it("shows first what a call has sent, in its order, and what the system has set apart from it", () => {
    expect(parted('{"Email": "a@example.com", "LastName": "Id"}')).toEqual(["Email LastName", "Id Status Key__c"]);
  });

  it.each([
    ["a list in a list", '{"records": [{"attributes": {}, "Status": "Open"}]}', "Status"],
    ["a form", "LastName=x&Email=y", "LastName Email"],
    ["what is cut", '{"Status": "Open", "LastName": "Love', "Status LastName"],
  ])("reads %s", (_, request, sent) => {
    expect(parted(request)[0]).toBe(sent);
  });

  it("knows a key in the address, and a field within an object by its own name", () => {
    expect(parted('{"LastName": "x"}', "/sobjects/Lead/Key__c/abc")[0]).toBe("LastName Key__c");
    const within = ["attributes.first_name", "timestamps.first_name"].map((field) => ({
      field,
      before: null,
      after: "x",
    }));
    expect(parted('{"first_name": "Ada"}', "/customers/1", within)).toEqual(within.map(({ field }) => field));
  });

  it("hides nothing where the call's body is kept no more", () => {
    expect(parted("", "/x")).toEqual(["Id Status LastName Email Key__c", ""]);
  });
});
