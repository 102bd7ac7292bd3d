import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import http from "node:http";
import app from "../../../functions/sources/app.ts";
import { readWebhook } from "../../harness/fixtures.ts";
import { environment, startFunction } from "../../harness/function-process.ts";
import { type AnswerPublish, published, servePublish } from "../../harness/publish-endpoint.ts";
import { signedRequest } from "../../harness/webhook.ts";

const body = readWebhook("app", "form.submitted");

/** Posts as its sender would, over a connection that is kept open. Resolves with the status, or the error's code. */
function post(port: number, agent: http.Agent): Promise<number | string> {
  const { headers } = signedRequest(app, body, { now: Date.now() });
  return new Promise((resolve) => {
    const request = http.request({ port, host: "127.0.0.1", method: "POST", headers, agent }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    request.end(body);
  });
}

/** Pub/Sub that answers when it is let. */
function gate() {
  const waiting: (() => void)[] = [];
  const answer: AnswerPublish = (response, request, count) =>
    void waiting.push(() => published(response, request, count));
  return { answer, open: () => waiting.splice(0).forEach((proceed) => proceed()) };
}

describe("a function's process", () => {
  it("ends what is under way when it is told to stop, takes nothing new, and stops at once then", async () => {
    const { answer, open } = gate();
    await using endpoint = await servePublish(answer);
    await using source = startFunction("app", { ...environment, PUBSUB_EMULATOR_HOST: endpoint.host });
    const port = await source.port;
    const agent = new http.Agent({ keepAlive: true });
    const answered = post(port, agent);
    await Promise.race([endpoint.received(1), answered]);
    source.child.kill("SIGTERM");
    // Asked until refused: the signal has to arrive first.
    while ((await connects(port)) !== "ECONNREFUSED");
    open();
    expect(await answered).toBe(201);
    const began = performance.now();
    expect(await source.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(4000);
    agent.destroy();
  });

  it("stops at once when nothing is under way, though a sender keeps its connection", async () => {
    await using endpoint = await servePublish();
    await using source = startFunction("app", { ...environment, PUBSUB_EMULATOR_HOST: endpoint.host });
    const agent = new http.Agent({ keepAlive: true });
    expect(await post(await source.port, agent)).toBe(201);
    const began = performance.now();
    source.child.kill("SIGTERM");
    expect(await source.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(4000);
    agent.destroy();
  });

  it("acknowledges nothing when it is killed before Pub/Sub has answered", async () => {
    const { answer } = gate();
    await using endpoint = await servePublish(answer);
    await using source = startFunction("app", { ...environment, PUBSUB_EMULATOR_HOST: endpoint.host });
    const answered = post(await source.port, new http.Agent());
    await Promise.race([endpoint.received(1), answered]);
    source.child.kill("SIGKILL");
    expect(await answered).toBe("ECONNRESET");
  });

  it("prints Node's warnings by their names alone", async () => {
    const warning = "process.on('message',(name)=>process.emitWarning('ada@example.com',name))";
    await using source = startFunction("app", {
      ...environment,
      NODE_OPTIONS: `--import=data:text/javascript,${warning}`,
    });
    await source.port;
    source.child.send("ExperimentalWarning");
    source.child.send("ada@example.com");
    while (source.lines().length < 2) await once(source.child.stdout ?? source.child, "data");
    expect(source.lines().map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ message: "Node warns", reason: "ExperimentalWarning", source: "app" }),
      expect.objectContaining({ message: "Node warns", reason: "Warning", source: "app" }),
    ]);
    expect(source.lines().join("")).not.toContain("ada");
  });

  it("ends by an error that nothing caught with its name and place, and none of its text", async () => {
    const code = "process.on('message',()=>{throw%20new%20RangeError('ada@example.com')})";
    await using source = startFunction("app", {
      ...environment,
      NODE_OPTIONS: `--import=data:text/javascript,${code}`,
    });
    await source.port;
    source.child.send("now");
    expect(await source.ended).toBe(1);
    expect(source.lines().map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ severity: "ERROR", outcome: "failed", reason: "RangeError", operation: "unknown" }),
    ]);
    expect(source.lines().join("")).not.toContain("ada");
  });

  it.each(["GOOGLE_CLOUD_PROJECT", "SIGNING_SECRETS"])(
    "ends with one line that names %s and where to set it when it is missing",
    async (name) => {
      const { [name]: _, ...others } = environment;
      await using source = startFunction("app", others);
      expect(await source.ended).toBe(1);
      expect(source.lines()).toHaveLength(1);
      expect(JSON.parse(source.lines()[0] ?? "")).toMatchObject({
        severity: "ERROR",
        reason: "SETTING",
        message: expect.stringMatching(new RegExp(`^${name} is not set: .+ terraform/ sets it`)),
      });
    },
  );

  it("ends with one line when a secret is malformed, and does not print it", async () => {
    await using source = startFunction("app", { ...environment, SIGNING_SECRETS: "whsec_leaked" });
    expect(await source.ended).toBe(1);
    expect(source.lines()).toHaveLength(1);
    expect(source.lines()[0]).toContain("SIGNING_SECRETS: line 1 is not a Standard Webhooks secret");
    expect(source.lines()[0]).not.toContain("leaked");
  });
});

function connects(port: number): Promise<number | string> {
  const agent = new http.Agent({ keepAlive: false });
  return new Promise((resolve) => {
    http
      .get({ port, host: "127.0.0.1", agent }, (response) => resolve(response.resume().statusCode ?? 0))
      .on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  });
}
