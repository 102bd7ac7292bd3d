import { describe, expect, it } from "@jest/globals";
import type { AnyHandler } from "../../../functions/runtime/define/batch-handler.ts";
import { systemClock } from "../../../functions/runtime/clock.ts";
import type { ClientSpecification } from "../../../functions/runtime/define/client.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { spanWithin } from "../../../functions/runtime/framework/request-traces.ts";
import { connect, deliveryLog } from "../../../functions/runtime/framework/surroundings.ts";
import { hashOrderingKey } from "../../../functions/runtime/log.ts";
import { handlerSettings, readSettings } from "../../../functions/runtime/settings.ts";
import { deliveryOf } from "../../harness/delivery.ts";

const { traceparent, traceId } = {
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  traceId: "0af7651916cd43dd8448eb211c80319c",
};

describe("deliveryLog", () => {
  const handler: AnyHandler = { name: "forms", eventType: "form.submitted", uses: [], run: async () => {} };

  /** The line's own fields. */
  async function lineOf(attributes: Record<string, string | undefined>, VERSION = "", attempt?: number) {
    const printed: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = (text: unknown) => (printed.push(String(text)), true);
    const settings = readSettings(handlerSettings, { GOOGLE_CLOUD_PROJECT: "p", LOG_HASH_KEY: "k", VERSION });
    const delivery = deliveryOf("form.submitted", "full", {
      attributes,
      ...(attempt === undefined ? {} : { attempt }),
    });
    const { orderingKey: _, ...message } = delivery.message;
    deliveryLog(settings, handler, { ...delivery, message }).info("m");
    await Promise.resolve(); // lines of one moment are written together
    process.stdout.write = write;
    const line: Record<string, unknown> = JSON.parse(printed.join(""));
    const OTHERS = ["logName", "message", "severity", "timestamp"];
    return Object.fromEntries(
      Object.entries(line).filter(([name]) => !OTHERS.includes(name) && !name.startsWith("logging.")),
    );
  }

  it("has on each line which build handles which event, in which attempt, and whose without saying who", async () => {
    expect(await lineOf({ "ce-id": "x".repeat(300), "ce-subject": "ada@example.com" }, "abc", 3)).toEqual({
      handler: "forms",
      version: "abc",
      eventType: "form.submitted",
      eventId: "x".repeat(256),
      attempt: 3,
      orderingKeyHash: hashOrderingKey("ada@example.com", "k"),
    });
  });

  it("leaves out what it does not know", async () => {
    expect(await lineOf({ "ce-id": undefined, "ce-subject": undefined })).toEqual({
      handler: "forms",
      eventType: "form.submitted",
    });
  });
});

describe("connect", () => {
  const told: unknown[] = [];
  const client: ClientSpecification = {
    name: "slack",
    settings: {},
    connect({ instances }) {
      told.push(instances);
      return () => {
        throw new Error("no event is handled here");
      };
    },
  };
  const connectFor = (MAX_INSTANCES: string) => connect([client], {}, createTransport(systemClock), { MAX_INSTANCES });

  it("tells each client how many instances share its limits", () => {
    connectFor("12");
    expect(told).toEqual([12]);
  });

  it.each(["", "0", "1.5", "10000", "many", "-1"])("refuses %j instances", (count) => {
    expect(() => connectFor(count)).toThrow("MAX_INSTANCES must be a number from 1 on");
  });
});

describe("spanWithin", () => {
  it("is a span of the request's trace, or the first of its own", () => {
    const { trace, parentSpanId } = spanWithin({ headers: { traceparent } });
    expect([trace.traceId, parentSpanId]).toEqual([traceId, "b7ad6b7169203331"]);
    expect(trace.spanId).not.toBe(parentSpanId);
    expect(trace.traceparent).toBe(`00-${traceId}-${trace.spanId}-01`);
    expect(spanWithin({ headers: {} })).toEqual({ trace: expect.anything() });
  });
});
