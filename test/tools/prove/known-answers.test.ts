import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { openStandIn } from "../../../local/core/find.ts";
import { holdUnstated } from "../../../local/core/recall.ts";
import type { StandIn, Surroundings, System } from "../../../local/core/system.ts";
import { createCustomerio } from "../../../local/customerio/customerio.ts";
import customerio from "../../../local/customerio/stand-in.ts";
import salesforce from "../../../local/salesforce/stand-in.ts";
import slack from "../../../local/slack/stand-in.ts";
import { withKnownAnswers } from "../../../tools/prove/simulation/known-answers.ts";
import { drawn, seededRandom } from "../../../tools/seeded-random.ts";

const START = Date.parse("2026-11-02T08:32:00Z");

type Asked = readonly [method: string, path: string, body?: object];

/** What a script may ask of each, and as whom. */
const ASKED: Readonly<
  Record<string, { readonly headers: Readonly<Record<string, string>>; readonly asked: readonly Asked[] }>
> = {
  customerio: {
    headers: { authorization: `Basic ${btoa("development-site:development-api-key")}` },
    asked: [
      ["PUT", "/api/v1/customers/ada%40example.com", { plan: "trial" }],
      ["PUT", "/api/v1/customers/ada%40example.com", { plan: "paid", _timestamp: 1_700_000_000 }],
      ["POST", "/api/v1/customers/ada%40example.com/events", { name: "seen", id: "01ARZ3NDEKTSV4RRFFQ69G5FAV" }],
      ["POST", "/api/v1/customers/ada%40example.com/suppress"],
      ["POST", "/api/v1/customers/ada%40example.com/unsuppress"],
      ["DELETE", "/api/v1/customers/ada%40example.com"],
    ],
  },
  slack: {
    headers: { authorization: "Bearer xoxb-development-token", "content-type": "application/json" },
    asked: [
      ["POST", "/api/chat.postMessage", { channel: "C0TEST00001", text: "One" }],
      ["POST", "/api/chat.postMessage", { channel: "C0TEST00001", text: "Two" }],
      ["GET", "/api/conversations.history?channel=C0TEST00001"],
    ],
  },
  salesforce: {
    headers: { "content-type": "application/json" },
    asked: [
      ["POST", "/services/data/v60.0/sobjects/Lead", { LastName: "Lovelace", Company: "A", Email: "ada@example.com" }],
      ["POST", "/services/data/v60.0/sobjects/Lead", { LastName: "King", Company: "B", Person_Key__c: "k1" }],
      ["PATCH", "/services/data/v60.0/sobjects/Lead/Person_Key__c/k1", { LastName: "Byron", Company: "C" }],
      ["DELETE", "/services/data/v60.0/sobjects/Lead/Person_Key__c/k1"],
      ["GET", `/services/data/v60.0/query?q=${encodeURIComponent("SELECT Id, LastName, CreatedDate FROM Lead")}`],
      ["GET", `/services/data/v60.0/queryAll?q=${encodeURIComponent("SELECT Id, IsDeleted FROM Lead")}`],
      ["GET", "/services/data/v60.0/limits"],
    ],
  },
};

function opened(standIn: StandIn, clock: VirtualClock): System {
  return openStandIn(standIn, { clock, faults: createFaults([standIn]), random: seededRandom(1) });
}

const subject = { email: "ada@example.com", eventAt: START, configuration: {} };

/** One script: what each step was answered, and what was held after it. */
async function play(system: System, clock: VirtualClock, seed: number): Promise<unknown[]> {
  const random = seededRandom(seed);
  clock.reset(START);
  system.reset();
  system.setUp(subject.configuration);
  const { headers = {}, asked = [] } = ASKED[system.name] ?? {};
  if (system.name === "slack")
    system.seed({ channels: [{ id: "C0TEST00001", name: "test", is_archived: false, is_member: true }] });
  const session: unknown = Reflect.get(system, "openSession");
  const token = typeof session === "function" ? { authorization: `Bearer ${session()}` } : {};
  drawn(system.startingStates.slice(0, 6), random)?.arrange(subject);
  const told: unknown[] = [];
  for (let step = 0; step < 6; step += 1) {
    if (random() < 0.2) drawn(system.interventions, random)?.act(subject);
    clock.moveTo(clock.now() + Math.floor(random() * 2) * 1000);
    const [method, path, body] = drawn(asked, random) ?? ["GET", "/"];
    const init = { method, headers: { ...headers, ...token }, ...(body && { body: JSON.stringify(body) }) };
    const response = await system.fetch(new Request(`https://${system.name}.test${path}`, init));
    told.push([response.status, [...response.headers], await response.text(), structuredClone(system.state())]);
  }
  return told;
}

describe("withKnownAnswers", () => {
  it.each([customerio, salesforce, slack].map((standIn: StandIn) => [standIn.name, standIn] as const))(
    "answers as %s itself, and leaves it as it would be, whatever was asked before",
    async (_name, standIn) => {
      const clock = new VirtualClock(START);
      const [plain, knowing] = [opened(standIn, clock), opened(withKnownAnswers(standIn), clock)];
      for (let seed = 1; seed <= 150; seed += 1)
        expect([seed, await play(knowing, clock, seed)]).toEqual([seed, await play(plain, clock, seed)]);
    },
  );
});

describe("what customer.io holds", () => {
  const workspace = (settings: object) => createCustomerio({ clock: new VirtualClock(START), ...settings });

  it("is told where it decides all answers alone", () => {
    expect(workspace({}).hold?.()).toBeDefined();
  });

  it.each([{ lagMs: 1 }, { raceMs: 1 }, { appCallsPerSecond: 10 }])("is not told where more does: %j", (settings) => {
    expect(workspace(settings).hold?.()).toBeUndefined();
  });
});

describe("what Salesforce has answered", () => {
  it("is no answer to the same with another header that decides who is given a Lead", async () => {
    const clock = new VirtualClock(START);
    const system = opened(withKnownAnswers(salesforce), clock);
    const ownerAfter = async (own: Readonly<Record<string, string>>) => {
      clock.reset(START);
      system.reset();
      system.setUp(subject.configuration);
      system.startingStates.find(({ name }) => name === "a Lead")?.arrange(subject);
      const token = Reflect.get(system, "openSession")();
      const [lead] = system.state()["Lead"] ?? [];
      const init = {
        method: "PATCH",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...own },
        body: JSON.stringify({ Company: "C" }),
      };
      const url = `https://salesforce.test/services/data/v60.0/sobjects/Lead/${Reflect.get(lead ?? {}, "Id")}`;
      expect(await system.fetch(new Request(url, init))).toMatchObject({ status: 204 });
      return Reflect.get(system.state()["Lead"]?.[0] ?? {}, "OwnerId");
    };
    const kept = await ownerAfter({ "sforce-auto-assign": "FALSE" });
    expect(await ownerAfter({})).not.toBe(kept);
  });
});

/** Adds up what it is sent, and counts how often it has done so itself. */
function adding() {
  const done = { additions: 0, isBusy: false };
  const open = ({ recall, random }: Surroundings) => {
    const sum = [0];
    const add = (amount: number) => {
      done.additions += 1;
      sum[0] = (sum[0] ?? 0) + amount;
    };
    const fetch = async (request: Request) => {
      const amount = Number(await request.text());
      const answer = async () => {
        add(amount);
        return new Response(`${sum[0]} ${amount === 7 ? random() : ""}`);
      };
      return recall === undefined ? answer() : recall(String(amount), answer);
    };
    return {
      fetch,
      state: () => ({}),
      hold: () => (done.isBusy ? undefined : holdUnstated(sum)),
      reset: () => void (sum[0] = 0),
      seed: () => {},
      setUp: () => {},
      startingStates: [],
      interventions: [{ name: "adds", act: () => (add(100), true) }],
    };
  };
  const clock = new VirtualClock(START);
  const system = withKnownAnswers({ ...slack, open }).open({
    clock,
    faults: createFaults([]),
    random: seededRandom(1),
  });
  const ask = async (...amounts: number[]) => {
    const told: string[] = [];
    for (const amount of amounts)
      told.push(
        await (await system.fetch(new Request("https://a.test", { method: "POST", body: `${amount}` }))).text(),
      );
    return told.join("").trim();
  };
  return { done, system, ask, clock };
}

describe("what is known", () => {
  it("is not asked again, and what is new is asked of a stand-in that holds what it should by then", async () => {
    const { done, system, ask } = adding();
    system.reset();
    expect(await ask(1, 2, 3)).toBe("1 3 6");
    system.reset();
    expect([await ask(1, 2), done.additions]).toEqual(["1 3", 3]);
    expect([await ask(4), done.additions]).toEqual(["7", 4]);
  });

  it("is of its time", async () => {
    const { done, system, ask, clock } = adding();
    system.reset();
    await ask(1);
    system.reset();
    clock.moveTo(START + 1);
    expect([await ask(1), done.additions]).toEqual(["1", 2]);
  });

  it("is neither what was drawn by chance nor what a stand-in that can't be held has answered", async () => {
    const { done, system, ask } = adding();
    for (const amount of [7, 7]) {
      system.reset();
      await ask(amount);
    }
    expect(done.additions).toBe(2);
    done.isBusy = true;
    for (const amount of [1, 1]) {
      system.reset();
      await ask(amount);
    }
    expect(done.additions).toBe(4);
  });

  it("is told of what else is done to it", async () => {
    const { system, ask } = adding();
    system.reset();
    await ask(1, 2);
    system.reset();
    await ask(1);
    system.interventions[0]?.act(subject);
    expect(await ask(2)).toBe("103");
  });
});
