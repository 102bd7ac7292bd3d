import { describe, expect, it } from "@jest/globals";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { answerParts } from "./composite.ts";
import { keepLines, rejection, salesforceInstance } from "../connect.ts";

const ORIGIN = "http://127.0.0.1:1";
const LEAD = "00Q000000000001AAA";
const ROW = { Id: LEAD };

/** An org that logs anyone in, and answers all else as it is told; `hosts` are those that were sent the token. */
function startOrg(answer: (request: Request) => Response | Promise<Response>) {
  const hosts = new Set<string>();
  const fetch = inProcessFetch(async (request) => {
    const { origin, pathname } = new URL(request.url);
    if (pathname === "/services/oauth2/token") return Response.json({ access_token: "token", instance_url: ORIGIN });
    hosts.add(origin);
    return answer(request);
  });
  return { forEvent: salesforceInstance({ fetch }), hosts };
}

describe("queries asked together", () => {
  it.each([
    ["no JSON", new Response('{"compositeResponse":[', { headers: { "content-type": "application/json" } })],
    ["nothing", new Response("", { headers: { "content-type": "application/json" } })],
    ["a page of XML", new Response("<a>", { headers: { "content-type": "text/xml" } })],
    ["another call's answer", Response.json({ done: true, records: [] })],
    ["too few parts", Response.json({ compositeResponse: [] })],
    ["a part too many", Response.json({ compositeResponse: parts("query", { done: true, records: [] }, 5) })],
    ["a part that answers another", Response.json({ compositeResponse: aPartElsewhere() })],
    ["parts that answer others", Response.json({ compositeResponse: parts("other", { done: true, records: [] }) })],
    ["parts without a status", Response.json({ compositeResponse: [{ referenceId: "query0", body: {} }] })],
  ])("and answered with %s are an outage", async (_, response) => {
    const { forEvent } = startOrg(() => response.clone());
    expect(await rejection(forEvent().findPerson("ann@example.com"))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "POST /composite", status: 200 },
    });
  });

  it.each([
    ["no rows", { totalSize: 0, done: true }],
    ["rows without an id", { totalSize: 1, done: true, records: [{ Id: "no id" }] }],
    ["another object's rows", { done: true, records: [{ ...ROW, attributes: { type: "Campaign" } }] }],
    ["not whether it is done", { totalSize: 1, records: [ROW] }],
    ["that it is done in words", { totalSize: 1, done: "no", records: [ROW] }],
    [
      "another origin for the next page",
      { done: false, records: [ROW], nextRecordsUrl: "https://elsewhere.example.com/services/data/v67.0/query/1" },
    ],
    [
      "another host for the next page",
      { done: false, records: [ROW], nextRecordsUrl: "//elsewhere.example.com/query/1" },
    ],
  ])("of which each says %s are an outage, and no other host sees the token", async (_, body) => {
    const { forEvent, hosts } = startOrg((request) => answerParts(request, body));
    expect(await rejection(forEvent().findPerson("ann@example.com"))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "POST /composite", status: 200 },
    });
    expect([...hosts]).toEqual([ORIGIN]);
  });

  it.each([
    [400, [{ errorCode: "INVALID_FIELD", message: "No such column 'Email' on entity 'Lead'." }], "INVALID_FIELD"],
    [503, [{ errorCode: "SERVER_UNAVAILABLE", message: "m" }], "SERVER_UNAVAILABLE"],
    [400, null, "HTTP_400"],
    [300, null, "MULTIPLE_CHOICES"],
  ])("are refused where one of them is, with HTTP %i in the part: %j", async (status, body, code) => {
    const { forEvent } = startOrg((request) => answerParts(request, body, status));
    const { log, lines } = keepLines();
    expect(await rejection(forEvent({ log }).findPerson("ann@example.com"))).toMatchObject({
      reason: { code, operation: "POST /composite", status },
    });
    expect(lines.at(-1)).toMatchObject({ level: "warning", operation: "POST /composite", reason: code });
  });

  it("are refused where the last of them alone is", async () => {
    const refused = [{ errorCode: "INVALID_FIELD", message: "No such column 'Email' on entity 'Lead'." }];
    const { forEvent } = startOrg(async (request) => {
      const answer = await answerParts(request, { done: true, records: [] });
      const { compositeResponse: all } = (await answer.json()) as { readonly compositeResponse: object[] };
      return Response.json({
        compositeResponse: all.with(all.length - 1, { ...all.at(-1), httpStatusCode: 400, body: refused }),
      });
    });
    expect(await rejection(forEvent().findPerson("ann@example.com"))).toMatchObject({
      reason: { code: "INVALID_FIELD", field: "Email", operation: "POST /composite", status: 400 },
    });
  });

  it("whose refusal is cut are an outage: nobody knows what was refused", async () => {
    const init = { status: 404, headers: { "content-type": "application/json;charset=UTF-8" } };
    const { forEvent } = startOrg(() => new Response('[{"errorCode":"NOT_FO', init));
    expect(await rejection(forEvent().findPerson("ann@example.com"))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "POST /composite", status: 404 },
    });
  });

  it("that never end are left", async () => {
    const page = {
      done: false,
      records: Array.from({ length: 500 }, () => ROW),
      nextRecordsUrl: "/services/data/v67.0/query/01g-500",
    };
    const { forEvent } = startOrg((request) =>
      request.method === "POST" ? answerParts(request, page) : Response.json(page),
    );
    expect(await rejection(forEvent().findPerson("ann@example.com"))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "GET /query/{locator}" },
    });
  });
});

function aPartElsewhere() {
  const [first, ...others] = parts("query", { done: true, records: [] });
  return [first, ...others.map((part) => ({ ...part, referenceId: "elsewhere" }))];
}

function parts(name: string, body: object, count = 4) {
  return Array.from({ length: count }, (_, index) => ({ referenceId: `${name}${index}`, httpStatusCode: 200, body }));
}

describe("one query", () => {
  it.each(["https://elsewhere.example.com/query/1", "//elsewhere.example.com/query/1", "/other/page", undefined])(
    "whose next page is at %s is an outage: what came first is not all",
    async (nextRecordsUrl) => {
      const { forEvent, hosts } = startOrg(() => Response.json({ done: false, records: [ROW], nextRecordsUrl }));
      expect(await rejection(forEvent().find("Lead", { Title: "Countess" }, []))).toMatchObject({
        name: "UnavailableError",
        reason: { code: "MALFORMED_ANSWER", operation: "GET /query" },
      });
      expect([...hosts]).toEqual([ORIGIN]);
    },
  );

  it("asks for a record by its id alone, whatever a handler calls one", async () => {
    const paths: string[] = [];
    const { forEvent } = startOrg((request) => {
      paths.push(new URL(request.url).pathname);
      return Response.json([{ errorCode: "NOT_FOUND", message: "m" }], { status: 404 });
    });
    await rejection(forEvent().update("Lead", "../Contact/1?", { Title: "Countess" }));
    expect(paths).toEqual(["/services/data/v67.0/sobjects/Lead/..%2FContact%2F1%3F"]);
  });
});

describe("a write", () => {
  it("of fields that is answered with anything but 204 may have taken effect: an outage", async () => {
    const { forEvent } = startOrg((request) => Response.json(request.method === "GET" ? { ...ROW, Title: null } : {}));
    expect(await rejection(forEvent().update("Lead", LEAD, { Title: "Countess" }))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "PATCH /sobjects/Lead/{id}", status: 200 },
    });
  });

  it.each([
    ["success without an id", Response.json({ success: true, errors: [] }, { status: 201 })],
    ["an id without success", Response.json({ id: LEAD, success: false, errors: [] }, { status: 201 })],
    ["another object's id", Response.json({ id: "00v000000000001AAA", success: true, errors: [] }, { status: 201 })],
    ["a page of text", new Response("created", { status: 201 })],
    ["204", new Response(null, { status: 204 })],
  ])("that is answered with %s may have taken effect: an outage", async (_, response) => {
    const { forEvent } = startOrg(() => response.clone());
    expect(await rejection(forEvent().createLead("ann@example.com", {}))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "POST /sobjects/Lead" },
    });
  });

  it("says to a duplicate rule that found somebody else to let it pass", async () => {
    const duplicateResut = { matchResults: [{ matchRecords: [{ record: ROW }] }] };
    const { forEvent } = startOrg((request) => {
      if (request.method === "GET") return Response.json({ ...ROW, Email: "somebody@example.com" });
      if (request.headers.get("sforce-duplicate-rule-header") === "allowSave=true")
        return Response.json({ id: LEAD, success: true }, { status: 201 });
      return Response.json([{ errorCode: "DUPLICATES_DETECTED", message: "m", duplicateResut }], { status: 400 });
    });
    expect(await forEvent().createLead("ann@example.com", {})).toMatchObject({ record: { id: LEAD } });
  });

  it("that is refused with a code of its own keeps the code", async () => {
    const { forEvent } = startOrg(() =>
      Response.json([{ errorCode: "SOME_NEW_CODE", message: "m", fields: [] }], { status: 400 }),
    );
    expect(await rejection(forEvent().createLead("ann@example.com", {}))).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "SOME_NEW_CODE", system: "salesforce", operation: "POST /sobjects/Lead", status: 400 },
    });
  });
});

describe("events side by side in an instance", () => {
  it("keep their own log and deadline", async () => {
    const stalled: (() => void)[] = [];
    const { forEvent } = startOrg(async (request) => {
      if ((await request.clone().text()).includes("stalled"))
        await new Promise<void>((resolve) => stalled.push(resolve));
      return answerParts(request, { totalSize: 0, done: true, records: [] });
    });
    const deadline = new AbortController();
    const [one, other] = [keepLines(), keepLines()];
    const failing = rejection(forEvent({ log: one.log, signal: deadline.signal }).findPerson("stalled@example.com"));
    await forEvent({ log: other.log }).findPerson("ann@example.com");
    deadline.abort();
    expect(await failing).toMatchObject({ reason: { code: "DEADLINE" } });
    expect(one.lines.filter(({ reason }) => reason === "DEADLINE")).toHaveLength(1);
    expect(other.lines.map(({ level, operation }) => [level, operation])).toEqual([["info", "POST /composite"]]);
  });
});
