import specification from "../../../local/customerio/stand-in.ts";
import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { customerioFaults, customerioFaultsByCall } from "../../../local/customerio/proof/faults.ts";
import { commonFaults, createFaults } from "../../../local/core/faults.ts";
import type { FaultRule } from "../../../local/core/faults.ts";

const basic = `Basic ${btoa(`${localKeys.siteId}:${localKeys.apiKey}`)}`;
const bearer = `Bearer ${localKeys.appKey}`;

function open(rule: Omit<FaultRule, "system">) {
  const clock = new VirtualClock();
  const faults = createFaults([specification]);
  const customerio = createCustomerio({ clock, faults });
  faults.add({ system: "customerio", ...rule });
  const call = (method: string, path: string, body: object | null = {}, signal: AbortSignal | null = null) =>
    customerio.fetch(
      new Request(`http://vendor.test${path}`, {
        method,
        headers: { authorization: path.startsWith("/api/") ? basic : bearer },
        body: body === null ? null : JSON.stringify(body),
        signal,
      }),
    );
  return { clock, faults, call, people: () => customerio.state()["people"], state: () => customerio.state() };
}

const ada = "/api/v1/customers/ada%40example.com";
const item = (email: string) => ({ type: "person", action: "identify", identifiers: { email } });

describe("the faults of customer.io", () => {
  it("207: refuses the first rows of a batch and applies the others", async () => {
    const { call, people } = open({ fault: "207", match: "POST /batch", rows: 2 });
    const response = await call("POST", "/api/v2/batch", { batch: ["a@b.c", "b@b.c", "c@b.c"].map(item) });
    expect(response.status).toBe(207);
    await expect(response.json()).resolves.toMatchObject({ errors: [{ batch_index: 0 }, { batch_index: 1 }] });
    expect(people()).toMatchObject([{ email: "c@b.c" }]);
  });

  it("200-dropped: answers as ever and does nothing", async () => {
    const { call, state } = open({ fault: "200-dropped", times: 0 });
    await expect((await call("PUT", ada)).text()).resolves.toBe("{}\n");
    const sent = await call("POST", "/v1/send/email", {});
    await expect(sent.json()).resolves.toEqual({ delivery_id: expect.any(String), queued_at: expect.any(Number) });
    expect(state()).toMatchObject({ people: [], emails: [] });
  });

  it("401-once: refuses one call, in the API's own shape", async () => {
    const { call, people } = open({ fault: "401-once", match: "PUT /api/v1/customers/*" });
    const refusal = await call("PUT", ada);
    expect(refusal.status).toBe(401);
    await expect(refusal.json()).resolves.toEqual({ meta: { error: "Unauthorized request" } });
    expect((await call("PUT", ada)).status).toBe(200);
    expect(people()).toHaveLength(1);
  });

  it("401-forever: refuses every call after it until it is cleared", async () => {
    const { call, faults } = open({ fault: "401-forever", from: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await call("PUT", ada)).status);
    const read = await call("GET", "/v1/customers?email=a", null);
    expect([...statuses, read.status]).toEqual([200, 401, 401, 401]);
    await expect(read.json()).resolves.toMatchObject({ errors: [{ status: "401" }] });
    faults.clear();
    expect((await call("PUT", ada)).status).toBe(200);
  });

  it("apply-then-drop: leaves the person there, and the caller in the dark", async () => {
    const { call, people } = open({ fault: "apply-then-drop" });
    await expect(call("PUT", ada)).rejects.toThrow("fetch failed");
    expect(people()).toMatchObject([{ email: "ada@example.com" }]);
  });

  it("leave the calls of other systems and later ones alone", async () => {
    const { call } = open({ fault: "5xx-json", match: "POST /events" });
    expect((await call("PUT", ada)).status).toBe(200);
    expect((await call("POST", `${ada}/events`, { name: "a" })).status).toBe(503);
    expect((await call("POST", `${ada}/events`, { name: "a" })).status).toBe(200);
  });
});

describe("customerioFaultsByCall", () => {
  const known = { ...commonFaults, ...customerioFaults };

  it("names only faults that there are, and every one of them", () => {
    const named = new Set(Object.values(customerioFaultsByCall).flat());
    // Of other-200 each call has kinds of its own: faultsFor().
    expect([...named, "other-200"].sort()).toEqual(Object.keys(known).sort());
  });

  const merge = { primary: { id: "1" }, secondary: { id: "2" } };
  const body = { name: "a", batch: [item("a@b.c")], ...merge, ...item("a@b.c") };
  const email = { to: "a@b.c", identifiers: { id: "1" }, transactional_message_id: 1 };
  const cases = Object.entries(customerioFaultsByCall).flatMap(([match, faults]) =>
    faults.map((fault) => [match, fault] as const),
  );

  it.each(cases)("%s under %s leaves what the description says", async (match, fault) => {
    const caller = new AbortController();
    const [method = "", pattern = ""] = match.split(" ");
    const path = pattern.replace("*", "1") + (match === "GET /v1/customers" ? "?email=a@b.c" : "");
    const { call, clock, faults, state } = open({ fault, match });
    const before = JSON.stringify(state());
    const answered = call(method, path, method === "GET" ? null : path.endsWith("email") ? email : body, caller.signal);
    const settled = answered.then((response) => response.text()).catch(() => "failed");
    await clock.advance(60_000);
    caller.abort();
    await settled;
    expect(faults.list()).toMatchObject([{ hits: 1 }]);
    if (known[fault]?.startsWith("Not applied")) expect(JSON.stringify(state())).toBe(before);
    const isCreating = /^(PUT|POST)/.test(match) && !/suppress|DELETE|POST \/v1\/customers/.test(match);
    if (isCreating && /^Applied|late-apply/.test(`${known[fault]}${fault}`))
      expect(JSON.stringify(state())).not.toBe(before);
  });
});
