import { describe, expect, it } from "@jest/globals";
import { CommandError } from "../../local/core/problems.ts";
import { deadLetter, DISCARDED, FORMS, quarantined, REJECTED, worldsIn } from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const open = worldsIn(closingAfterEach());

describe("dead-letters discard and restore", () => {
  it("moves a letter to the topic of the discarded with the reason, and back as it was", async () => {
    const { put, run, lying } = await open();
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    const [before] = lying(FORMS);

    expect(await run("discard msg_1 --because a%20bot's%20form")).toMatchObject({
      isGood: true,
      printed: "discarded: form-submitted msg_1 (INVALID_FIELD salesforce POST /sobjects/Lead Phone)",
    });
    expect(lying(FORMS).map(({ attributes }) => attributes["ce-id"])).toEqual(["msg_2"]);
    expect(lying(DISCARDED)).toMatchObject([
      { attributes: { ...before?.attributes, "discarded-because": "a bot's form", "discarded-from": FORMS } },
    ]);

    expect((await run("restore msg_1")).isGood).toBe(true);
    expect(lying(DISCARDED)).toEqual([]);
    expect(lying(FORMS).at(-1)).toEqual({ ...before, messageId: expect.anything(), publishTime: expect.anything() });
  });

  it("lists and shows what was discarded apart from what waits", async () => {
    const { put, run } = await open();
    put(FORMS, deadLetter("msg_1"));
    await run("discard --filter code=INVALID_FIELD --because spam");
    expect((await run("list")).printed).toMatch(/^No dead letters/);
    expect((await run("list --discarded")).printed).toContain("handler form-submitted");
    expect((await run("show msg_1 --discarded")).printed).toMatch(
      /"because": "spam",\n +"from": "form-submitted.dead-letter"/,
    );
  });

  it("keeps what a quarantined webhook is, so that it can be replayed once it is back", async () => {
    const { put, run, lying } = await open();
    const [id] = put(REJECTED, quarantined({ type: "form.submitted" }));
    await run(`discard ${id} --because test`);
    const { printed } = await run("list --discarded --json");
    expect(JSON.parse(printed).groups).toMatchObject([
      { kind: "rejected", name: "app", reason: { code: "SCHEMA" }, example: id },
    ]);
    const restored = await run(`restore ${id}`);
    expect(restored).toMatchObject({ isGood: true, complaints: [] });
    expect(lying(REJECTED)).toHaveLength(1);
    expect(restored.printed).toMatch(new RegExp(`called ${lying(REJECTED)[0]?.messageId} now$`));
    expect(lying(REJECTED)[0]?.messageId).not.toBe(id);
    for (const again of ["discard", "restore"])
      expect(await run(`${again} ${id}${again === "discard" ? " --because test" : ""}`)).toMatchObject({
        isGood: true,
      });
    expect((await run(`replay ${id} --dry-run`)).printed).toMatch(/^(refused|would be replayed): app /);
  });

  it("leaves it where it lay when the topic of the discarded is missing", async () => {
    const { put, run, lying } = await open({ without: [DISCARDED] });
    put(FORMS, deadLetter("msg_1"));
    expect(await run("discard msg_1 --because spam")).toMatchObject({
      isGood: false,
      complaints: ["1 of 1 dead letter not discarded."],
    });
    expect(lying(FORMS)).toHaveLength(1);
  });

  it("says of a letter that is in both places that it lies here still", async () => {
    const { put, run, pubsub, lying } = await open();
    put(FORMS, deadLetter("msg_1"));
    const acknowledge = () => Promise.reject(new CommandError("Pub/Sub does not answer."));
    const { printed } = await run("discard msg_1 --because spam", { pubsub: { ...pubsub, acknowledge } });
    expect(printed).toContain("discarded, but it lies here still: Pub/Sub does not answer.");
    expect([lying(FORMS).length, lying(DISCARDED).length]).toEqual([1, 1]);
  });

  it("replays so many a second", async () => {
    const { put, run, lying } = await open();
    for (let n = 1; n <= 3; n += 1) put(FORMS, deadLetter(`msg_${n}`));
    const started = performance.now();
    await run("replay --all --rate 10");
    expect(performance.now() - started).toBeGreaterThan(190);
    expect(lying("form-submitted")).toHaveLength(3);
  });
});
