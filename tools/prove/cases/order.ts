import { type Breach, divergence } from "../breach.ts";
import type { Case } from "../case.ts";
import { drawn, seededRandom, seedOf } from "../random.ts";
import type { Stage } from "../stage.ts";
import {
  type EndState,
  type Ensemble,
  ensembleName,
  ensembleOf,
  type Part,
  permutations,
  playInOrder,
  rulesNeeded,
} from "./several-events.ts";

/** Pairs in every starting state, triples in the first and in one drawn; each in every order of arrival but that of its times. */
export function orderCases(parts: readonly Part[], states: readonly string[], seed: number): Case[] {
  const pairs = parts.flatMap((one) => parts.map((other) => [one, other]));
  const triples = pairs
    .flatMap((pair) => parts.filter((part) => !pair.includes(part)).map((part) => [...pair, part]))
    .filter((triple) => new Set(triple).size === 3);
  const ensembles = [
    ...pairs.flatMap((pair) => states.map((state) => ensembleOf(pair, state))),
    ...triples.flatMap((triple) => statesOfTriple(triple, states, seed).map((state) => ensembleOf(triple, state))),
  ];
  return ensembles.flatMap(orderCasesOf);
}

function statesOfTriple(triple: readonly Part[], states: readonly string[], seed: number): string[] {
  const [first = "", ...others] = states;
  const random = seededRandom(seedOf(seed, triple.map(({ handler, sample }) => handler.name + sample.name).join(" ")));
  const other = drawn(others, random);
  return other === undefined ? [first] : [first, other];
}

function orderCasesOf(ensemble: Ensemble): Case[] {
  const orders = permutations(ensemble.parts.length);
  const inTime = ensemble.parts.map((_, index) => index);
  let expected: EndState | undefined;
  const playExpected = (stage: Stage) => playInOrder(stage, ensemble, inTime);
  return orders
    .filter((order) => order.join() !== inTime.join())
    .map((order): Case => {
      const column = `arriving as ${order.map((index) => index + 1).join(" ")}`;
      const [, list = ""] = ensembleName(ensemble);
      return {
        property: "order",
        name: [...ensembleName(ensemble), column].join(" · "),
        row: ensemble.parts.map(({ handler }) => handler.name).join(", then "),
        column,
        disturbances: [{ fault: column, operation: list }],
        playExpected: async (stage) => void (await playExpected(stage)),
        async play(stage) {
          expected ??= await playExpected(stage);
          const actual = await playInOrder(stage, ensemble, order);
          const arrivalRules = rulesNeeded(expected, actual, ensemble.rules);
          const breaches: Breach[] =
            arrivalRules === undefined
              ? [divergence("order", "ends otherwise than in the order of the events' times")]
              : [];
          return {
            breaches,
            expected: [expected.whole],
            actual: actual.whole,
            longestMs: 0,
            arrivalRules: arrivalRules ?? [],
          };
        },
      };
    });
}
