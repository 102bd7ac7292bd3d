import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { runCommand } from "../runner/command.ts";
import type { FastLane } from "../runner/fast-lane.ts";
import { startFastLane, tracesOf, ONCE } from "../runner/fast-lane.ts";
import { formFill, freshId } from "../runner/webhooks.ts";

const HANDLERS = ["form-submitted", "form-submitted-slack"];
const email = "ada@example.com";

let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane({ handlers: HANDLERS });
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

interface Message {
  readonly text: string;
  readonly metadata: { readonly event_payload: { readonly id: string } };
}

/** What a form by somebody new comes to, once both of its handlers are done. */
async function submit() {
  const id = freshId();
  await lane.send("app", formFill({ email }), id);
  const [lead, told] = await Promise.all(HANDLERS.map((name) => lane.handled(id, name)));
  const state = await lane.settled();
  const { messages } = JSON.parse((await lane.ask("GET", "/api/state")).text).slack as { messages: Message[] };
  return { id, attempts: [lead?.attempt, told?.attempt], state, messages };
}

describe("two handlers of one event", () => {
  it("make one Lead, and a message that links to it", async () => {
    const { id, state, messages } = await submit();
    expect(tracesOf(state, email)).toEqual(ONCE);
    expect(messages.map(({ metadata }) => metadata.event_payload.id)).toEqual([id]);
    expect(messages[0]?.text).toContain(`/lightning/r/Lead/${String(state.salesforce["Lead"]?.[0]?.["Id"])}/view`);
  });

  it("fail and wait each by itself", async () => {
    await lane.fault({ system: "slack", fault: "not_in_channel", times: 3 });
    const { attempts, state, messages } = await submit();
    expect({ attempts, messages: messages.length }).toEqual({ attempts: [1, 4], messages: 1 });
    expect(tracesOf(state, email)).toEqual(ONCE);
  });

  it.each(["apply-then-drop", "late-apply"])(
    "make one Lead where the answer to its creation is lost: %s",
    async (fault) => {
      await lane.fault({ system: "salesforce", match: "POST /sobjects/Lead", fault, milliseconds: 200 });
      const { state, messages } = await submit();
      expect(tracesOf(state, email)).toEqual(ONCE);
      expect(messages).toHaveLength(1);
    },
  );

  it("are both followed by npm run send", async () => {
    await lane.fault({ system: "slack", fault: "ratelimited", times: 5 });
    const { exit, lines } = runCommand("tools/send.ts", {
      args: ["app", "form.submitted"],
      environment: { PORT: new URL(lane.runner.url).port },
    });
    expect((await exit).code).toBe(0);
    const done = lines.items.flatMap((line) => /(\S+): done at attempt \d+/.exec(line)?.[0] ?? []);
    expect(done.toSorted()).toEqual(["form-submitted-slack: done at attempt 6", "form-submitted: done at attempt 1"]);
  });

  it("tell once where Slack's answer is lost", async () => {
    await lane.fault({ system: "slack", fault: "apply-then-drop" });
    const { attempts, messages } = await submit();
    expect({ attempts, messages: messages.length }).toEqual({ attempts: [1, 2], messages: 1 });
  });
});
