import type { Kind } from "./kind.ts";

/** test/sources/NAME.test.ts. */
export function sourceTest(source: string, kinds: readonly Kind[], ignoresOthers: string | undefined): string {
  const rows = kinds.map(testRow);
  const ignored = `
  it("ignores a kind that it does not list", async () => {
    const body = Buffer.from(JSON.stringify({ ${JSON.stringify(ignoresOthers)}: "something.else" }));
    expect((await receive(unit, signedRequest(source, body))).answer.body.outcome).toBe("ignored");
  });
`;
  return `import { describe, expect, it } from "@jest/globals";
import source from "../../functions/sources/${source}.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { ${ignoresOthers === undefined ? "" : "receive, "}receiveOn, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(source);

describe("the source ${source}", () => {
  it.each([
    ${rows.join("\n")}
  ])("makes of %s an event %s", async (kind, type, expected) => {
    const { outcome, data } = await receiveOn(type, unit, signedRequest(source, readWebhook("${source}", kind)));
    expect({ outcome, data }).toMatchObject({ outcome: "published", data: expected });
  });
${ignoresOthers === undefined ? "" : ignored}});
`;
}

/** What the test expects of a kind. */
export function testRow({ file, event, guess }: Kind): string {
  const data = guess.email === undefined ? "{}" : `{ email: "ada@example.com" }`;
  return `["${file}", "${event.type}", ${data}],`;
}
