import { execFileSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import { inZone, zones } from "../../../tools/prove/simulation/zone.ts";

/** What a process says that is started in the zone. */
const SAID = `[
  new Date(1793500000000).toString(), new Date(1793500000000).toDateString(), new Date(1793500000000).getDay(), new Date(1793500000000).getHours(), new Date(1793500000000).getFullYear(),
  new Date(2028, 1, 29, 12, 30).toISOString(), new Date("2026-11-02").toISOString(), new Date("2026-11-02T09:30").toISOString(),
  new Date("Nov 2, 2026 09:30").toISOString(), new Date("2026-11-02T09:30:00+02:00").toISOString(), Date.parse("2026-11-02T09:30"),
  new Date(1793500000000).getTimezoneOffset(), new Date(1793500000000).toLocaleString("en-GB"), new Date(1793500000000).toLocaleDateString("en-GB"),
  new Date(1793500000000).toLocaleTimeString("en-GB"), new Date(1793500000000).toLocaleDateString("en-GB", { timeZone: "UTC" }),
  new Intl.DateTimeFormat("en-GB", { dateStyle: "short", timeStyle: "short" }).format(new Date(1793500000000)),
  new Date(new Date(1793500000000).setHours(23, 59)).toISOString(), new Date(new Date(1793500000000).setDate(31)).toISOString(), new Date(1793500000000) instanceof Date,
  JSON.stringify(new Date(1793500000000)), new Date(NaN).getTime(),
].map(String).map((text) => text.replace(/\\(.*\\)/, ""))`;

describe("inZone", () => {
  it.each(Object.values(zones))("has Date and Intl say what they say in a process of $name", async (zone) => {
    const env = { ...process.env, TZ: zone.name };
    const real = execFileSync(process.execPath, ["-p", `JSON.stringify(${SAID})`], { env, encoding: "utf8" });
    // oxlint-disable-next-line no-eval -- the same text, here and there
    const simulated: unknown = await inZone(zone, async () => (0, eval)(SAID));
    expect(simulated).toEqual(JSON.parse(real));
  });

  it("leaves the process as it was", async () => {
    const before = [Date, Intl.DateTimeFormat];
    await inZone(zones.east, async () => {});
    expect([Date, Intl.DateTimeFormat]).toEqual(before);
  });
});
