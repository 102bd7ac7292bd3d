import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { findUnits } from "../../../bundler/read/units.ts";
import { systemClock, VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { findStandIns, lookForStandIns, openStandIn } from "../../../local/core/find.ts";
import workspaceStandIn from "../../../local/customerio/stand-in.ts";

const standIns = await findStandIns();
const { clients } = await findUnits();
const surroundings = { clock: systemClock, faults: createFaults(standIns), random: Math.random };

let local = "";
afterEach(() => rm(local, { recursive: true, force: true }));

/** A folder of stand-ins that holds this one alone. */
async function folderWith(name: string, text: string): Promise<string> {
  local = await mkdtemp(join(tmpdir(), "ycat-local-"));
  await mkdir(join(local, name));
  await writeFile(join(local, name, "stand-in.ts"), text);
  return local;
}

describe("findStandIns", () => {
  it.each([
    ["no default export", "export const standIn = {};", "local/acme/stand-in.ts has no default export"],
    ["a member missing", 'export default { name: "acme" };', "the member settings is missing, or no function"],
    ["an error of its own", 'throw new Error("no luck");', "local/acme/stand-in.ts can't be loaded: Error: no luck"],
    ["another name", wholeStandIn('"other"'), 'name is "other", and must be its folder\'s'],
  ])("refuses one with %s by its file", async (_, text, sentence) => {
    await expect(findStandIns(await folderWith("acme", text))).rejects.toThrow(sentence);
  });

  it("leaves out, where the others will do, the one that can't be used, and says why", async () => {
    const folder = await folderWith("acme", wholeStandIn('"acme"'));
    await mkdir(join(folder, "beta"));
    await writeFile(join(folder, "beta", "stand-in.ts"), 'throw new Error("no luck");');
    const { standIns: found, broken } = await lookForStandIns(folder);
    expect(found.map(({ name }) => name)).toEqual(["acme"]);
    expect([...broken]).toEqual([["beta", "local/beta/stand-in.ts can't be loaded: Error: no luck"]]);
  });

  it("finds one by its folder", async () => {
    const [found] = await findStandIns(await folderWith("acme", wholeStandIn('"acme"')));
    expect(found?.name).toBe("acme");
  });
});

describe("openStandIn", () => {
  it("refuses what open() does not return, by its file", async () => {
    const [half] = standIns;
    if (half === undefined) throw new Error("there is no stand-in");
    expect(() => openStandIn({ ...half, open: () => ({}) as never }, surroundings)).toThrow(
      `local/${half.name}/stand-in.ts: the member fetch that open() returns is missing, or no function`,
    );
  });
});

describe("a reset", () => {
  it("keeps what was on its way from coming about afterwards", async () => {
    const clock = new VirtualClock();
    const faults = createFaults(standIns);
    const workspace = openStandIn(workspaceStandIn, { ...surroundings, clock, faults });
    const { CUSTOMERIO_SITE_ID: id, CUSTOMERIO_API_KEY: key } = workspaceStandIn.settings("http://cio.test");
    const headers = { authorization: `Basic ${Buffer.from(`${id}:${key}`).toString("base64")}` };
    const identify = () => {
      faults.add({ system: "customerio", fault: "late-apply", milliseconds: 1000 });
      void workspace.fetch(new Request("http://cio.test/api/v1/customers/1", { method: "PUT", headers, body: "{}" }));
      return clock.advance(500);
    };
    await identify();
    workspace.reset();
    await clock.advance(1000);
    expect(workspace.state()["people"]).toEqual([]);
    await identify();
    await clock.advance(1000);
    expect(workspace.state()["people"]).toHaveLength(1);
  });
});

describe.each(standIns)("the stand-in $name", (standIn) => {
  it("leads the client of its name to itself, with all that has no default", () => {
    const client = clients.find(({ specification }) => specification.name === standIn.name);
    const settings = Object.keys(standIn.settings("http://127.0.0.1:1"));
    const declared = Object.entries(client?.specification.settings ?? {});
    expect(declared.map(([name]) => name)).toEqual(expect.arrayContaining(settings));
    const needed = declared.filter(([, setting]) => setting.default === undefined).map(([name]) => name);
    expect(settings).toEqual(expect.arrayContaining(needed));
  });

  it("opens, and holds nothing of anybody in its first starting state", () => {
    const { startingStates, state } = openStandIn(standIn, surroundings);
    const before = state();
    startingStates[0]?.arrange({ email: "ada@example.com", eventAt: 0, configuration: {} });
    expect(state()).toEqual(before);
  });
});

it("every client has a stand-in", () => {
  const names = standIns.map(({ name }) => name);
  expect(clients.map(({ specification }) => specification.name).filter((name) => !names.includes(name))).toEqual([]);
});

function wholeStandIn(name: string): string {
  const functions = ["settings", "operationOf", "faultsFor", "isHarmless", "comparable", "open"];
  return `export default { name: ${name}, faults: {}, operations: [], ${functions.map((member) => `${member}() {}`).join(", ")} };`;
}
