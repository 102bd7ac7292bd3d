import { describe, expect, it } from "@jest/globals";
import {
  labelValue,
  type Pause,
  pausedLabels,
  pauseOf,
  resumedAt,
  resumedLabels,
  timesInRow,
  waitMs,
} from "../../../functions/runtime/outage/labels.ts";

const SINCE = Date.parse("2026-11-27T06:30:00Z");
const MINUTE_MS = 60_000;
const pause: Pause = {
  by: "outage",
  why: "HTTP_503",
  system: "salesforce",
  since: SINCE,
  until: SINCE + MINUTE_MS,
  times: 1,
};
const pushConfig = { pushEndpoint: "https://form-submitted.example.com/" };

describe("pausedLabels", () => {
  it("keeps what Google allows in a label, and the labels of others", () => {
    const labels = pausedLabels({ team: "marketing", "paused-why": "old", "resumed-at": "1" }, pause);
    expect(labels).toEqual({
      team: "marketing",
      "paused-since": "1795761000",
      "paused-why": "http_503",
      "paused-system": "salesforce",
      "paused-by": "outage",
      "paused-until": "1795761060",
      "paused-times": "1",
    });
  });

  it.each([
    ["REQUEST_LIMIT_EXCEEDED", "request_limit_exceeded"],
    ["window: Nov 27, 8 pm", "window-nov-27-8-pm"],
    ["ä", "-"],
    ["", "unknown"],
    ["A".repeat(100), "a".repeat(63)],
  ])("writes %j as %j", (text, value) => {
    expect(labelValue(text)).toBe(value);
  });
});

describe("pauseOf", () => {
  const paused = pausedLabels({}, pause);

  it("reads what pausedLabels has written", () => {
    const third = { ...pause, times: 3 };
    const labels = pausedLabels({}, third);
    expect(pauseOf({ pushConfig: {}, labels }, true)).toEqual({ ...third, why: "http_503" });
    expect(pauseOf({ labels }, false)).toEqual({ ...third, why: "http_503" });
  });

  it("takes a push subscription with an endpoint for running, whatever its labels say", () => {
    expect(pauseOf({ pushConfig, labels: paused }, true)).toBeUndefined();
  });

  it("takes a pull subscription without paused-since for running", () => {
    expect(pauseOf({ labels: { "paused-why": "http_503" } }, false)).toBeUndefined();
  });

  it.each<[string, Record<string, string>]>([
    ["none", {}],
    ["unknown words", { "paused-by": "nobody", "paused-since": "yesterday", "paused-times": "-1", "paused-until": "" }],
  ])("leaves a push subscription without an endpoint to a person where its labels are %s", (_, labels) => {
    expect(pauseOf({ labels }, true)).toEqual({ by: "person", why: "unknown", system: "person", since: 0, times: 1 });
  });
});

describe("resumedLabels", () => {
  it("leaves how often it was paused in a row, and since when it goes on", () => {
    const labels = resumedLabels(pausedLabels({ team: "marketing" }, pause), SINCE + MINUTE_MS);
    expect(labels).toEqual({ team: "marketing", "paused-times": "1", "resumed-at": "1795761060" });
    expect(resumedAt(labels)).toBe(SINCE + MINUTE_MS);
  });

  it("says since when it goes on also of what was paused without labels, whose failures before do not count", () => {
    expect(resumedLabels({ team: "marketing" }, SINCE)).toEqual({
      team: "marketing",
      "paused-times": "1",
      "resumed-at": "1795761000",
    });
  });

  it("is forgotten after an hour", () => {
    const labels = resumedLabels(pausedLabels({}, { ...pause, times: 3 }), SINCE);
    expect([timesInRow(labels, SINCE + 60 * MINUTE_MS), timesInRow(labels, SINCE + 61 * MINUTE_MS)]).toEqual([4, 1]);
    expect([timesInRow({}, SINCE), timesInRow({ "paused-times": "x", "resumed-at": "1" }, SINCE)]).toEqual([1, 1]);
  });
});

describe("waitMs", () => {
  it("grows up to a quarter of an hour, and to an hour where half of a message's deliveries are spent", () => {
    expect([1, 2, 3, 4, 5, 99, 0].map((times) => waitMs(times) / MINUTE_MS)).toEqual([1, 2, 4, 8, 15, 15, 1]);
    expect([50, 51].map((deliveries) => waitMs(9, undefined, deliveries) / MINUTE_MS)).toEqual([15, 60]);
  });
});
