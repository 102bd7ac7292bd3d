import { describe, expect, it } from "@jest/globals";
import { isShown, readableLine, welcome } from "../../../local/runner/print.ts";

const AT = new Date(2026, 10, 26, 22, 15, 48).toISOString();
const call = {
  message: "call answered",
  severity: "INFO",
  timestamp: AT,
  logName: "projects/p/logs/ycat",
  "logging.googleapis.com/trace": "projects/p/traces/1",
  handler: "form-submitted",
  eventType: "form.submitted",
  eventId: "msg_01a219eddc40e1aaa497",
  attempt: 1,
  orderingKeyHash: "e2586fdc46914fb8",
  system: "salesforce",
  operation: "POST /sobjects/Lead",
  status: 201,
  callMs: 15,
  quotaUsed: 6,
  quotaMax: 15_000,
};

describe("a function's log line", () => {
  it("is short: the time here, who, what, and of the event its end", () => {
    expect(readableLine("form-submitted", JSON.stringify(call), "short")).toBe(
      "22:15:48  form-submitted  INFO  call answered  salesforce POST /sobjects/Lead 201 · 15 ms · …aaa497",
    );
  });

  it.each([
    [
      { message: "event handled", severity: "INFO", attempt: 2, outcome: "done", acceptedToEffectMs: 910 },
      "22:15:48  f  INFO  event handled  910 ms · attempt 2",
    ],
    [
      { message: "field left out", severity: "INFO", system: "salesforce", field: "Phone", reason: "TOO_LONG" },
      "22:15:48  f  INFO  field left out  salesforce · Phone · TOO_LONG",
    ],
    [
      { message: "webhook ignored", severity: "INFO", reason: "email.delivered" },
      "22:15:48  f  INFO  webhook ignored  email.delivered",
    ],
    [
      { message: "batch handled", severity: "INFO", count: 200, failed: 3, deadLettered: 0, batchMs: 410 },
      "22:15:48  f  INFO  batch handled  200 of them · 3 failed · 410 ms",
    ],
    [{ message: "Node warns", severity: "INFO" }, "22:15:48  f  INFO  Node warns"],
  ])("%j", (fields, shown) => {
    expect(readableLine("f", JSON.stringify({ ...fields, timestamp: AT }), "short")).toBe(shown);
  });

  it("has all fields in verbose", () => {
    expect(readableLine("form-submitted", JSON.stringify(call), "verbose")).toBe(
      "22:15:48  form-submitted  INFO  call answered  eventType=form.submitted eventId=msg_01a219eddc40e1aaa497 attempt=1 " +
        "orderingKeyHash=e2586fdc46914fb8 system=salesforce operation=POST /sobjects/Lead status=201 callMs=15 quotaUsed=6 quotaMax=15000",
    );
  });

  it("is as it was written in json, and so is what is no log line, named by its function", () => {
    expect(readableLine("form-submitted", JSON.stringify(call), "json")).toBe(JSON.stringify(call));
    for (const line of ["Error: boom", "12", "null", '"text"'])
      expect(readableLine("form-submitted", line, "short")).toBe(`form-submitted  ${line}`);
  });

  it("leaves out what is for those who look for it", () => {
    const line = JSON.stringify({ ...call, severity: "DEBUG" });
    expect([isShown("f", line, "short"), isShown("f", line, "verbose")]).toEqual([false, true]);
    const [told, warning] = [JSON.stringify(call), JSON.stringify({ ...call, severity: "WARNING" })];
    expect([isShown("f", told, "short"), isShown("sweep", told, "short")]).toEqual([true, false]);
    expect([isShown("sweep", warning, "short"), isShown("sweep", told, "json")]).toEqual([true, true]);
  });
});

it.each(["8080", "8093"])("what to do next stands in columns, at %s", (port) => {
  const hints = welcome(`http://localhost:${port}`, [])
    .split("\n")
    .filter((line) => line.includes("npm run"));
  expect(hints.map((line) => line.search(/sends|shows/))).toEqual([
    hints[0]?.indexOf("sends"),
    hints[0]?.indexOf("sends"),
  ]);
});
