// needs functions/sources/customerio.ts
// needs functions/sources/hubspot.ts
// needs functions/sources/stripe.ts
// needs functions/sources/typeform.ts
import { readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { findStandIns } from "../../local/core/find.ts";
import { findSample } from "../../local/console/send/sample.ts";
import { signingSecret } from "../../local/runner/functions/environment.ts";
import { countAlike, followDeliveries, whileItRuns } from "../../tools/send/deliveries.ts";
import { sendMany } from "../../tools/send/many.ts";
import { openSender, type Send, spellQuarantined } from "../../tools/send/webhook.ts";
import { type Command, runCommand } from "../local/runner/command.ts";
import { type FastLane, ONCE, startFastLane, tracesOf } from "../local/runner/fast-lane.ts";

const systems = (await findStandIns()).map(({ name }) => name).join(", ");
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
/** Each file that npm run starts but the runner, which ends with whoever reads it in its own way. */
const COMMANDS = Object.values(scripts).flatMap((script) => /(?:bundler|tools)\/[\w-]+\.ts/.exec(script) ?? []);
let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane();
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

/** `npm run send -- …`, to its end. */
async function send(...args: string[]): Promise<{ code: number | null; lines: Command["lines"]["items"] }> {
  const { port } = new URL(lane.runner.url);
  const { exit, lines } = runCommand("tools/send.ts", { args, environment: { PORT: port } });
  const { code } = await exit;
  return { code, lines: lines.items };
}

const PUBLISHED = /^201 \{"outcome":"published","events":\["(\w+)"\]\}$/;
const DONE = /^ {2}form-submitted: done at attempt 1, in [\d.]+ ms$/;

describe("npm run send", () => {
  it("prints the answer and follows the event to its end", async () => {
    const { code, lines } = await send("app", "form.submitted");
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [expect.stringMatching(PUBLISHED), expect.stringMatching(DONE)],
    });
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("sends as of now, so that customer.io would start a campaign", async () => {
    await send("app", "form.submitted");
    const [event] = (await lane.state()).customerio.events;
    expect(Math.abs(Number(event?.["timestamp"]) - Date.now() / 1000)).toBeLessThan(60);
  });

  it("sends about somebody else where it is told so", async () => {
    await send("app", "form.submitted", "--email", "eve$&@example.com");
    expect(tracesOf(await lane.settled(), "eve$&@example.com")).toEqual(ONCE);
  });

  it.each([
    ["one that was printed", []],
    ["one of one's own", ["--id", "msg_my_own"]],
  ])("sends as a sender's retry does with the same --id, %s, and shows only what is new", async (_, options) => {
    const first = await send("app", "form.submitted", ...options);
    const id = PUBLISHED.exec(first.lines[0] ?? "")?.[1] ?? "";
    const second = await send("app", "form.submitted", "--id", id);
    expect(second.lines).toEqual([`201 {"outcome":"published","events":["${id}"]}`, expect.stringMatching(DONE)]);
    expect(lane.deliveries.items).toHaveLength(2);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("varies what the sample says varies, so that each is a new event", async () => {
    for (let time = 0; time < 2; time += 1) expect((await send("typeform", "form_response")).code).toBe(0);
    expect(lane.deliveries.items).toHaveLength(2);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual({ ...ONCE, events: 2 });
  });

  it("sends what another source's sender signs in another way", async () => {
    expect((await send("customerio", "email.unsubscribed")).lines).toMatchObject(
      [/published/, /contact-unsubscribed: done at attempt 1/].map((line) => expect.stringMatching(line)),
    );
    expect((await send("customerio", "email.delivered")).lines).toEqual([
      '201 {"outcome":"ignored","reason":"email.delivered is nothing to ycat"}',
    ]);
  });
});

describe("npm run send, of what it is told", () => {
  it("changes what --set names, of what happened some time ago", async () => {
    const changes = ["data.lastName=Hopper", "data.emial=x"].flatMap((change) => ["--set", change]);
    const { code, lines } = await send("app", "form.submitted", ...changes, "--late", "2h");
    expect(lines).toContain('The sample has no data.emial, and it is sent in addition; did you mean "data.email"?');
    const { salesforce, customerio } = await lane.state();
    const hoursAgo = (Date.now() / 1000 - Number(customerio.events[0]?.["timestamp"])) / 3600;
    expect({ code, leads: salesforce.Lead, hoursAgo: Math.round(hoursAgo) }).toMatchObject({
      code: 0,
      leads: [{ LastName: "Hopper" }],
      hoursAgo: 2,
    });
  });

  it("sends one webhook twice, and of many each about somebody else", async () => {
    const twice = await send("app", "form.submitted", "--twice");
    expect(twice.lines.filter((line) => PUBLISHED.test(line))).toHaveLength(2);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
    const many = await send("app", "form.submitted", "--count", "3", "--rate", "100");
    expect(many).toMatchObject({
      code: 0,
      lines: [/^3 sent in /, "  201 published: 3", "  finally: handled"].map((line) => expect.stringMatching(line)),
    });
    expect((await lane.state()).salesforce.Lead).toHaveLength(4);
  });

  it("says of many how many were answered before nothing answers any more, and sends no more", async () => {
    const app = { name: "app", url: "http://127.0.0.1:1", secrets: [signingSecret("app")] };
    const server = http.createServer((_request, response) => response.end(JSON.stringify([app])));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens at a port
    const sender = await openSender(url, "app").finally(() => server.close().closeAllConnections());
    let sent = 0;
    const twice: Send = (webhook) =>
      (sent += 1) <= 2 ? Promise.resolve({ status: 201, text: "", outcome: "published", events: [] }) : sender(webhook);
    const sending = { count: 1000, rate: 20, email: undefined, tamper: undefined };
    await expect(sendMany(findSample("app", "form.submitted"), sending, twice)).rejects.toThrow(
      `Nothing answers at ${url}: run npm start first, in another terminal (or set PORT to where it runs).\n2 of 1000 were answered before that.`,
    );
    expect(sent).toBeLessThan(10);
  });

  it("says of a runner that ends while it waits that what was accepted is forgotten", async () => {
    const url = "http://localhost:1";
    const follow = () => followDeliveries(url, ["msg_1"], { earlier: new Set(), timeoutMs: 1000 });
    await expect(whileItRuns(url, follow)).rejects.toThrow(
      `What ran at ${url} ended while this command waited. It had answered, but what it had accepted is lost with it`,
    );
  });

  it("sends a file", async () => {
    const { code, lines } = await send("app", "samples/webhooks/app/form.submitted.json");
    expect([code, lines[0]]).toEqual([0, expect.stringMatching(PUBLISHED)]);
  });

  it.each(["--unsigned", "--wrong-signature"])("is refused %s", async (option) => {
    const { code, lines } = await send("app", "form.submitted", option);
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^401 /)]]);
  });
});

describe("npm run send, of what is not handled", () => {
  it("ends with 1 when it has waited in vain, and says for which handler", async () => {
    await lane.fault({ system: "salesforce", match: "POST /sobjects/Lead", fault: "5xx-json", times: 0 });
    const { lines, code } = await send("app", "form.submitted", "--timeout", "2");
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(
      /^ {2}form-submitted: not handled within 2 s(?:, (?:and will be tried again|still being handled)|: paused, salesforce is down)/,
    );
  });

  it("says once what keeps many events waiting", () => {
    expect(countAlike(["  a: paused", "  b: paused", "  a: paused"])).toEqual([
      "  a: paused (2 events)",
      "  b: paused",
    ]);
  });

  it("names the pause that holds it back", async () => {
    await lane.ask("POST", "/api/handlers/form-submitted/pause", { because: "a release" });
    const { lines, code } = await send("app", "form.submitted", "--timeout", "1");
    expect(code).toBe(1);
    expect(lines.slice(1)).toEqual([
      "  not delivered to any handler within 1 s",
      "  form-submitted: paused, by hand (a-release)",
    ]);
  });

  it("ends with 1 when the webhook is quarantined, and says where it lies", async () => {
    const { lines, code } = await send("typeform", "form_response", "--email", "nobody");
    expect([code, lines]).toEqual([
      1,
      [
        expect.stringMatching(/^201 .*"quarantined".*\/data\/email must match/),
        "  kept in quarantine, and given to no handler: npm run dead-letters -- list --filter source=typeform",
      ],
    ]);
  });
});

describe("spellQuarantined", () => {
  it.each([
    ["the body is not JSON", ["  no JSON: line 2 column 6", expect.stringContaining("kept in quarantine")]],
    ["/data/email is missing", [expect.stringContaining("kept in quarantine")]],
  ])("says where a body is no JSON, if that is the reason: %s", (reason, lines) => {
    const answer = { status: 201, text: JSON.stringify({ reason }), outcome: "quarantined", events: [] };
    expect(spellQuarantined("app", Buffer.from('{\n "a" 1}'), [answer])).toEqual(lines);
  });
});

describe("npm run send --fault", () => {
  it("has the system's next write fail, and shows the failure and the recovery", async () => {
    const { code, lines } = await send("app", "form.submitted", "--fault", "salesforce:apply-then-drop");
    expect(code).toBe(0);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(
        /^ {2}form-submitted: attempt 1 refused \(503\) in .*: \w+ \(salesforce, POST \/sobjects\/Lead\)$/,
      ),
      expect.stringMatching(/^ {2}form-submitted: done at attempt 2, in /),
      "  salesforce failed by apply-then-drop, and the event was handled nevertheless",
    ]);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("says of a fault that no attempt has failed by that none has", async () => {
    const fault = ["--fault", "salesforce:401-once", "--match", "POST /composite"];
    const { lines } = await send("app", "form.submitted", ...fault);
    expect(lines.at(-1)).toMatch(/^ {2}salesforce met 401-once, and no attempt failed: /);
  });

  it("has the call fail that --match names", async () => {
    const { lines } = await send(
      "app",
      "form.submitted",
      "--fault",
      "salesforce:5xx-html",
      "--match",
      "POST /composite",
    );
    expect(lines.at(-1)).toBe("  salesforce failed by 5xx-html, and the event was handled nevertheless");
  });

  it("takes back a fault that no call has met, and that one alone", async () => {
    await lane.submitForm("ada@example.com");
    const other = { system: "customerio", fault: "429", match: "DELETE /api/v1/customers/*", times: 1 };
    await lane.fault(other);
    const { lines } = await send("app", "form.submitted", "--fault", "salesforce:lock");
    expect(lines.at(-2)).toMatch(/salesforce got no call to which lock applies, .* is removed/);
    expect(JSON.parse((await lane.ask("GET", "/api/faults")).text)).toEqual([{ ...other, hits: 0, spent: 0 }]);
  });

  it("answers by the status and body that are given, and says when the event was dead-lettered, and why", async () => {
    const fault = ["--fault", "salesforce:reject-before", "--match", "POST /sobjects/Lead", "--status", "400"];
    const body = JSON.stringify([{ errorCode: "STRING_TOO_LONG", message: "no" }]);
    const { lines, code } = await send("app", "form.submitted", ...fault, "--body", body);
    expect(code).toBe(1);
    expect(lines.slice(-2)).toEqual([
      "  form-submitted: dead-lettered at attempt 1 by STRING_TOO_LONG (salesforce, POST /sobjects/Lead); npm run dead-letters -- list",
      "  salesforce failed by reject-before, and the event was dead-lettered by STRING_TOO_LONG (salesforce, POST /sobjects/Lead)",
    ]);
    const [letter] = (await lane.state()).pubsub.deadLetters;
    expect(letter?.attributes["dead-letter-reason"]).toMatch(/STRING_TOO_LONG/); // the error's text, here alone
  });

  it("says why the event was dead-lettered at last if the fault is not the reason", async () => {
    const body = JSON.stringify([{ errorCode: "STRING_TOO_LONG", message: "no" }]);
    await lane.fault({
      system: "salesforce",
      fault: "reject-before",
      match: "POST /sobjects/Lead",
      from: 2,
      status: 400,
      body,
    });
    const { lines } = await send(
      "app",
      "form.submitted",
      "--fault",
      "salesforce:lock",
      "--match",
      "POST /sobjects/Lead",
    );
    expect(lines.at(-1)).toMatch(
      /^ {2}salesforce failed by lock, and the event was dead-lettered by STRING_TOO_LONG \(salesforce, /,
    );
  });

  it("says what becomes of a call that was dropped", async () => {
    const { lines } = await send("app", "form.submitted", "--fault", "customerio:200-dropped");
    expect(lines.at(-1)).toBe(
      "  customerio failed by 200-dropped, which can't be noticed at once: the event is looked for later, and sent again (docs/sweep.md)",
    );
  });
});

describe("a command whose output nobody reads any more", () => {
  it("ends quietly", async () => {
    const { port } = new URL(lane.runner.url);
    const { child, exit, lines } = runCommand("tools/send.ts", {
      args: ["app", "form.submitted"],
      environment: { PORT: port },
    });
    child.stdout?.destroy();
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(lines.items).toEqual([]);
  });

  it.each(COMMANDS)("ends so: %s", (file) => {
    expect(readFileSync(join(root, file), "utf8")).toMatch(/\n(?:endWithReader\(\);\n|[^]*\bopenTerminal\(\))/);
  });
});

describe("npm run send, wrongly used", () => {
  it.each<[string, string[], RegExp]>([
    [
      "an unknown source",
      ["shopify", "order.created"],
      /^There is no sample of a source shopify\. There are samples of: app, calendly, customerio, /,
    ],
    [
      "an unknown sample",
      ["app", "nothing"],
      /^There is no sample app nothing\. There are:\n {2}app form\.submitted\n {2}app registration\.changed$/m,
    ],
    ["no source", [], /^npm run send -- SOURCE KIND \[options\]/],
    ["no sample", ["app"], /^Which webhook of app\? There are:\n {2}app form\.submitted\n/],
    [
      "an id that has no place",
      ["stripe", "samples/events/form.submitted/minimal.json", "--id", "evt_1"],
      /^--id can't be used: the sample of stripe has no \{\{id\}\} where its sender puts the id\.$/,
    ],
    [
      "an unknown fault",
      ["app", "form.submitted", "--fault", "salesforce:nope"],
      /^A fault rule names no known fault of salesforce: "nope" is none of .*apply-then-drop/,
    ],
    [
      "an unknown system",
      ["app", "form.submitted", "--fault", "hubspot:lock"],
      new RegExp(`^A fault rule names no known system: "hubspot" is none of ${systems}\\.$`),
    ],
    [
      "half a fault",
      ["app", "form.submitted", "--fault", "lock"],
      /^--fault is "lock"; SYSTEM:FAULT is expected, e\.g\. salesforce:apply-then-drop$/,
    ],
    [
      "a body of no fault",
      ["app", "form.submitted", "--body", "x"],
      /^--body belongs to a fault: --fault SYSTEM:FAULT is missing\.$/,
    ],
    [
      "no time",
      ["app", "form.submitted", "--timeout", "soon"],
      /^--timeout is "soon"; a number of seconds is expected, e\.g\. 60$/,
    ],
    [
      "a place that there is not",
      ["app", "form.submitted", "--set", "dta.x=1"],
      /^set: the body has no "dta\.x"; a path is like "data\.email"$/,
    ],
    ["no change", ["app", "form.submitted", "--set", "x"], /^--set is "x"; PLACE=VALUE is expected/],
    [
      "no delay",
      ["app", "form.submitted", "--late", "long"],
      /^--late is "long"; a time like 10m, 2h or 3d is expected$/,
    ],
    [
      "no number",
      ["app", "form.submitted", "--count", "many"],
      /^--count is "many"; a number from 1 to 10000 is expected$/,
    ],
    ["a file that is not there", ["app", "nothing.json"], /^nothing\.json can't be read\.$/],
    ["an unknown option", ["app", "form.submitted", "--mail", "x"], /--mail/],
    [
      "a port where nothing runs",
      ["app", "form.submitted", "--url", "http://localhost:1"],
      /^Nothing answers at http:\/\/localhost:1: run npm start first, in another terminal \(or set PORT to where it runs\)\.$/,
    ],
  ])("says so: %s", async (_, args, sentence) => {
    const { code, lines } = await send(...args);
    expect({ code, printed: lines.join("\n") }).toEqual({ code: 2, printed: expect.stringMatching(sentence) });
    expect(lane.deliveries.items).toEqual([]);
  });
});
