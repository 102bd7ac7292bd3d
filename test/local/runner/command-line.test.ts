import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dist } from "../../../bundler/paths.ts";
import { readGiven } from "../../../local/runner/functions/given-settings.ts";
import { type Command, runCommand, startCommand } from "./command.ts";
import { poll } from "./history.ts";
import { childrenOf, ended, isAlive } from "./processes.ts";
import { formFill, signForApp } from "./webhooks.ts";

/** Has a handler hang in the middle of an event. */
async function hang(url: string, pid: number): Promise<number[]> {
  await fetch(`${url}/api/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ system: "salesforce", fault: "stall-headers" }),
  });
  const [app] = (await (await fetch(`${url}/api/sources`)).json()) as { secrets: string[] }[];
  const { headers, body } = signForApp(formFill(), { secret: app?.secrets[0] ?? "" });
  expect((await fetch(`${url}/webhooks/app`, { method: "POST", headers, body: new Uint8Array(body) })).status).toBe(
    201,
  );
  await poll(
    async () => (await (await fetch(`${url}/api/faults`)).text()).includes('"hits": 1'),
    "the handler to hang",
  );
  return childrenOf(pid);
}

describe("npm start -- --set", () => {
  it("gives functions settings", async () => {
    const given = { PAUSING: "off", TRACES_URL: "http://localhost/v1/traces?a=b", SLACK_POSTS_PER_SECOND: "" };
    const texts = Object.entries(given).map(([name, value]) => `${name}=${value}`);
    await expect(readGiven(texts, dist)).resolves.toEqual(given);
  });

  it.each([
    ["PAUSNG=off", '--set PAUSNG: no function has such a setting; did you mean "PAUSING"?'],
    ["PAUSING", '--set is "PAUSING"; NAME=VALUE is expected'],
    ["SALESFORCE_LOGIN_URL=https://acme.my.salesforce.com", "--set SALESFORCE_LOGIN_URL: npm start itself says"],
    ["SALESFORCE_CREDENTIAL=x", "--set SALESFORCE_CREDENTIAL: npm start itself says"],
    ["PREFIX=blue-", "--set PREFIX: npm start itself says"],
    ["SIGNING_SECRETS=x", "--set SIGNING_SECRETS: no function has such a setting"],
  ])("refuses %s", async (text, sentence) => {
    await expect(readGiven([text], dist)).rejects.toThrow(sentence);
  });
});

describe("npm start", () => {
  let command: Command & { url: string };
  beforeAll(async () => {
    command = await startCommand({ args: ["--inspect", "app:0"] });
  });
  afterAll(() => {
    command.child.kill("SIGKILL");
  });

  it("builds what has changed, and prints the sources in a few lines, with where their secrets are", async () => {
    const printed = command.lines.items.join("\n");
    expect(printed).toMatch(/^Nothing has changed since the last build\.$/m); // the tests have built it
    expect(printed).toContain(`sources, each at ${command.url}/webhooks/NAME:\n    app, calendly, customerio,`);
    expect(printed).toContain(`curl -s ${command.url}/api/sources`);
    expect(printed).not.toContain("whsec_");
    expect(childrenOf(command.pid)).toEqual([]);
  });

  it("says in one line that its port is in use, and leaves no process", async () => {
    const { port } = new URL(command.url);
    const second = runCommand("local/runner/main.ts", { environment: { PORT: port } });
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(second.lines.items).toEqual([`Port ${port} is in use: stop what listens there, or set PORT to another.`]);
    expect(childrenOf(second.pid)).toEqual([]);
    expect((await fetch(`${command.url}/api/health`)).status).toBe(200);
  });

  it.each(["bundler/build.ts", "local/runner/main.ts"])(
    "%s refuses an option that it does not know",
    async (script) => {
      const { exit, lines } = runCommand(script, { args: ["--chek"] });
      expect(await exit).toEqual({ code: 2, signal: null });
      expect(lines.items[0]).toMatch(/^There is no option --chek/);
    },
  );

  it.each([
    ["bundler/build.ts", "npm run build"],
    ["local/runner/main.ts", "npm start"],
    ["tools/demo.ts", "npm run demo"],
  ])("%s --help says what there is, and does nothing", async (script, begins) => {
    const { exit, lines } = runCommand(script, { args: ["--help"] });
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(lines.items[0]).toMatch(new RegExp(`^${begins}`));
    expect(lines.items.join("\n")).not.toContain("Built");
  });

  it("ends when nobody reads any more what it prints", async () => {
    const { child, exit, pid, url } = await startCommand();
    child.stdout?.destroy();
    await hang(url, pid).catch(() => undefined); // it ends in the middle
    expect(await exit).toEqual({ code: 0, signal: null });
  });

  it("says of --inspect what it may be", async () => {
    const { exit, lines } = runCommand("local/runner/main.ts", {
      args: ["--inspect", "app:x"],
      environment: { PORT: "0" },
    });
    expect(await exit).toEqual({ code: 2, signal: null });
    expect(lines.items).toEqual(['--inspect is "app:x"; FUNCTION or FUNCTION:PORT is expected.']);
  });

  it("says in one line that PORT is no port", async () => {
    const { exit, lines } = runCommand("local/runner/main.ts", { environment: { PORT: "http" } });
    expect(await exit).toEqual({ code: 2, signal: null });
    expect(lines.items).toEqual(['PORT is "http"; a number from 0 to 65535 is expected.']);
  });

  it("ends where it can't start, whatever has been opened by then", async () => {
    const opened = "--import=data:text/javascript,setInterval(()=>{},3600000)";
    const { exit } = runCommand("local/runner/main.ts", { environment: { PORT: "http", NODE_OPTIONS: opened } });
    expect(await exit).toEqual({ code: 2, signal: null });
  });

  it("prints the functions' lines for a person to read, and ends on Ctrl-C within two seconds, with a handler that hangs", async () => {
    const functions = await hang(command.url, command.pid);
    await command.lines.first(
      (line) => /^[\d:]{8} {2}app {2}INFO {2}event published {2}201 · …\w{6}$/.test(line),
      "the line",
    );
    expect(command.lines.items).toContainEqual(
      expect.stringMatching(/^app {2}Debugger listening on ws:\/\/127\.0\.0\.1:\d+/),
    );
    const started = Date.now();
    for (const pid of [...functions, command.pid]) process.kill(pid, "SIGINT"); // a terminal sends it to all
    expect(await command.exit).toEqual({ code: 0, signal: null });
    expect(Date.now() - started).toBeLessThan(2000);
    expect(functions.length).toBeGreaterThanOrEqual(2);
    expect(functions.filter(isAlive)).toEqual([]);
  });
});

describe("npm start, killed by -9", () => {
  it("leaves no function behind", async () => {
    const { url, pid, child, exit } = await startCommand();
    const functions = await hang(url, pid);
    child.kill("SIGKILL");
    await exit;
    expect(functions.length).toBeGreaterThanOrEqual(2);
    await ended(functions);
  });
});
