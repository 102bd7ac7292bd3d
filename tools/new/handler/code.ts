import type { FirstCall } from "./first-calls.ts";

interface NewHandler {
  readonly name: string;
  /** Whether it states a name, because that is not its event type's. */
  readonly isNamed: boolean;
  readonly type: string;
  readonly calls: readonly FirstCall[];
}

/** functions/handlers/NAME.ts. */
export function handlerCode({ name, isNamed, type, calls }: NewHandler): string {
  const uses = calls.map(({ system }) => system);
  const another = calls[1];
  const noted = ({ notes, code }: FirstCall, before: string) => [...notes, `${before}${code}`].join("\n");
  const many = `await independently(\n${calls.map((call) => `${noted(call, "() => ")},`).join("\n")}\n);`;
  const imports = [
    ...calls.flatMap((call) => call.imports),
    `import { defineHandler } from "../runtime/define/handler.ts";`,
    ...(another === undefined ? [] : [`import { independently } from "../runtime/define/independently.ts";`]),
  ];
  return `${[...new Set(imports)].join("\n")}

/** ${type}: what has happened, and what everybody sees of it. */
export default defineHandler({
  ${isNamed ? `name: "${name}",\n  ` : ""}eventType: "${type}",
  uses: ${JSON.stringify(uses)},
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { ${uses.join(", ")} }) {
    // Called again after every failure: each write is "only if not already so".
    ${another === undefined ? calls.map((call) => `${noted(call, "await ")};`).join("") : many}
  },
});
`;
}

/** test/handlers/NAME.test.ts. */
export function handlerTest({ name, type, calls }: NewHandler, sample: string): string {
  const systems = calls.map(({ system }) => system);
  const compared = systems.map((system) => `${system}.comparable(lane.${system}.state(), () => false)`);
  return `import { beforeEach, describe, expect, it } from "@jest/globals";
import handler from "../../functions/handlers/${name}.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
${systems.map((system) => `import ${system} from "../../local/${system}/stand-in.ts";`).join("\n")}
import { readEvent } from "../harness/fixtures.ts";
import { createLane } from "../harness/lane.ts";

const { specversion: _, ...sample } = readEvent("${type}", "${sample}");
const event = sample as unknown as Event<"${type}">; // a test of the schema covers it

let lane: ReturnType<typeof createLane>;
beforeEach(() => {
  lane = createLane(handler);
  lane.clock.moveTo(Date.parse(event.time) + 1000);
  for (const system of [${systems.map((system) => `lane.${system}`).join(", ")}]) system.setUp(readConfiguration());
});

const states = () => [${compared.join(", ")}];

describe("${name}", () => {
  it("does its work once, however often the event comes", async () => {
    expect(await lane.deliver(event)).toBe(204);
    const once = states();
    lane.clock.moveTo(lane.clock.now() + 5000);
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(states()).toEqual(once);
  });
});
`;
}
