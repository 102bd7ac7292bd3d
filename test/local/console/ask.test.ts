import { afterEach, expect, it, jest } from "@jest/globals";
import { ask } from "../../../local/console/page/api/ask.ts";

afterEach(() => void jest.restoreAllMocks());

it.each<[what: string, body: string | null, status: number, answer: unknown]>([
  ["the answer", '{"a":1}', 200, { a: 1 }],
  ["nothing", null, 204, undefined],
])("has %s", async (_, body, status, answer) => {
  jest.spyOn(globalThis, "fetch").mockResolvedValue(new Response(body, { status }));
  expect(await ask("GET", "/api/state")).toEqual(answer);
});

it.each([
  ["a refusal's sentence", '{"error":"There is no such event."}', 404, "There is no such event."],
  ["a refusal in other words", "<html>", 502, "GET /api/state was answered 502."],
  ["another server's page", "<html>", 200, "GET /api/state was not answered in JSON: is this ycat?"],
])("throws %s", async (_, body, status, message) => {
  jest.spyOn(globalThis, "fetch").mockResolvedValue(new Response(body, { status }));
  await expect(ask("GET", "/api/state")).rejects.toMatchObject({ name: "AskError", message });
});
