import { beforeEach, describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../../functions/runtime/pubsub/message.ts";
import { createObjections, type ReportedAllowance } from "../../../local/console/dead-letters/objections.ts";
import type { Plan } from "../../../local/console/dead-letters/plans.ts";
import { CommandError } from "../../../local/core/problems.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { deadLetter, declarations, formEvent } from "../../tools/dead-letters-world.ts";

/** Of form-submitted the proof has measured up to so many, proof/form-submitted.effects.md. */
const MOST_CALLS = 8;

let clock: VirtualClock;
let told: () => Promise<readonly ReportedAllowance[]>;
let remarks: string[];
beforeEach(() => {
  clock = new VirtualClock();
  remarks = [];
});

const used = (count: number, max: number, at = clock.now()): ReportedAllowance => ({
  system: "salesforce",
  unit: "API calls of the day",
  used: count,
  max,
  at,
});

function planOf(id: string): Plan {
  const message = deadLetter(id, { message: encodeEvent(formEvent(id), "") });
  const held = { topic: "form-submitted.dead-letter", messageId: id, publishedAt: 0, message };
  return {
    letter: { kind: "dead-letter", held, id, handler: "form-submitted" },
    action: "publish",
    publications: [{ topic: "form.submitted", message }],
  };
}

function open(plans: readonly Plan[], { labels = {}, isPushed = true }: { labels?: object; isPushed?: boolean } = {}) {
  const subscription = { topic: "form.submitted", ...(isPushed && { push: "form-submitted" }) };
  const pushConfig = { pushEndpoint: "paused-since" in labels ? "" : "https://handler.example" };
  return createObjections(plans, {
    manifest: { ...declarations, subscriptions: { ...declarations.subscriptions, "form-submitted": subscription } },
    pubsub: { subscription: () => Promise.resolve({ labels: { ...labels }, pushConfig }) },
    allowances: () => told(),
    remark: (sentence) => remarks.push(sentence),
    clock,
  });
}

/** How many of so many may go, all at once; and what speaks against the next. */
async function sent(count: number, options: { isPushed?: boolean } = {}) {
  const plans = Array.from({ length: count }, (_, index) => planOf(`msg_${index}`));
  const objections = open(plans, options);
  const answers = await Promise.all(plans.map((plan) => objections.before(plan)));
  return { objections, plans, out: answers.filter((why) => why === undefined).length, why: answers.at(-1) };
}

describe("createObjections", () => {
  it("lets no more go at once than what is left covers, before anybody tells that it is used", async () => {
    told = () => Promise.resolve([used(0, 1000)]);
    const { out, why } = await sent(500);
    expect(out).toBe(Math.ceil(900 / MOST_CALLS) - 1);
    expect(why).toMatch(
      /^stopped: with what is just out 90\d of the 1000 API calls of the day of salesforce may be used$/,
    );
  });

  it("counts what was sent before it was told as used already", async () => {
    told = () => Promise.resolve([used(0, 1000)]);
    const { objections, plans } = await sent(100);
    await clock.advance(60_000);
    told = () => Promise.resolve([used(300, 1000)]);
    await objections.ask();
    await clock.advance(60_000);
    // The line is a minute old, and what was sent before it is handled.
    told = () => Promise.resolve([used(300, 1000, clock.now() - 60_000)]);
    const answers = await Promise.all(plans.map((plan) => objections.before(plan)));
    expect(answers.filter((why) => why === undefined)).toHaveLength(600 / MOST_CALLS - 1);
  });

  it("stops at nine tenths, whoever has used them, and asks every five seconds at most", async () => {
    let asked = 0;
    told = () => ((asked += 1), Promise.resolve([used(asked === 1 ? 100 : 900, 1000)]));
    const { objections, plans, out } = await sent(3);
    expect([out, asked, await objections.ask()]).toEqual([3, 1, undefined]);
    await clock.advance(5000);
    expect(await objections.ask()).toBe("stopped: 900 of the 1000 API calls of the day of salesforce are used");
    expect(await objections.before(plans[0] ?? planOf("msg"))).toBe(await objections.ask());
    expect(asked).toBe(2);
  });

  it("foretells nothing of a batch handler, which takes hundreds in a call", async () => {
    told = () => Promise.resolve([used(0, 100)]);
    expect(await sent(100, { isPushed: false })).toMatchObject({ out: 100 });
  });

  it("goes on where nobody can tell, and says so once", async () => {
    told = () => Promise.reject(new CommandError("logging does not answer as it should: 403"));
    const { objections } = await sent(3);
    await clock.advance(5000);
    expect(await objections.ask()).toBeUndefined();
    expect(remarks).toEqual([
      "What is used of allowances is not known, and no replay stops for it: logging does not answer as it should: 403",
    ]);
  });

  it("stops while a handler is paused", async () => {
    told = () => Promise.resolve([]);
    const plan = planOf("msg_1");
    expect(await open([plan], { labels: { "paused-since": "1" } }).before(plan)).toBe(
      "stopped: form-submitted is paused, and what is replayed would wait",
    );
  });
});
