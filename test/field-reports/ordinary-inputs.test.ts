// needs functions/sources/calendly.ts
// needs functions/sources/customerio.ts
// needs functions/sources/goldcast.ts
// needs functions/sources/hubspot.ts
// needs functions/sources/luma.ts
// needs functions/sources/salesforce.ts
// needs functions/sources/salesforce-flow.ts
// needs functions/sources/segment.ts
// needs functions/sources/splash.ts
// needs functions/sources/stripe.ts
// needs functions/sources/typeform.ts
// needs functions/sources/zoom.ts
import { describe, expect, it } from "@jest/globals";
import { findUnits } from "../../bundler/read/units.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, signedRequest } from "../harness/webhook.ts";
import type { Coming, Input } from "./input.ts";
import { inputs } from "./ordinary-inputs.ts";

const { sources } = await findUnits();
const units = new Map(sources.map(({ specification }) => [specification.name, sourceUnit(specification)]));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The sample with these members in it; those that are undefined are left out by JSON. */
function merged(sample: unknown, differs: unknown): unknown {
  if (!isObject(differs)) return differs;
  const members = Object.entries(differs).map(([name, value]) => [
    name,
    merged(isObject(sample) ? sample[name] : undefined, value),
  ]);
  return { ...(isObject(sample) && sample), ...Object.fromEntries(members) };
}

async function send({ of: [name, sample], differs, headers = {} }: Input) {
  const unit = units.get(name);
  if (unit === undefined) throw new Error(`there is no source ${name}`);
  const body = readWebhook(name, sample).toString();
  const sent = typeof differs === "function" ? differs(body) : JSON.stringify(merged(JSON.parse(body), differs));
  const request = signedRequest(unit.source, Buffer.from(sent));
  return receive(unit, { ...request, headers: { ...request.headers, ...headers } });
}

/** What has come of it, as far as the input says what must. */
async function comingOf(input: Input): Promise<Coming> {
  const { answer, topics } = await send(input);
  const { outcome, reason, quarantined } = answer.body;
  if (outcome === "quarantined")
    return { outcome, field: (quarantined?.[0]?.reason ?? reason ?? "").split(" ")[0] ?? "" };
  if (outcome !== "published") return { outcome: "ignored" };
  const [message] = topics.all();
  const data: object = JSON.parse(String(message?.data));
  const { lacks } = { lacks: [], ...input.comes };
  return {
    outcome,
    person: message?.orderingKey ?? "",
    time: message?.attributes["ce-time"] ?? "",
    data,
    lacks: lacks.filter((member) => !Object.hasOwn(data, member)),
  };
}

describe("what people and senders really send", () => {
  it.each(inputs.map((input) => [input.what, input.comes.outcome, input] as const))(
    "%s is %s",
    async (_what, _outcome, input) => {
      expect(await comingOf(input)).toMatchObject(input.comes);
    },
  );
});
