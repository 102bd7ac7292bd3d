import type { EventTypes } from "../../../../schemas/types.ts";
import { describe, expect, it } from "@jest/globals";
import type { KeyedRecord } from "../../../../tools/prove/rules/harms.ts";
import { implausibleValues } from "../../../../tools/prove/rules/implausible-values.ts";
import { readSamples } from "../../../../tools/prove/events/samples.ts";

const [sample] = readSamples("form.submitted");
if (sample === undefined) throw new Error("form.submitted has no sample");
// First and last name, company, message and more; and an id.
const event = { ...sample.event, data: { ...sample.event.data, customerId: "cus_TQ7x2" } };
const { firstName, lastName, company, phone, message = "" } = event.data as EventTypes["form.submitted"];

function record(fields: KeyedRecord["fields"], kind = "salesforce Lead"): KeyedRecord {
  return { kind, key: "1", name: "Lead", fields };
}

const rulesOf = (fields: KeyedRecord["fields"], before: KeyedRecord["fields"] = {}, kind = "salesforce Lead") =>
  implausibleValues({ before: [record(before, kind)], after: [record(fields, kind)] }, event, {
    inSeconds: ["customerio"],
  }).map(({ rule }) => rule);

describe("what is written and can't be meant", () => {
  it.each([
    ["a text of what is not there", { Description: "A form of undefined" }, "writes “undefined” into Description"],
    ["a text of an object", { Description: "by [object Object]" }, "writes “[object Object]” into Description"],
    ["a number that is none", { Description: "in NaN days" }, "writes “NaN” into Description"],
    ["another field's value", { Company: lastName }, "writes the event's lastName into Company"],
    [
      "another's within what is nested",
      { data: { last_name: firstName } },
      "writes the event's firstName into last_name",
    ],
    [
      "a text cut within a word",
      { Description: message.slice(0, 20) },
      "writes the first 20 characters of the event's message",
    ],
    [
      "the same with dots",
      { Description: `${message.slice(0, 20)}…` },
      "writes the first 20 characters of the event's message",
    ],
    [
      "the same after other words",
      { Description: `They said: ${message.slice(0, 20)}` },
      "writes the first 20 characters of the event's message into Description of salesforce Lead, and the rest nowhere",
    ],
    ["an id in small letters", { Key: "app/cus_tq7x2" }, "writes the event's customerId in other letters into Key"],
    ["an id in capitals", { Key: "CUS_TQ7X2" }, "writes the event's customerId in other letters into Key"],
    ["a name in small letters", { Company: company?.toLowerCase() }, "writes the event's company in other letters"],
    [
      "another's by the end of its name",
      { billing_company: lastName },
      "lastName into billing_company of salesforce Lead",
    ],
    ["a text where a page's address is meant", { Website: message }, "writes the event's message into Website"],
    ["a text where a telephone number is meant", { Fax: message }, "and it is no telephone number"],
    ["a telephone number in Fax", { Fax: phone }, "writes the event's phone into Fax of salesforce Lead"],
    ["seconds as milliseconds", { Day: "1970-01-21T09:30:00.000Z" }, "takes seconds for milliseconds"],
  ])("is %s", (_, fields, says) => {
    expect(rulesOf(fields)).toEqual([expect.stringContaining(says)]);
  });

  it("is the first of several words, by the same name", () => {
    const ofTwo = { ...event, data: { ...event.data, firstName: "Ada Maria" } };
    const rulesFor = (fields: KeyedRecord["fields"]) =>
      implausibleValues({ before: [], after: [record(fields)] }, ofTwo).map(({ rule }) => rule);
    expect(rulesFor({ first_name: "Ada" })).toEqual([expect.stringContaining("the first 3 characters")]);
    expect(rulesFor({ salutation: "Ada", nickname: "Ada Maria" })).toEqual([]);
  });

  it("is a number of milliseconds where a system counts seconds, there alone", () => {
    const fields = { last_form_at: Date.parse(event.time) };
    expect(rulesOf(fields, {}, "customerio people")).toEqual([expect.stringContaining("in milliseconds")]);
    expect(rulesOf({ last_form_at: Date.parse(event.time) / 1000 }, {}, "customerio people")).toEqual([]);
    expect(rulesOf(fields)).toEqual([]);
  });

  it.each([
    ["its own value", { Company: company, FirstName: firstName }],
    ["another one's where the event has none of that name", { Subject: lastName, Name: company }],
    ["in a text with more in it", { Company: `${lastName} & Sons` }],
    [
      "a cut text that stands elsewhere in full",
      { Subject: message.slice(0, 20), Description: `They said: ${message}` },
    ],
    ["the beginning of a word that is a name of its own", { Alias: company?.slice(0, 4) }],
    ["an id as it is, whatever it stands in", { Key: "app/cus_TQ7x2 (cus_tq7x2)", Url: "https://a.example/cus_TQ7x2" }],
    ["whole words of a text", { Subject: message.slice(0, message.indexOf(" ", 10)) }],
    ["a word that begins like nothing", { Description: "nullable, NaN-free, undefined-looking" }],
  ])("is not %s", (_, fields) => {
    expect(rulesOf(fields)).toEqual([]);
  });

  it("is a text cut in one record that another has whole, where nothing tells of more", () => {
    const whole = { ...record({ Description: message }), key: "2" };
    const cutIn = (Subject: string) =>
      implausibleValues({ before: [], after: [whole, record({ Subject }, "salesforce Task")] }, event).map(
        ({ rule }) => rule,
      );
    expect(cutIn(message.slice(0, 20))).toEqual([
      "writes the first 20 characters of the event's message into Subject of salesforce Task, without a sign that there is more",
    ]);
    expect(cutIn(`${message.slice(0, 20)}…`)).toEqual([]);
  });

  it("is a field beside one that the record has, of the same name but for its spelling", () => {
    const known = { first_name: "Ada" };
    expect(rulesOf({ ...known, firstname: "Ada" }, known)).toEqual([
      "writes firstname of salesforce Lead, which has first_name: one thing under two names",
    ]);
    expect(rulesOf({ ...known, first_name: "Augusta", nick_name: "Ada" }, { ...known, nickname: "A" })).toHaveLength(1);
    expect(rulesOf({ first_name: "Augusta" }, known)).toEqual([]);
  });

  it("is a line cut within a word, though another system has all of it", () => {
    const lead = record({ Description: message });
    const post = { ...record({ text: `Ada\n${message.slice(0, 20)}\nLead` }, "slack messages"), key: "2" };
    const rules = implausibleValues({ before: [], after: [lead, post] }, event).map(({ rule }) => rule);
    expect(rules).toEqual([expect.stringContaining("writes the first 20 characters of the event's message into text")]);
  });

  it("is a 0 for a number that the event has not", () => {
    const rulesFor = (fields: KeyedRecord["fields"]) =>
      implausibleValues({ before: [], after: [record(fields)] }, event, { absent: new Set(["lastScore"]) });
    expect(rulesFor({ last_score: 0 }).map(({ rule }) => rule)).toEqual([
      "writes 0 into last_score of salesforce Lead, where the event has no lastScore",
    ]);
    expect(rulesFor({ score: 0, last_score: 1 })).toEqual([]);
  });

  it("is another field's value by the names of one thing, be it an item of a list", () => {
    const items = [{ name: "Mill", maker: "Babbage" }, { name: "Cards" }];
    const ofItems = { ...event, data: { ...event.data, items, guests: ["charles@example.net"] } };
    const rulesFor = (fields: KeyedRecord["fields"]) =>
      implausibleValues({ before: [], after: [record(fields)] }, ofItems).map(({ rule }) => rule);
    expect(rulesFor({ Name: "Babbage" })).toEqual([expect.stringContaining("writes the event's maker into Name")]);
    expect(rulesFor({ Name: "cus_TQ7x2", Email: "charles@example.net" })).toEqual([]);
  });

  it("is looked for in what is new alone", () => {
    expect(
      rulesOf({ Company: lastName, Description: "undefined" }, { Company: lastName, Description: "undefined" }),
    ).toEqual([]);
  });
});
