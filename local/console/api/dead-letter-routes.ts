import type { LetterChoice, ReplayRequest } from "../contract/dead-letters.ts";
import { forecast } from "../dead-letters/foresee/forecast.ts";
import type { LetterConsole } from "../console.ts";
import { rehearsable } from "../dead-letters/rehearsable.ts";
import { rehearse } from "../rehearse/rehearse.ts";
import { flag, list, object, ref, text, texts } from "./json-schema.ts";
import type { Route } from "./route.ts";

const ids = { ...texts, minItems: 1, description: "of messages or events" };
const MOST_TRIED = 20;
const moved = list(ref("LetterView"));

/** Dead letters and quarantined webhooks, as in `npm run dead-letters`. */
export const deadLetterRoutes: readonly Route<LetterConsole>[] = [
  {
    method: "GET",
    path: "/api/dead-letters",
    summary: "dead letters and quarantined webhooks by handler or source and reason; of one group, the letters too",
    query: {
      group: { ...text, description: "a group's id: its letters, 200 at most, come with it" },
      discarded: { ...flag, default: false, description: "those that were discarded, rather than those that wait" },
    },
    answer: ref("LetterPage"),
    run({ letters }, { query }) {
      const { group, discarded } = query as { group?: string; discarded: boolean }; // validated by the schema
      return letters.look(group, discarded);
    },
  },
  {
    method: "POST",
    path: "/api/dead-letters/plan",
    summary: "what a replay of some, of a group or of all would do and take; touches nothing, and asks no system",
    request: ref("LetterChoice"),
    answer: ref("ReplayForecast"),
    async run({ letters, known, manifest }, { body }) {
      const plans = await letters.plan(body as LetterChoice);
      return forecast(plans, { manifest: manifest(), ...(await known()), now: Date.now() });
    },
  },
  {
    method: "POST",
    path: "/api/dead-letters/effects",
    summary:
      "what each of some, of a group or of all would write now, of the 20 oldest: reads are made, writes are not",
    request: ref("LetterChoice"),
    answer: list(ref("EventEffect")),
    async run({ letters, settings, manifest }, { body }) {
      const messages = rehearsable(await letters.plan(body as LetterChoice), manifest()).slice(0, MOST_TRIED);
      return rehearse({ messages, settings: settings() });
    },
  },
  {
    method: "POST",
    path: "/api/dead-letters/replay",
    summary:
      "publishes some again, a group, or those of an event's row; with a rate, a canary or stopAt it goes on after the answer, and GET and the stream tell of it",
    request: ref("ReplayRequest"),
    answer: ref("ReplayState"),
    run: ({ letters }, { body }) => letters.replay(body as ReplayRequest),
  },
  {
    method: "POST",
    path: "/api/dead-letters/discard",
    summary: "moves some to the topic of the discarded, with the reason, where they are kept for 31 days",
    request: object({ ids, because: text }),
    answer: moved,
    run({ letters }, { body }) {
      const { ids: wanted, because } = body as { ids: readonly string[]; because: string };
      return letters.discard(wanted, because);
    },
  },
  {
    method: "POST",
    path: "/api/dead-letters/restore",
    summary: "brings back what was discarded",
    request: object({ ids }),
    answer: moved,
    run: ({ letters }, { body }) => letters.restore((body as { ids: readonly string[] }).ids),
  },
];
