import { formOf, wrapped } from "../payload/given.ts";
import { normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { sampleOf } from "../payload/sample.ts";
import { valueAt } from "./place.ts";
import type { Sending } from "./code.ts";
import type { Kind } from "./kind.ts";

/** test/sources/NAME.test.ts. */
export function sourceTest(source: string, kinds: readonly Kind[], sending: Sending): string {
  const { kind } = sending;
  const rows = kinds.map(testRow);
  const sent = kind !== undefined && "header" in kind ? `, { headers: { "${kind.header}": "${kind.value}" } }` : "";
  const other = otherWebhook(sending);
  const ignored = `
  it("ignores a kind that it does not list", async () => {
    const body = Buffer.from(${JSON.stringify(other)});
    expect((await receive(unit, signedRequest(source, body))).answer.body.outcome).toBe("ignored");
  });
`;
  return `import { describe, expect, it } from "@jest/globals";
import source from "../../functions/sources/${source}.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { ${other === undefined ? "" : "receive, "}receiveOn, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(source);

describe("the source ${source}", () => {
  it.each([
    ${rows.join("\n")}
  ])("makes of %s an event %s", async (kind, type, expected) => {
    const { outcome, data } = await receiveOn(type, unit, signedRequest(source, readWebhook("${source}", kind)${sent}));
    expect({ outcome, data }).toMatchObject({ outcome: "published", data: expected });
  });
${other === undefined ? "" : ignored}});
`;
}

/** A body of an unlisted kind. Undefined if the body does not tell the kind. */
function otherWebhook({ kind, body, items }: Sending): string | undefined {
  if (kind === undefined || "header" in kind) return undefined;
  const webhook: Record<string, unknown> = {};
  for (const path of kind.paths) {
    let holder = webhook;
    for (const name of path.slice(0, -1)) holder = holder[name] = { ...Object(holder[name]) };
    holder[path.at(-1) ?? ""] = "something.else";
  }
  const posted = wrapped(webhook, {}, items);
  return body === "form" ? formOf(Object(posted), items) : JSON.stringify(posted);
}

/** The test's row for a kind. */
export function testRow({ file, event, guess, payloads: [payload] }: Kind): string {
  const { email } = guess;
  const sent = (email && valueAt(sampleOf(payload ?? {}, guess), email.path)) ?? "ada@example.com";
  const data = email === undefined ? "{}" : `{ email: ${JSON.stringify(normaliseEmail(sent))} }`;
  return `["${file}", "${event.type}", ${data}],`;
}
