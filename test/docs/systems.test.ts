import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { systemClock } from "../../local/core/clock.ts";
import { createFaults } from "../../local/core/faults.ts";
import { findStandIns, openStandIn } from "../../local/core/find.ts";

const text = await readFile(join(root, "docs/systems.md"), "utf8");
const specification = await readFile(join(root, "local/core/system.ts"), "utf8");

const local = await mkdtemp(join(tmpdir(), "ycat-local-"));
afterAll(() => rm(local, { recursive: true }));

describe("docs/systems.md", () => {
  it.each(["StandIn", "OpenSystem"])("tells every member of %s, and none that there is not", (name) => {
    const [, body = ""] = new RegExp(`^export interface ${name}\\b.*\\{\n([^]*?)^\\}`, "m").exec(specification) ?? [];
    const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(([, member]) => member);
    const heading = name === "StandIn" ? "`StandIn`" : "what `open` returns";
    const tables = text.split("\n\n").filter((block) => block.startsWith(`| member of ${heading} |`));
    const rows = tables.flatMap((table) => table.split("\n").slice(2));
    const told = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)/g)].map(([, member]) => member));
    expect(new Set(told)).toEqual(new Set(members));
  });

  it("has a stand-in that is found, and answers, fails and starts anew", async () => {
    const [, example = ""] = /```ts\n([^]*?)```/.exec(text) ?? [];
    await mkdir(join(local, "acme"));
    await writeFile(join(local, "acme/stand-in.ts"), example);
    await symlink(join(root, "local/core"), join(local, "core"));
    await symlink(join(root, "node_modules"), join(local, "node_modules"));
    const standIns = await findStandIns(local);
    const [acme] = standIns;
    if (acme === undefined) throw new Error("there is no stand-in");
    const faults = createFaults(standIns);
    const { fetch, state, seed, reset, records } = openStandIn(acme, { clock: systemClock, faults, random: () => 0 });
    const write = () => fetch(new Request("http://acme.test/notes/1", { method: "POST", body: '{"text":"Hello"}' }));

    faults.add({ system: "acme", fault: "5xx-json", times: 1 });
    expect((await write()).status).toBe(503);
    expect((await write()).status).toBe(200);
    seed({ notes: [{ text: "typed in" }] });
    expect(records?.(state()).map(({ fields }) => fields)).toEqual([{ text: "Hello" }, { text: "typed in" }]);
    reset();
    expect(state()).toEqual({ notes: [] });
  });
});
