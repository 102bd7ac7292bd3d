import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Console } from "../../../../local/console/console.ts";
import type { Life } from "../../../../local/console/contract/events.ts";
import { createBodies } from "../../../../local/console/journal/bodies.ts";
import { LIMITS } from "../../../../local/console/journal/limits.ts";
import { saveSample } from "../../../../local/console/send/save.ts";

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

/** As much of both as is asked. */
async function saved(
  text: string,
  name: string,
): Promise<{ file: string; content: string; again: () => Promise<string> }> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-samples-"));
  folders.push(folder);
  const body = createBodies(LIMITS).create();
  body.add(Buffer.from(text));
  const console = {
    journal: { webhookOf: () => ({ body, rawHeaders: ["Content-Type", "application/json"] }) },
  } as unknown as Console;
  const life = {
    row: { id: "1", source: "app", at: "2026-11-27T00:00:01.000Z" },
    event: { id: "msg_1", time: "2026-11-27T00:00:00.000Z" },
  } as unknown as Life;
  const file = await saveSample(console, life, name, folder);
  return {
    file,
    content: await readFile(join(folder, file), "utf8"),
    again: () => saveSample(console, life, name, folder),
  };
}

describe("saveSample", () => {
  it("puts places for id and time, and other addresses in the place of people's own", async () => {
    const text =
      '{"id":"msg_1","at":"2026-11-27T00:00:00.000Z","to":["jo@acme.test","JO@acme.test","ada@example.com"]}';
    const { file, content, again } = await saved(text, "form.submitted+odd");
    expect(file).toBe("samples/webhooks/app/form.submitted+odd.json");
    expect(content).toBe(
      '{"id":"{{id}}","at":"{{now}}","to":["grace@example.com","grace@example.com","ada@example.com"]}',
    );
    await expect(again()).rejects.toThrow("is there already");
  });

  it("puts a place for every time about its arrival, and leaves those of other things", async () => {
    const times = ["2026-11-26T23:59:59Z", 1795737600, 1795737600123, "2026-12-24T18:00:00Z", "1795737600", 4850123456];
    const { content } = await saved(JSON.stringify({ times, said: "at 2026-11-26T23:59:59Z, 1795737600, on" }), "odd");
    expect(JSON.parse(content)).toEqual({
      times: ["{{now}}", "{{now:s}}", "{{now:ms}}", ...times.slice(3)],
      said: "at 2026-11-26T23:59:59Z, 1795737600, on",
    });
  });

  it.each([
    ["a=2026-11-26T23%3A59%3A59Z&b=1795737600&c=100%", "a={{now}}&b={{now:s}}&c=100%"],
    ["<a><b>2026-11-26T23:59:59+00:00</b><c>1795737600</c></a>", "<a><b>{{now}}</b><c>{{now:s}}</c></a>"],
  ])("does so in %s", async (text, expected) => {
    expect((await saved(text, "odd")).content).toBe(expected);
  });

  it.each(["../evil", "", "a/b", ".hidden"])("refuses the name %j", async (name) => {
    await expect(saved("{}", name)).rejects.toThrow("name is");
  });
});
