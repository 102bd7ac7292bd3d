import { describe, expect, it } from "@jest/globals";
import { quickHttp } from "../../../tools/prove/simulation/quick-http.ts";

const real = { Headers: globalThis.Headers, Request: globalThis.Request, Response: globalThis.Response };
const url = "https://salesforce.test/services/../a b?q=1";

/** What a client or a stand-in can see of it, or the name of what it throws. */
async function seen(look: (http: typeof real) => unknown, http: typeof real): Promise<unknown> {
  try {
    return await look(http);
  } catch (error) {
    return Reflect.get(Object(error), "name"); // undici's are of another realm than jest's
  }
}

const looks: Record<string, (http: typeof real) => unknown> = {
  "a request": async ({ Request }) => {
    const request = new Request(url, { method: "POST", headers: { "X-One": "1" }, body: "text" });
    return [request.url, request.method, [...request.headers], request.signal.aborted, await request.text()];
  },
  "a request without a body": async ({ Request }) => {
    const request = new Request(url);
    return [request.method, request.body, [...request.headers], await request.text(), await request.text()];
  },
  "its redirect, which only the platform's own has": ({ Request }) => new Request(url, { redirect: "manual" }).redirect,
  // oxlint-disable-next-line unicorn/no-invalid-fetch-options -- which is what it is about
  "a GET with a body": ({ Request }) => new Request(url, { body: "text" }),
  "no address": ({ Request }) => new Request("salesforce"),
  "an unknown method": ({ Request }) => new Request(url, { method: "a b" }),
  "a method in lower case": ({ Request }) => new Request(url, { method: "put" }).method,
  "a copy of a request": async ({ Request }) => {
    const request = new Request(url, { method: "PUT", body: "text" });
    return [await new Request(request).text(), request.bodyUsed];
  },
  "a form": async ({ Request }) => {
    const request = new Request(url, { method: "POST", body: new URLSearchParams({ a: "1" }) });
    return [request.headers.get("content-type"), await request.text()];
  },
  "a response": async ({ Response }) => {
    const response = new Response('{"a":1}', { status: 201, headers: [["a", "b"]] });
    return [response.status, response.ok, response.statusText, [...response.headers], await response.json()];
  },
  "an empty response": async ({ Response }) => {
    const response = new Response(null, { status: 204 });
    return [response.body, response.headers.get("content-type"), await response.text(), response.bodyUsed];
  },
  JSON: async ({ Response }) => {
    const response = Response.json({ a: 1 }, { status: 400 });
    return [response.status, [...response.headers], await response.text()];
  },
  "a body read twice": async ({ Response }) => {
    const response = new Response("text");
    await response.text();
    return response.text();
  },
  "a clone": async ({ Response }) => {
    const response = new Response("text");
    return [await response.clone().text(), await response.text(), response.bodyUsed];
  },
  bytes: async ({ Response }) => [...new Uint8Array(await new Response("é€").arrayBuffer())],
  "a stream": async ({ Response }) => {
    const reader = new Response("é").body?.getReader();
    return [...((await reader?.read())?.value ?? [])];
  },
  "half a character": ({ Response }) => new Response("\uD800").text(),
  "a mark of the byte order": ({ Response }) => new Response("\uFEFFa").text(),
  "a status that is none": ({ Response }) => new Response("", { status: 99 }),
  "a body where there is none": ({ Response }) => new Response("text", { status: 204 }),
  "what it is": ({ Request, Response }) => [
    new Response("") instanceof Response,
    new Request(url) instanceof Request,
    new Request(url) instanceof Response,
    new Response(new Uint8Array()) instanceof Response,
  ],
  headers: ({ Headers }) => {
    const headers = new Headers({ B: " 2 ", a: "1" });
    headers.append("A", "3");
    headers.set("c", "4");
    headers.delete("C");
    return [[...headers], headers.get("b"), headers.has("c"), [...headers.keys()], [...headers.values()]];
  },
  "headers of headers": ({ Headers }) => [...new Headers(new Headers([["a", "é"]]))],
  "a header with a line break": ({ Headers }) => new Headers({ a: "1\r\nb: 2" }),
  "a header in no such letters": ({ Headers }) => new Headers({ a: "€" }),
  "a header's name that is none": ({ Headers }) => new Headers({ "a b": "1" }),
};

describe("quickHttp", () => {
  const quick = { ...quickHttp } as unknown as typeof real; // it stands in their place

  it.each(Object.keys(looks))("shows %s as the platform's own", async (what) => {
    const look = looks[what];
    if (look === undefined) throw new Error("each has its look");
    const { Headers, Request, Response } = quick;
    Object.assign(globalThis, { Headers, Request, Response });
    const shown = await seen(look, quick).finally(() => Object.assign(globalThis, real));
    expect(shown).toEqual(await seen(look, real));
  });

  it("has its caller's signal", () => {
    const { signal } = new AbortController();
    expect(new quick.Request(url, { signal }).signal).toBe(signal);
  });
});
