import { describe, expect, it } from "@jest/globals";
import { PermanentError, UnavailableError, UnexpectedRefusalError } from "../../functions/runtime/define/errors.ts";
import { independently, inTurn } from "../../functions/runtime/define/independently.ts";

const reason = { code: "X", system: "salesforce" };
const permanent = new PermanentError("for ever", reason);
const unavailable = new UnavailableError("not now", reason);
const unexpected = new UnexpectedRefusalError("who knows", reason);
const mistake = new TypeError("a mistake");
const fails = (error: Error) => async () => {
  throw error;
};

describe("independently", () => {
  it("runs all branches, the others too where one fails at once or throws before it waits", async () => {
    const done: string[] = [];
    const branches = [
      () => {
        throw mistake;
      },
      fails(permanent),
      async () => {
        await new Promise(setImmediate);
        done.push("late");
      },
    ];
    await expect(independently(...branches)).rejects.toBe(mistake);
    expect(done).toEqual(["late"]);
  });

  it("begins each before any has ended", async () => {
    const order: string[] = [];
    const branch = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
    };
    await independently(branch("a"), branch("b"));
    expect(order).toEqual(["a begins", "b begins", "a ends", "b ends"]);
  });

  it.each([
    ["an outage before all", [permanent, mistake, unexpected, unavailable], unavailable],
    ["an unexpected refusal, which may turn out to be an outage, before a mistake", [mistake, unexpected], unexpected],
    ["a mistake before what is for ever", [permanent, mistake], mistake],
    ["what is for ever where it is alone", [permanent], permanent],
    ["the first of two that are alike", [permanent, new PermanentError("another", reason)], permanent],
  ])("throws %s", async (_what, errors, thrown) => {
    await expect(independently(...errors.map(fails))).rejects.toBe(thrown);
  });

  it("is done when nothing fails, or there is nothing to do", async () => {
    await expect(independently(async () => "a value")).resolves.toBeUndefined();
    await expect(independently()).resolves.toBeUndefined();
  });
});

describe("inTurn", () => {
  it("begins each once the one before has ended, and stops at none that fails", async () => {
    const order: string[] = [];
    const step = (name: string, error?: Error) => async () => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
      if (error !== undefined) throw error;
    };
    const throwing = () => {
      throw mistake;
    };
    await expect(inTurn(step("a", permanent), throwing, step("b"))).rejects.toBe(mistake);
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("throws the error that keeps the message alive the longest", async () => {
    await expect(inTurn(fails(unexpected), fails(unavailable), fails(permanent))).rejects.toBe(unavailable);
  });

  it("is done when nothing fails, or there is nothing to do", async () => {
    await expect(inTurn(async () => "a value")).resolves.toBeUndefined();
    await expect(inTurn()).resolves.toBeUndefined();
  });
});
