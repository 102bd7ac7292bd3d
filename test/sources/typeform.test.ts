import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import configured from "../../functions/configuration/typeform.json" with { type: "json" };
import typeform from "../../functions/sources/typeform.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { sourceUnit, validatorOf } from "../harness/units.ts";
import { receive, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(typeform);
const sample = JSON.parse(readWebhook("typeform", "form_response").toString());
const receiveBody = (body: unknown) => receive(unit, signedRequest(typeform, Buffer.from(JSON.stringify(body))));

/** The sample with other answers, or another form. */
const responseWith = (changes: object) => ({ ...sample, form_response: { ...sample.form_response, ...changes } });

/** An answer to the question that is called so. */
const answer = (ref: string, type: string, value: unknown) => ({ type, [type]: value, field: { ref } });
const required = [
  answer("work_email", "email", " Ada@Example.com"),
  answer("first_name", "text", "Ada"),
  answer("last_name", "text", "Lovelace"),
  answer("company", "text", "Analytical Engines"),
];

const names = { firstName: "Ada", lastName: "Lovelace", company: "Analytical Engines" };

describe("the source typeform", () => {
  it("takes what is signed as Typeform documents it", async () => {
    const body = readWebhook("typeform", "form_response");
    const headers = { "typeform-signature": `sha256=${createHmac("sha256", SECRET).update(body).digest("base64")}` };
    const request = { method: "POST", url: "https://hooks.example.com/webhooks/typeform", headers, body };
    expect((await receive(unit, request)).answer.body).toEqual({ outcome: "published", events: [SENT.id] });
  });

  it("maps the answers of a configured form onto form.submitted, by the names of its questions", async () => {
    const { topics } = await receiveBody(sample);
    const [message] = topics.on("form.submitted");
    expect(message).toMatchObject({ orderingKey: "ada@example.com" });
    expect(message?.attributes).toMatchObject({ "ce-id": SENT.id, "ce-time": "2026-11-02T09:30:00.000Z" });
    expect(JSON.parse(String(message?.data))).toEqual({
      formId: "demo-request",
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      phone: "+442079460000",
      country: "United Kingdom",
      message: "Can your engine weave algebraical patterns?",
    });
  });

  it.each([
    ["is mapped where nobody is asked for it", required.slice(1), { work_email: "Ada@example.com", utm: "x" }, {}],
    ["gives way to an answer", required, { work_email: "old@example.com" }, {}],
    ["of no text is left out", required, { country: { id: 7 }, phone: null }, {}],
    ["of a list is read as an answer is", required, { country: ["France", "Spain"] }, { country: "France, Spain" }],
    ["is no more than a gift", required, ["work_email"], {}],
    [
      "stands where the question was left empty",
      [...required, answer("phone", "text", " ")],
      { phone: "+442079460000" },
      { phone: "+442079460000" },
    ],
  ])("takes a hidden field, which %s", async (_what, answers, hidden, more) => {
    const { topics } = await receiveBody(responseWith({ answers, hidden }));
    const { email, formId, ...data } = JSON.parse(String(topics.on("form.submitted")[0]?.data));
    expect({ email, formId, data }).toEqual({
      email: "ada@example.com",
      formId: "demo-request",
      data: { ...names, ...more },
    });
  });

  it.each([
    ["a choice", answer("country", "choice", { label: "France" }), "France"],
    ["what was typed instead of choosing", answer("country", "choice", { other: "Elsewhere" }), "Elsewhere"],
    ["a question that is none of ours", answer("constructor", "text", "x"), undefined],
  ])("reads %s", async (_what, one, country) => {
    const { topics } = await receiveBody(responseWith({ answers: [...required, one] }));
    expect(JSON.parse(String(topics.on("form.submitted")[0]?.data)).country).toBe(country);
  });

  const field = { ref: "question" };
  it.each<[string, object, string | undefined]>([
    ["a number", answer("question", "number", 7), "7"],
    ["a truth", answer("question", "boolean", false), "false"],
    ["a date", answer("question", "date", "2026-11-02"), "2026-11-02"],
    ["an address", answer("question", "url", "example.com/ü?a|b"), "example.com/ü?a|b"],
    ["a file's address", answer("question", "file_url", "https://example.com/f"), "https://example.com/f"],
    [
      "several choices, and what was typed besides",
      answer("question", "choices", { ids: ["1"], labels: ["A", "B", null], other: "C" }),
      "A, B, C",
    ],
    ["several choices of which none was chosen", answer("question", "choices", { labels: [] }), undefined],
    [
      "an answer that may be spoken, and was typed",
      answer("question", "multi_format", { video_url: null, text: "A" }),
      "A",
    ],
    [
      "a question without a name of ours, by Typeform's",
      { ...answer("", "text", "A"), field: { id: "question" } },
      "A",
    ],
    ["a payment, which has no text", answer("question", "payment", { amount: "$1", success: true }), undefined],
    ["an answer of null", answer("question", "text", null), undefined],
    ["an answer that is not where its type says", { type: "text", field }, undefined],
    ["a type that there is not yet", { type: "ranking", ranking: { labels: ["A", "B"] }, field }, "A, B"],
    ["a type that every object has", { type: "constructor", field }, undefined],
    ["an answer without type", { text: "A", field }, undefined],
    ["an answer without question", { type: "text", text: "A", field: null }, undefined],
  ])("reads %s, and refuses the form for none", async (_what, one, message) => {
    const { topics } = await receiveBody(responseWith({ answers: [one, ...required] }));
    const data = JSON.parse(String(topics.on("form.submitted")[0]?.data));
    expect(data).toEqual({ formId: "demo-request", email: "ada@example.com", ...names, ...(message && { message }) });
  });

  it.each([
    ["no answers", undefined],
    ["answers that are null", null],
    ["answers that are no list", "none"],
  ])("keeps a form with %s, for its e-mail is among them", async (_what, answers) => {
    const { answer: told } = await receiveBody(responseWith({ answers }));
    expect(told.body).toEqual({
      outcome: "quarantined",
      reason: "/data/email is missing: functions/sources/typeform.ts finds none in a form_response",
    });
  });

  it.each([
    [
      "a form that is not configured",
      { form_id: "xxxxxx" },
      "/form_response/form_id is not in functions/configuration/typeform.json",
    ],
    [
      "a form without an answer that we need",
      { answers: required.slice(1) },
      "/data/email is missing: functions/sources/typeform.ts finds none in a form_response",
    ],
  ])("keeps in quarantine %s: it may be replayed", async (_what, changes, reason) => {
    const { answer: told, topics } = await receiveBody(responseWith(changes));
    expect(told).toEqual({ status: 201, body: { outcome: "quarantined", reason } });
    expect(topics.on("webhook.rejected")).toHaveLength(1);
  });

  it.each(["form_response_partial", "group.deleted"])("ignores %s, whatever it looks like", async (event_type) => {
    expect((await receiveBody({ event_type })).answer.body.outcome).toBe("ignored");
  });
});

describe("functions/configuration/typeform.json", () => {
  it("names fields that form.submitted has", () => {
    const known = validatorOf("form.submitted").names;
    const { $schema: _schema, ...forms } = configured;
    const fields = Object.values(forms).flatMap((form) => Object.values(form.fields));
    expect(fields.filter((field) => field !== "name" && known?.has(field) !== true)).toEqual([]);
  });
});
