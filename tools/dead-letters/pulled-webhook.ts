import { createHash } from "node:crypto";
import { parseJson } from "../../functions/runtime/reading/json.ts";
import { nameAmong } from "../../functions/runtime/reading/spelling.ts";
import type { Message } from "../../functions/runtime/pubsub/message.ts";
import { readBody } from "../../functions/runtime/receive/body.ts";
import { keptHeaders } from "../../functions/runtime/receive/events.ts";
import { listIn } from "../../functions/runtime/receive/items.ts";
import { decodeRejected } from "../../functions/runtime/receive/quarantine.ts";
import type { SourceUnit, Webhook } from "../../functions/runtime/receive/unit.ts";
import { fileNameOf } from "../../bundler/read/schemas.ts";
import { CommandError } from "../../local/core/problems.ts";
import type { Checkout } from "../../local/console/checkout.ts";
import { withNow } from "../../local/console/send/recent.ts";
import { createAnonymiser, type Anonymiser } from "../../local/console/send/anonymiser.ts";
import { json } from "../new/write.ts";
import type { Command } from "./arguments.ts";

type Pull = Extract<Command, { name: "pull" }>;

/** The files that a pulled message becomes. */
export interface Pulled {
  /** By path relative to the root. */
  readonly files: ReadonlyMap<string, string>;
  readonly play: string;
  /** Remarks for the user. */
  readonly notes: readonly string[];
}

/** The raw body, with the headers that its source reads. An item of a list becomes a list of one. */
export async function webhookSample(command: Pull, message: Message, checkout: Checkout): Promise<Pulled> {
  const { source, webhook, isItem } = decodeRejected(message);
  const unit = await checkout.source(source);
  if (unit === undefined) throw new CommandError(`There is no source ${JSON.stringify(source)} in this checkout.`);
  const { body: format = "json" } = unit.source;
  if (isItem && format !== "json")
    throw new CommandError(
      "It is an item of a list that did not come as JSON, and the rest was not kept: show prints it.",
    );
  const text = bodyOf(unit, webhook, isItem);
  const called = command.called ?? nameFor(`${message.attributes["rejected-time"]} ${text}`);
  const name = `${kindOf(unit, webhook, isItem) ?? "unknown"}+${called}`;
  const anonymiser = anonymiserFor(command);
  const folder = `samples/webhooks/${source}`;
  const files = new Map([
    [`${folder}/${name}.${format}`, anonymiser.body(withNow(text, webhook.signedAt ?? Number.NaN))],
  ]);
  const headers = Object.fromEntries(Object.entries(keptHeaders(unit.source, webhook)).filter(([, value]) => value));
  if (Object.keys(headers).length > 0) files.set(`${folder}/${name}.headers.json`, anonymiser.body(json(headers)));
  return {
    files,
    play: `npm run send -- ${source} ${name}`,
    notes: ["npm run build refuses it as long as its schema does: that is the failing test."],
  };
}

function bodyOf(unit: SourceUnit, webhook: Webhook, isItem: boolean): string {
  const text = webhook.body.toString();
  if (isItem)
    return (unit.source.items ?? []).reduceRight(
      (inner, member) => `{${JSON.stringify(member)}:${inner}}`,
      `[${text}]`,
    );
  const isPacked = Buffer.compare(Buffer.from(text), webhook.body) !== 0;
  if (!isPacked) return text;
  const payload = attempt(() => readBody(unit, webhook));
  if (payload === undefined || (unit.source.body ?? "json") !== "json")
    throw new CommandError("Its body is no text: no sample can be made of it. show prints it.");
  return json(payload);
}

function kindOf(unit: SourceUnit, webhook: Webhook, isItem: boolean): string | undefined {
  return attempt(() => {
    const payload = isItem ? parseJson(webhook.body) : listIn(readBody(unit, webhook), unit.source)[0];
    const kind: unknown = unit.source.kind(payload as never, { headers: keptHeaders(unit.source, webhook) }); // may throw on any input
    return typeof kind === "string" && kind !== "" ? fileNameOf(nameAmong(unit.source.kinds, kind)) : undefined;
  });
}

function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined; // it does not tell its kind
  }
}

const AS_THEY_ARE: Anonymiser = { value: (text) => text, body: (text) => text };

export function anonymiserFor({ isAsIs }: Pull): Anonymiser {
  return isAsIs ? AS_THEY_ARE : createAnonymiser();
}

/** Derived from the id: reveals no person, and is the same on every pull. */
export function nameFor(id: string): string {
  return `pulled-${createHash("sha256").update(id).digest("hex").slice(0, 8)}`;
}
