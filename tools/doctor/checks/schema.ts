import { type Drift, driftOf } from "../../describe/drift.ts";
import { usesOf } from "../../describe/uses.ts";
import { defineCheck } from "../check.ts";

interface Seen {
  readonly used: readonly { readonly drift: Drift; readonly by: readonly string[] }[];
  readonly unused: number;
}

/** The comparison of `npm run describe -- --check`. */
export const schema = defineCheck<Seen>({
  name: "schema",
  asks: "Do the org's objects match schemas/salesforce/?",
  subjects: ({ org, objects, places }) =>
    objects.map((file) => ({
      name: `object ${file.name}`,
      async ask() {
        const drifts = driftOf(file, await org.describe(file.name)).map((drift) => ({
          drift,
          by: usesOf(drift, places),
        }));
        const used = drifts.filter(({ by }) => by.length > 0);
        return { used, unused: drifts.length - used.length };
      },
    })),
  rules: [
    {
      harm: "will lose",
      when: ({ used }) => used.length > 0,
      says: ({ used }) =>
        `is not as its file: ${used
          .map(
            ({ drift, by }) =>
              `${drift.field === undefined ? "" : `${drift.field}: `}${drift.sentence} (used by ${by.join(", ")})`,
          )
          .join("; ")}`,
      todo: "mend the org, or take it as it is: npm run describe, npm run build, npm run types",
    },
    {
      harm: "worth knowing",
      when: ({ unused }) => unused > 0,
      says: ({ unused }) => `differs from its file in ${unused} things that nothing here uses`,
      todo: "npm run describe -- --check names them",
    },
  ],
});
