import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { findStandIns, openStandIn } from "../../../local/core/find.ts";
import type { Subject } from "../../../local/core/circumstances.ts";
import type { State } from "../../../local/core/records.ts";
import { readConfiguration } from "../../../local/runner/configuration.ts";

const standIns = await findStandIns();
const EVENT_AT = Date.parse("2026-11-02T09:30:00.000Z");
const subject: Subject = { email: "ada@example.com", eventAt: EVENT_AT, configuration: readConfiguration() };

function systemOf(name: string) {
  const standIn = standIns.find((one) => one.name === name);
  if (standIn === undefined) throw new Error(`there is no stand-in ${name}`);
  const clock = new VirtualClock(EVENT_AT);
  return openStandIn(standIn, { clock, faults: createFaults(standIns), random: () => 0.5 });
}

/** `lead company`, of records that were there; of those that were not, and are not any more, `lead all`. */
function changesBetween(before: State, after: State): string[] {
  const byId = (records: readonly unknown[] = []) =>
    new Map(records.map((record) => [String(Reflect.get(Object(record), "Id")), { ...Object(record) }]));
  return Object.keys({ ...before, ...after }).flatMap((kind) => {
    const [old, now] = [byId(before[kind]), byId(after[kind])];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
      const [one, other] = [old.get(id), now.get(id)];
      if (one === undefined || other === undefined) return [`${kind.toLowerCase()} all`];
      const fields = Object.keys({ ...one, ...other }).filter((field) => one[field] !== other[field]);
      return fields.map((field) => `${kind.toLowerCase()} ${field.toLowerCase()}`);
    });
  });
}

const interventions = standIns.flatMap(({ name }) =>
  systemOf(name).interventions.flatMap(({ name: act, touches }) =>
    touches === undefined ? [] : [{ name, act, touches }],
  ),
);

describe("an intervention", () => {
  it.each(interventions)("of $name that $act changes what it says that it touches", ({ name, act, touches }) => {
    const changed = systemOf(name).startingStates.flatMap((_, index) => {
      const system = systemOf(name);
      system.reset();
      system.setUp(subject.configuration);
      system.startingStates[index]?.arrange(subject);
      const before = system.state();
      system.interventions.find((one) => one.name === act)?.act(subject);
      return changesBetween(before, system.state());
    });
    const written = touches.filter(({ isWrite }) => isWrite);
    const said = (change: string) =>
      written.some(
        ({ kind, fields }) =>
          change.startsWith(`${kind} `) && (fields === "all" || fields.includes(change.slice(kind.length + 1))),
      );
    expect(new Set(changed).size).toBeGreaterThan(0);
    expect([...new Set(changed)].filter((change) => !said(change))).toEqual([]);
  });
});
