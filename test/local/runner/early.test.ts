import { expect, it } from "@jest/globals";
import { portOf } from "../../../local/core/listening.ts";
import { openEarly } from "../../../local/runner/api/early.ts";
import { startRunner } from "../../../local/runner/runner.ts";
import { buildOf } from "./build-of.ts";

it("answers while ycat is being built, and goes on at the same place as ycat", async () => {
  const early = await openEarly(0);
  const ask = (path: string, accept: string) =>
    fetch(`http://localhost:${portOf(early)}${path}`, { headers: { accept } });
  const page = await ask("/events", "text/html");
  expect([page.status, page.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await page.text()).toContain("<h1>ycat is being built</h1>");
  const tool = await ask("/api/state", "*/*");
  expect(await tool.json()).toEqual({ error: "ycat is being built: it answers in a few seconds" });
  const { dist, remove } = await buildOf(["form-submitted"]);
  const runner = await startRunner({ port: 0, early, dist, onLine: () => {} });
  expect([runner.url, (await ask("/api/health", "*/*")).status]).toEqual([`http://localhost:${portOf(early)}`, 200]);
  expect((await ask("/events", "text/html")).status).toBe(200);
  expect((await ask("/favicon.ico", "*/*")).headers.get("content-type")).toBe("image/svg+xml");
  await runner.close();
  await remove();
});
