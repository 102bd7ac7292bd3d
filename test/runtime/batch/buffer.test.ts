import { describe, expect, it } from "@jest/globals";
import { createBuffer } from "../../../functions/runtime/batch/buffer.ts";
import { formsOf } from "../../harness/batch.ts";

const pulled = (count: number) =>
  formsOf(Array.from({ length: count }, (_, index) => `p${index}`)).map((delivery) => ({
    ackId: delivery.messageId,
    delivery,
  }));
const held = { isHeld: () => true, isSuspect: () => false };

describe("createBuffer", () => {
  it("has room for what its next batch lacks, and for none of more bytes", () => {
    const buffer = createBuffer({ maxMessages: 3, maxBytes: 1_000_000 }, held);
    const rooms = [buffer.room()];
    for (const one of pulled(4)) {
      buffer.add([one]);
      rooms.push(buffer.room());
    }
    expect(rooms).toEqual([3, 2, 1, 0, 0]);
    const [first] = pulled(1);
    const full = createBuffer({ maxMessages: 3, maxBytes: first?.delivery.message.data.length ?? 0 }, held);
    full.add(pulled(1));
    expect(full.room()).toBe(0);
  });

  it("gives out no more bytes than a batch holds, but for one message that has more", () => {
    const size = pulled(1)[0]?.delivery.message.data.length ?? 0;
    const sizes = [2 * size, size - 1].map((maxBytes) => {
      const buffer = createBuffer({ maxMessages: 9, maxBytes }, held);
      buffer.add(pulled(3));
      return [buffer.take(), buffer.take()].map(({ length }) => length);
    });
    expect(sizes).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  it("gives out no more than a batch holds, though it was given more", () => {
    const buffer = createBuffer({ maxMessages: 2, maxBytes: 1_000_000 }, held);
    buffer.add(pulled(5));
    expect([buffer.take(), buffer.take(), buffer.take()].map((batch) => batch.map(({ ackId }) => ackId))).toEqual([
      ["p0", "p1"],
      ["p2", "p3"],
      ["p4"],
    ]);
  });
});
