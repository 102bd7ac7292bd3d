import type { RecordPair, StoryWorld } from "../../../contract/proof.ts";
import { Panel } from "../../parts/panel.tsx";
import { Text } from "../../parts/text.tsx";

interface WorldsProps {
  readonly worlds: readonly StoryWorld[];
  readonly isRight: boolean;
}

/** Both end states side by side: the differing records, field by field. */
export function Worlds({ worlds, isRight }: WorldsProps) {
  return (
    <Panel title="Both worlds">
      {worlds.length === 0 ? (
        <p class="quiet">
          {isRight
            ? "Every record is as it is if nothing goes wrong."
            : "In the end no record differs from another run's: what is wrong is said above."}
        </p>
      ) : (
        <div class="table-frame" tabIndex={0} role="region" aria-label="Both worlds">
          <table class="table worlds">
            <thead>
              <tr>
                <th scope="col">Record</th>
                <th scope="col">As it should be</th>
                <th scope="col">As it is</th>
              </tr>
            </thead>
            {worlds.map((world) => (
              <Kind key={world.kind} {...world} />
            ))}
          </table>
        </div>
      )}
    </Panel>
  );
}

const WORDS: Readonly<Record<RecordPair["what"], string>> = {
  missing: "missing",
  changed: "not as it should be",
  "too many": "one too many",
};

function Kind({ kind, same, pairs }: StoryWorld) {
  const without = (what: RecordPair["what"]) => same + pairs.filter((pair) => pair.what !== what).length;
  const [should, are] = [without("too many"), without("missing")];
  return (
    <>
      {pairs.map(({ what, rows }, index) => (
        <tbody key={`${what} ${index}`}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {kind} <span class="badge is-bad">{WORDS[what]}</span>
              {index === 0 && should !== are && (
                <span>
                  {" "}
                  There {are === 1 ? "is" : "are"} {are}, and should be {should}.
                </span>
              )}
              {index === 0 && same > 0 && <span class="quiet"> {same} the same in both.</span>}
            </th>
          </tr>
          {rows.map(({ field, expected, actual, differs }) => (
            <tr key={field} class={differs ? "differs" : undefined}>
              <th scope="row">
                <code>{field}</code>
              </th>
              <Side value={expected} mark={differs ? "ins" : undefined} />
              <Side value={actual} mark={differs ? "del" : undefined} />
            </tr>
          ))}
        </tbody>
      ))}
    </>
  );
}

function Side({ value, mark }: { readonly value: string | undefined; readonly mark: "ins" | "del" | undefined }) {
  if (value === undefined) return <td class="quiet">–</td>;
  const text = <Text value={value} />;
  if (mark === undefined) return <td>{text}</td>;
  return <td>{mark === "ins" ? <ins>{text}</ins> : <strong>{text}</strong>}</td>;
}
