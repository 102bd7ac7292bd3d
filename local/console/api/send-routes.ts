import { webhookSamples } from "../../../bundler/read/samples.ts";
import type { ResendOptions, SampleView, SendOptions } from "../contract/send.ts";
import { saveSample } from "../send/save.ts";
import { curlFor, sendAgain, sendSample } from "../send/send.ts";
import { lifeOf } from "./event-routes.ts";
import { list, object, ref, text } from "./json-schema.ts";
import type { Route } from "./route.ts";

/** Sends webhooks, signed as their senders sign. */
export const sendRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/samples",
    summary: "the sample webhooks, as their files have them",
    answer: list(ref("SampleView")),
    run: () =>
      webhookSamples().map(({ of, name, headers, template }): SampleView => ({
        source: of,
        kind: name,
        headers,
        body: template,
      })),
  },
  {
    method: "POST",
    path: "/api/samples/{source}/{kind}/send",
    summary: "signs and sends a sample: changed, several times, late or tampered with, as is wished",
    request: ref("SendOptions"),
    answer: ref("Sent"),
    run: (console, { path, body }) =>
      sendSample(console, path["source"] ?? "", path["kind"] ?? "", body as SendOptions),
  },
  {
    method: "POST",
    path: "/api/events/{id}/send",
    summary: "sends the event's webhook again, signed anew under its own id; late, as another event with a new one",
    request: ref("ResendOptions"),
    answer: ref("Sent"),
    run: (console, { path, body }) => sendAgain(console, lifeOf(console, path["id"] ?? ""), body as ResendOptions),
  },
  {
    method: "GET",
    path: "/api/events/{id}/curl",
    summary: "the command that sends the event's webhook, signed for this moment",
    answer: object({ curl: text }),
    run: async (console, { path }) => ({ curl: await curlFor(console, lifeOf(console, path["id"] ?? "")) }),
  },
  {
    method: "POST",
    path: "/api/events/{id}/save",
    summary: "writes the event's webhook as a sample, with people's addresses replaced",
    request: object({ name: text }),
    answer: object({ file: text }),
    async run(console, { path, body }) {
      const { name } = body as { name: string }; // validated by the schema above
      return { file: await saveSample(console, lifeOf(console, path["id"] ?? ""), name, console.saveIn) };
    },
  },
];
