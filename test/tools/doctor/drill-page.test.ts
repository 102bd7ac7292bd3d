import { describe, expect, it } from "@jest/globals";
import { seePage } from "../../../tools/doctor/drill/page.ts";
import { type Ask, endpoints, GoogleRefusal } from "../../../tools/google/ask.ts";

const SINCE = Date.parse("2026-01-01T12:00:00Z");
const alert = (
  openTime: string,
  state = "OPEN",
  displayName = "staging-ycat: dead letters or quarantined webhooks wait",
) => ({
  name: "projects/p/alerts/1",
  state,
  openTime,
  policy: { displayName },
});

/** Monitoring says so, minute by minute; the last for ever. */
async function see(...minutes: readonly (readonly object[] | Error)[]) {
  let time = SINCE;
  const asked: string[] = [];
  const ask: Ask = async (_method, url) => {
    asked.push(url);
    const alerts = minutes[Math.min(minutes.length - 1, Math.floor((time - SINCE) / 60_000))];
    if (alerts instanceof Error) throw alerts;
    return { alerts };
  };
  const sentence = await seePage(
    { project: "p", ask, urls: endpoints },
    { prefix: "staging-", since: SINCE, now: () => time, wait: async (milliseconds) => void (time += milliseconds) },
  );
  expect(new Set(asked)).toEqual(new Set(["https://monitoring.googleapis.com/v3/projects/p/alerts?pageSize=1000"]));
  return { sentence, minutes: (time - SINCE) / 60_000 };
}

describe("seePage", () => {
  const before = alert("2026-01-01T09:00:00Z");
  const raised = alert("2026-01-01T12:04:10.5Z");

  it("waits for the alert to open", async () => {
    expect(await see([], [before], [before], [], [raised, before])).toEqual({
      sentence: "the alert opened at 2026-01-01T12:04:10.5Z: whoever it pages has been told",
      minutes: 4,
    });
  });

  it("takes one that has closed since", async () => {
    expect((await see([{ ...raised, state: "CLOSED" }])).sentence).toMatch(/^the alert opened at /);
  });

  it("says so where it was open before, and no other opens", async () => {
    expect(await see([before])).toEqual({
      sentence: expect.stringContaining("open before, since 2026-01-01T09"),
      minutes: 15,
    });
  });

  it.each([
    ["none", []],
    ["one that is closed", [alert("2026-01-01T09:00:00Z", "CLOSED")]],
    ["another copy's", [alert("2026-01-01T12:04:00Z", "OPEN", "ycat: dead letters or quarantined webhooks wait")]],
    ["of something else", [alert("2026-01-01T12:04:00Z", "OPEN", "staging-ycat: a handler does not keep up")]],
  ])("misses it where there is %s", async (_what, alerts) => {
    await expect(see(alerts)).rejects.toThrow("has opened within 15 minutes: nobody is paged");
  });

  it("says which right it lacks to see it", async () => {
    const refused = new GoogleRefusal("no", 403, {});
    expect((await see(refused)).sentence).toContain("lacks roles/monitoring.alertViewer");
    await expect(see(new GoogleRefusal("gone", 404, {}))).rejects.toThrow("gone");
  });
});
