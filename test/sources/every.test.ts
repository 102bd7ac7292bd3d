import { describe, expect, it } from "@jest/globals";
import type { Source } from "../../functions/runtime/define/source.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { readWebhook, webhookSamples } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { NOW, receive, signedRequest } from "../harness/webhook.ts";

const { sources } = await findUnits();

const OTHER_SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const YEAR_MS = 366 * 24 * 3600 * 1000;

/** The samples of those kinds that it maps. */
function samplesOf({ name, kinds }: Source): Buffer[] {
  const mapped = webhookSamples().filter(([of, kind]) => of === name && Object.hasOwn(kinds, kind.split("+")[0] ?? ""));
  return mapped.map(([, kind]) => readWebhook(name, kind));
}

describe.each(sources.map(({ specification }) => specification))("the source $name, as every source", (source) => {
  const unit = sourceUnit(source);
  const samples = samplesOf(source);
  const [sample = Buffer.alloc(0)] = samples;
  const { signature, accepted = 201 } = source;
  const status = typeof accepted === "number" ? accepted : 200;

  it("publishes a sample under ids that are the same when it is sent again", async () => {
    for (const body of samples) {
      const first = await receive(unit, signedRequest(source, body));
      const again = await receive(unit, signedRequest(source, body, { now: NOW + 60_000 }), {
        now: () => NOW + 60_000,
      });
      expect(first.answer.status).toBe(status);
      expect(first.answer.body.quarantined).toBeUndefined();
      expect(again.topics.all().map(({ attributes }) => attributes["ce-id"])).toEqual(
        first.topics.all().map(({ attributes }) => attributes["ce-id"]),
      );
    }
  });

  it("refuses what another secret has signed, and what nobody has", async () => {
    const other = await receive(unit, signedRequest(source, sample), { keys: [signature.key(OTHER_SECRET)] });
    const unsigned = await receive(unit, { method: "POST", url: "", headers: {}, body: sample });
    expect([other, unsigned].map(({ answer, topics }) => [answer.status, topics.all()])).toEqual([
      [401, []],
      [401, []],
    ]);
  });

  const isOfBody = signature.mac !== undefined;
  it(`${isOfBody ? "refuses" : "can't tell, for nothing is signed,"} a body that has been changed on the way`, async () => {
    const { answer } = await receive(unit, {
      ...signedRequest(source, sample),
      body: Buffer.concat([sample, Buffer.from(" ")]),
    });
    expect(answer.status).toBe(isOfBody ? 401 : status);
  });

  const isTimed = signature.signedAt(signedRequest(source, sample)) !== undefined;
  it(`${isTimed ? "refuses" : "takes, for no time is signed,"} what was signed a year before or after`, async () => {
    for (const ms of [-YEAR_MS, YEAR_MS]) {
      const { answer, lines } = await receive(unit, signedRequest(source, sample, { now: NOW + ms }));
      expect([answer.status, lines()[0]?.["reason"]]).toEqual(isTimed ? [401, "SIGNATURE_STALE"] : [status, undefined]);
    }
  });

  it.each([
    ["nothing", ""],
    ["what can't be read", "{<"],
    ["what says nothing", source.body === "xml" ? "<a/>" : "{}"],
    ["a list that is nested deeper than can be", "[".repeat(1000)],
    ["elements that are nested deeper than can be", "<a>".repeat(1000)],
    ["an entity that holds another", '<!DOCTYPE a [<!ENTITY b "&c;&c;">]><a>&b;</a>'],
  ])("keeps in quarantine, and accepts, a body that is %s", async (_what, body) => {
    const { answer, topics } = await receive(unit, signedRequest(source, Buffer.from(body)));
    expect([answer.status, answer.body.outcome]).toEqual([status, "quarantined"]);
    expect(topics.on("webhook.rejected")).toHaveLength(1);
  });

  it("does not mind a content type that is wrong", async () => {
    const request = signedRequest(source, sample);
    const headers = { ...request.headers, "content-type": "application/pdf; charset=utf8" };
    const [meant, odd] = [await receive(unit, request), await receive(unit, { ...request, headers })];
    expect(odd.answer).toEqual(meant.answer);
  });

  it("refuses a body that is too large, and whatever is no POST", async () => {
    const headers = { "content-length": String((source.maxBodyBytes ?? 1024 * 1024) + 1) };
    const request = signedRequest(source, sample);
    const answers = [
      await receive(unit, { ...request, headers: { ...request.headers, ...headers } }),
      await receive(unit, { ...request, method: "GET" }),
    ];
    expect(answers.map(({ answer }) => answer.status)).toEqual([413, 405]);
  });
});
