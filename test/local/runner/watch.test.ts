// needs functions/sources/luma.ts
import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../../bundler/paths.ts";
import { keepUnits } from "../../harness/fewer-units.ts";
import { type Command, startCommand } from "./command.ts";
import { poll } from "./history.ts";
import { childrenOf } from "./processes.ts";
import { formFill, freshId, signForApp } from "./webhooks.ts";

let checkout = "";
let command: Command & { url: string };

/** A checkout of one's own: nobody's files are changed. */
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), "ycat-checkout-"));
  for (const part of [
    "functions",
    "schemas",
    "samples",
    "bundler",
    "local",
    "tools",
    "package.json",
    "package-lock.json",
  ])
    await cp(join(root, part), join(checkout, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(checkout, "node_modules"));
  // Quicker than all.
  const include = ["functions/handlers/form-submitted.ts", "functions/clients"];
  await writeFile(join(checkout, "tsconfig.json"), JSON.stringify({ extends: join(root, "tsconfig.json"), include }));
  await keepUnits(checkout, { sources: ["app", "luma"], handlers: ["form-submitted"] });
  command = await startCommand({ args: ["--watch"], checkout });
});
afterAll(async () => {
  command.child.kill("SIGINT");
  await command.exit;
  await rm(checkout, { recursive: true });
});

const handlerPath = () => join(checkout, "functions/handlers/form-submitted.ts");

/** As an editor saves: a new file in the old one's place. */
async function edit(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(`${path}.new`, change(await readFile(path, "utf8")));
  await rename(`${path}.new`, path);
}

/** The next line that begins so, after those that have been printed. */
async function nextLine(begin: string): Promise<string> {
  const known = command.lines.items.length;
  return command.lines.first(
    (line) => line.startsWith(begin) && command.lines.items.lastIndexOf(line) >= known,
    `a line "${begin}…"`,
  );
}

/** Posts a form fill of somebody's. @returns its id */
async function postForm(data: object = {}): Promise<string> {
  const [app] = (await (await fetch(`${command.url}/api/sources`)).json()) as { secrets: string[] }[];
  const id = freshId();
  const { headers, body } = signForApp(formFill({ ...data }), { id, secret: app?.secrets[0] ?? "" });
  await fetch(`${command.url}/webhooks/app`, { method: "POST", headers, body: new Uint8Array(body) });
  return id;
}

/** The names of the events that customer.io has, after one more form fill. */
async function eventsAfterForm(): Promise<string[]> {
  const id = await postForm();
  const look = async (path: string) => (await fetch(command.url + path)).json() as Promise<never>;
  await poll(
    async () =>
      ((await look("/api/deliveries")) as { eventId: string; outcome: string }[]).some(
        ({ eventId, outcome }) => eventId === id && outcome === "acknowledged",
      ),
    id,
  );
  const { customerio }: { customerio: { events: { name: string }[] } } = await look("/api/state");
  return customerio.events.map(({ name }) => name);
}

describe("npm run dev", () => {
  it("takes over a handler that has changed, and leaves the other functions running", async () => {
    expect(await eventsAfterForm()).toEqual(["form_submitted"]);
    const before = childrenOf(command.pid);
    const changed = nextLine("Changed:");
    await edit(handlerPath(), (text) => text.replace('"form_submitted"', '"form_sent"'));
    expect(await changed).toMatch(/^Changed: form-submitted, in \d+ ms\.$/);
    expect(childrenOf(command.pid).filter((pid) => before.includes(pid))).toHaveLength(1);
    expect(await eventsAfterForm()).toEqual(["form_submitted", "form_sent"]);
  });

  it.each([
    ["that does not parse", "functions/handlers/form-submitted.ts:", (text: string) => `${text}\n}}`],
    [
      "whose specification is wrong",
      "functions/handlers/form-submitted.ts: delivery.timeoutSeconds is 6000",
      (text: string) => text.replace("timeoutSeconds: 60", "timeoutSeconds: 6000"),
    ],
  ])("keeps the old handler running when the new one is one %s", async (_, complains, spoil) => {
    const good = await readFile(handlerPath(), "utf8");
    const before = (await eventsAfterForm()).length;
    const complaint = nextLine(complains);
    await edit(handlerPath(), spoil);
    await complaint;
    expect((await eventsAfterForm()).slice(before)).toEqual(["form_sent"]);
    const mended = nextLine("Nothing else has changed.");
    await edit(handlerPath(), () => good);
    await mended;
  });

  it("says what is wrong with the types, and when they are right again", async () => {
    const good = await readFile(handlerPath(), "utf8");
    const complaint = nextLine("functions/handlers/form-submitted.ts(");
    await edit(handlerPath(), (text) => text.replace("customerOf(event.data)", "customerOf(event)"));
    expect(await complaint).toMatch(/error TS\d+: /);
    const mended = nextLine("The types are right again.");
    await edit(handlerPath(), () => good);
    await mended;
  });

  it("builds anew when a sample changes, which says what its source publishes", async () => {
    const path = join(checkout, "samples/webhooks/app/form.submitted.json");
    const good = await readFile(path, "utf8");
    const complaint = nextLine("samples/webhooks/app/form.submitted.json: it would be quarantined");
    const refused = nextLine("The build failed: what ran before goes on.");
    await edit(path, (text) => text.replace("@example.com", ""));
    await complaint;
    await refused;
    const told = nextLine("  The last build was refused: the schemas");
    await postForm({ email: "nobody" });
    await told;
    const mended = nextLine("Nothing else has changed.");
    await edit(path, () => good);
    await mended;
  });

  it("drops a source that is taken away with all of its files, and says of one that comes where its sender posts to", async () => {
    const names = async () =>
      ((await (await fetch(`${command.url}/api/sources`)).json()) as { name: string }[]).map(({ name }) => name);
    expect(await names()).toContain("luma");
    const gone = nextLine("Gone: luma.");
    const files = [
      "functions/sources/luma.ts",
      "schemas/sources/luma.json",
      "schemas/sources/luma",
      "samples/webhooks/luma",
    ];
    await Promise.all(files.map((file, place) => rename(join(checkout, file), join(checkout, `luma.${place}`))));
    await gone;
    expect(await names()).not.toContain("luma");
    const come = nextLine(`  luma  POST ${command.url}/webhooks/luma`);
    await Promise.all(files.map((file, place) => rename(join(checkout, `luma.${place}`), join(checkout, file))));
    await come;
  });
});
