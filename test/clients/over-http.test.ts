import specification from "../../local/customerio/stand-in.ts";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { describe, expect, it } from "@jest/globals";
import { systemClock } from "../../functions/runtime/clock.ts";
import { createTransport } from "../../functions/runtime/transport.ts";
import { createCustomerio, localKeys } from "../../local/customerio/customerio.ts";
import { createFaults } from "../../local/core/faults.ts";
import { serve } from "../../local/core/serve.ts";
import type { Answer } from "../../local/core/system.ts";
import { customerioInstance, rejection, salesforceInstance } from "./connect.ts";
import { answerParts } from "./salesforce/composite.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();
async function start(answer: Answer) {
  const server = await serve(answer);
  closing.push(() => server.close());
  return server.url;
}

const viaSockets = createTransport(systemClock);
const event = { source: "/sources/app", id: "evt_1", subject: "ann@example.com", time: new Date().toISOString() };

/** An org that logs anyone in, and answers all else as it is told. */
async function startOrg(answer: Answer) {
  const url = await start(async (request) =>
    request.url.endsWith("/oauth2/token")
      ? Response.json({ access_token: "token", instance_url: new URL(request.url).origin })
      : answer(request),
  );
  return salesforceInstance({ fetch: viaSockets, settings: { SALESFORCE_LOGIN_URL: url } });
}

const halfAPage = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from('{"totalSize":0,"done":tr')),
  });

async function startCustomerio() {
  const faults = createFaults([specification]);
  const standIn = createCustomerio({ clock: systemClock, faults });
  const settings = {
    CUSTOMERIO_TRACK_URL: await start(standIn.fetch),
    CUSTOMERIO_SITE_ID: localKeys.siteId,
    CUSTOMERIO_API_KEY: localKeys.apiKey,
  };
  return { faults, standIn, forEvent: customerioInstance({ fetch: viaSockets, settings }) };
}

describe("the clients over HTTP", () => {
  it("survive a body that is cut", async () => {
    let isCut = true;
    const forEvent = await startOrg(async (request) => {
      if (!isCut) return answerParts(request, { totalSize: 0, done: true, records: [] });
      let pulls = 0;
      return new Response(
        new ReadableStream({
          pull(controller) {
            pulls += 1;
            if (pulls === 1) controller.enqueue(Buffer.from('{"totalSize":0,"done":tr'));
            else controller.error(new Error("cut"));
          },
        }),
        { headers: { "content-type": "application/json" } },
      );
    });
    const error = await rejection(forEvent().findPerson("ann@example.com"));
    expect(error).toMatchObject({
      name: "UnavailableError",
      reason: { system: "salesforce", operation: "POST /composite" },
    });
    isCut = false;
    await expect(forEvent().findPerson("ann@example.com")).resolves.toBeUndefined();
  });

  it("leave a body that stalls at the event's deadline, and hang up", async () => {
    const hungUp: Promise<void>[] = [];
    const deadline = new AbortController();
    const forEvent = await startOrg(async (request) => {
      hungUp.push(new Promise((resolve) => request.signal.addEventListener("abort", () => resolve(), { once: true })));
      setTimeout(() => deadline.abort(), 20);
      return new Response(halfAPage(), { headers: { "content-type": "application/json" } });
    });
    const error = await rejection(forEvent({ signal: deadline.signal }).findPerson("ann@example.com"));
    expect(error).toMatchObject({ name: "UnavailableError", reason: { code: "DEADLINE" } });
    await Promise.all(hungUp);
    expect(hungUp).toHaveLength(1);
  });

  it.each(["apply-then-drop", "reset-before-headers", "reset-mid-body", "truncated-200", "5xx-html"])(
    "call a connection that ends in %s an outage, and make it right with the next delivery",
    async (fault) => {
      const { faults, standIn, forEvent } = await startCustomerio();
      faults.add({ system: "customerio", fault });
      expect(await rejection(forEvent().sendEvent(event, "form_submitted", {}))).toMatchObject({
        name: "UnavailableError",
      });
      await forEvent().sendEvent(event, "form_submitted", {});
      expect(standIn.state()["events"]).toHaveLength(1);
    },
  );

  it("call a system that is not there an outage", async () => {
    const server = await serve(async () => new Response());
    await server.close();
    const forEvent = customerioInstance({ fetch: viaSockets, settings: { CUSTOMERIO_TRACK_URL: server.url } });
    expect(await rejection(forEvent().ensurePerson(event, {}))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "ECONNREFUSED" },
    });
  });

  it("reuse their connections", async () => {
    let connections = 0;
    const server: Server = createServer((request, response) => {
      request.resume().once("end", () => response.setHeader("content-type", "application/json").end("{}\n"));
    }).on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const forEvent = customerioInstance({
      fetch: viaSockets,
      settings: { CUSTOMERIO_TRACK_URL: `http://127.0.0.1:${port}` },
    });
    for (let call = 0; call < 20; call += 1) await forEvent().ensurePerson(event, {});
    // Two: the second call can begin before the first one's socket is back.
    expect(connections).toBeLessThanOrEqual(2);
  });
});
