import type { IncomingMessage } from "node:http";
import { traceOf } from "../../../functions/runtime/trace.ts";
import { parseObject } from "../../core/json.ts";
import type { Verdict } from "../contract/events.ts";
import type { Bodies } from "./bodies.ts";
import { LIMITS } from "./limits.ts";
import { KeptLine, type ReadLine, spanOf, textOf } from "./lines.ts";
import type { createLives, Entry, OpenLife } from "./lives.ts";

/** The gateway's notifications about a webhook it proxies. */
export interface WebhookTap {
  /** Replaces the sender's: the same trace, if any, with a span for this webhook. */
  readonly traceparent: string;
  sent(chunk: Uint8Array): void;
  status(status: number): void;
  answered(chunk: Uint8Array): void;
  end(): void;
}

interface WebhooksSurroundings {
  readonly bodies: Bodies;
  readonly lives: ReturnType<typeof createLives>;
  readonly added: (life: OpenLife) => Entry;
  readonly touch: (entry: Entry) => void;
}

const VERDICTS: readonly Verdict[] = ["published", "quarantined", "ignored", "refused", "unpublished"];

/** Follows webhooks from arrival to answer, with the functions' logs about them. */
export function createWebhooks({ bodies, lives, added, touch }: WebhooksSurroundings) {
  function judge(life: OpenLife, verdict: Verdict): void {
    // The best of a list's items counts: published ranks highest.
    const rank = (one: Verdict) => (VERDICTS.indexOf(one) + VERDICTS.length) % VERDICTS.length;
    if (life.verdict !== "under way" && rank(life.verdict) <= rank(verdict)) return;
    life.verdict = verdict;
    for (const entry of life.entries) {
      entry.row.verdict = entry.attributes === undefined ? verdict : "published";
      touch(entry);
    }
  }

  /** The sweep's lines have their own trace, and name the event. */
  function lifeSwept({ fields: { event, eventId } }: ReadLine): OpenLife | undefined {
    if (textOf(event)?.startsWith("sent call") !== true) return undefined;
    return [...lives.all()].find(({ entries }) => entries.some(({ row }) => row.eventId === eventId));
  }

  return {
    arrived(source: string, { method = "", url = "", rawHeaders, headers }: IncomingMessage): WebhookTap {
      const given = traceOf(textOf(headers["traceparent"]));
      const { spanId: span } = traceOf(undefined);
      const webhook = { method, path: url, rawHeaders, body: bodies.create(), answer: bodies.create(), status: null };
      const life: OpenLife = {
        span,
        traceId: given.traceId,
        startedAt: Date.now(),
        webhook,
        verdict: "under way",
        entries: [],
        lines: [],
      };
      lives.add(life);
      const entry = added(life);
      entry.row.source = source;
      touch(entry);
      return tapOf(life, judge);
    },
    logged(line: ReadLine): void {
      const life = lives.of(spanOf(line) ?? "") ?? lifeSwept(line);
      if (life === undefined) return;
      if (life.lines.length < LIMITS.each) life.lines.push(new KeptLine(line));
      const { source, outcome, reason } = line.fields;
      if (source === undefined || outcome === undefined) return;
      if (reason === "HANDSHAKE") judge(life, "handshake");
      else judge(life, VERDICTS.find((one) => one === outcome) ?? "under way");
    },
  };
}

function tapOf(life: OpenLife, judge: (life: OpenLife, verdict: Verdict) => void): WebhookTap {
  const { webhook, traceId, span } = life;
  return {
    traceparent: `00-${traceId}-${span}-01`,
    sent: (chunk) => webhook?.body.add(chunk),
    status(status) {
      if (webhook !== undefined) webhook.status = status;
    },
    answered: (chunk) => webhook?.answer.add(chunk),
    end() {
      const { status = null } = webhook ?? {};
      if (status === null || status >= 500) judge(life, "unpublished");
      else if (status >= 400) judge(life, "refused");
      else judge(life, outcomeIn(webhook?.answer.whole()));
    },
  };
}

/** The answer's outcome; if it is not JSON, the log will tell. */
function outcomeIn(answer: Buffer | undefined): Verdict {
  const outcome = parseObject(String(answer))?.["outcome"];
  return VERDICTS.find((one) => one === outcome) ?? "under way";
}
