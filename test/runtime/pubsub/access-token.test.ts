import { describe, expect, it } from "@jest/globals";
import { createAccessToken } from "../../../functions/runtime/pubsub/access-token.ts";
import { VirtualClock } from "../../../local/core/clock.ts";

const { signal } = new AbortController();

/** As the metadata server answers: the same token until five minutes before its end. */
function metadataServer(clock: VirtualClock, lifetimeSeconds = 3600) {
  let count = 0;
  let expires = 0;
  return () => {
    if (clock.now() >= expires - 300_000) {
      count += 1;
      expires = clock.now() + lifetimeSeconds * 1000;
    }
    return Promise.resolve({
      access_token: `token-${count}`,
      expires_in: (expires - clock.now()) / 1000,
      token_type: "Bearer",
    });
  };
}

describe("createAccessToken", () => {
  it("gives a token again while it holds, and a new one before it ends", async () => {
    const clock = new VirtualClock();
    const accessToken = createAccessToken(clock, metadataServer(clock));
    const seen = [];
    for (let minute = 0; minute < 180; minute += 1) {
      seen.push(await accessToken(signal));
      await clock.advance(60_000);
    }
    expect([...new Set(seen)]).toEqual(["token-1", "token-2", "token-3", "token-4"]);
    // Renewed after 56 minutes each time: never in its last four, never sooner than the server gives a new one.
    expect(seen.lastIndexOf("token-1")).toBe(55);
    expect(seen.lastIndexOf("token-2")).toBe(111);
  });

  it("asks once for all who ask at the same time", async () => {
    let asked = 0;
    const accessToken = createAccessToken(new VirtualClock(), () => {
      asked += 1;
      return Promise.resolve({ access_token: "t", expires_in: 3600 });
    });
    expect(await Promise.all([accessToken(signal), accessToken(signal), accessToken(signal)])).toEqual(["t", "t", "t"]);
    expect(asked).toBe(1);
  });

  it("goes on with a token that is still good when its renewal fails", async () => {
    const clock = new VirtualClock();
    const answers = [Promise.resolve({ access_token: "t", expires_in: 3600 })];
    const accessToken = createAccessToken(clock, () => answers.shift() ?? Promise.reject(new Error("down")));
    await accessToken(signal);
    await clock.advance(57 * 60_000);
    expect(await accessToken(signal)).toBe("t");
    await clock.advance(4 * 60_000);
    await expect(accessToken(signal)).rejects.toThrow("down");
  });

  it("does not wait a second time for a renewal that hangs", async () => {
    const answers = [new Promise<unknown>(() => undefined)];
    const accessToken = createAccessToken(
      new VirtualClock(),
      () => answers.shift() ?? Promise.resolve({ access_token: "t", expires_in: 3600 }),
    );
    const controller = new AbortController();
    const hung = accessToken(controller.signal);
    controller.abort(new Error("too late"));
    await expect(hung).rejects.toThrow("too late");
    expect(await accessToken(signal)).toBe("t");
  });

  it("does not keep a failure", async () => {
    const clock = new VirtualClock();
    const answers = [() => Promise.reject(new Error("down")), metadataServer(clock)];
    const accessToken = createAccessToken(
      clock,
      () => (answers.length > 1 ? answers.shift() : answers[0])?.() ?? Promise.reject(new Error("none")),
    );
    await expect(accessToken(signal)).rejects.toThrow("down");
    expect(await accessToken(signal)).toBe("token-1");
  });

  it.each([
    [null],
    ["token"],
    [{}],
    [{ access_token: 7, expires_in: 3600 }],
    [{ access_token: "t" }],
    [{ error: "not found" }],
  ])("refuses the answer %j", async (answer) => {
    await expect(createAccessToken(new VirtualClock(), () => Promise.resolve(answer))(signal)).rejects.toThrow(
      "holds no access token",
    );
  });

  it("ends with the signal, whatever the metadata server does", async () => {
    const controller = new AbortController();
    const token = createAccessToken(new VirtualClock(), () => new Promise(() => undefined))(controller.signal);
    controller.abort(new Error("too late"));
    await expect(token).rejects.toThrow("too late");
  });
});
