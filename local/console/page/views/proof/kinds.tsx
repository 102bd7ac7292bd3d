import type { ProofKind } from "../../../contract/proof.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { Code } from "../../parts/code.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Text } from "../../parts/text.tsx";

/** Failures by cause, each with its shortest story. */
export function Kinds({ handler, kinds }: { readonly handler: string; readonly kinds: readonly ProofKind[] }) {
  if (kinds.length === 0) return null;
  return (
    <Panel title={`What fails of ${handler}`}>
      <ul class="story" aria-label={`Mistakes of ${handler}`}>
        {kinds.map(({ kind, rule, count, case: name, command }) => (
          <li key={kind} class="mistake">
            <p>
              The handler <Text value={rule} />
              <span class="quiet">
                {" "}
                · {count.toLocaleString("en")} {count === 1 ? "case" : "cases"}
              </span>
            </p>
            <p>
              <Link href={pathOf("proof", handler, name)}>{name}</Link>
            </p>
            <Code text={command} label="What plays it" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Problems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <Notice tone="bad">
      <ul>
        {problems.map((problem) => (
          <li key={problem}>
            <Text value={problem} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export function Legend() {
  return (
    <p class="quiet">
      ✓ ends as it should. ~ what no handler could do better is declared, with the reason. ✕ fails: opens the shortest
      story that shows it.
    </p>
  );
}
