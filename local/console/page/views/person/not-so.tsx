import type { Why, WhyEvent } from "../../../contract/why.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Panel } from "../../parts/panel.tsx";
import { Brief } from "../../parts/text.tsx";

/** What someone sent that was not stored, and why, as in `npm run why`. */
export function NotSo({ email }: { readonly email: string }) {
  const { answer } = useAnswer<Why>(`/api${pathOf("people", email, "why")}`, ["row", "change"]);
  const open = (answer?.events ?? []).map((event) => ({ event, sentences: sentencesOf(event) }));
  const told = open.filter(({ sentences }) => sentences.length > 0);
  if (told.length === 0) return null;
  return (
    <Panel title="What is not so, and why">
      <ul>
        {told.map(({ event: { row, what, source }, sentences }) => (
          <li key={row}>
            <Link href={pathOf("events", row ?? "")}>
              <Brief value={what ?? "webhook"} />
            </Link>{" "}
            <span class="quiet">from {source}</span>
            <ul>
              {sentences.map((sentence) => (
                <li key={sentence}>
                  <Brief value={sentence} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function sentencesOf({ because, handlers }: WhyEvent): string[] {
  const ofHandlers = handlers.flatMap(({ name, state, because: why, attempts, sweeps }) => [
    ...(state === "handled" ? [] : [[`${name}: ${state}`, why].filter((part) => part !== null).join(", ")]),
    ...attempts.flatMap(({ leftOut, remarks }) => [
      ...leftOut.map(({ field, because: code }) => `${name}: left out ${field}, ${code}`),
      ...remarks.map(({ what, because: code }) => `${name}: ${what}, ${code}`),
    ]),
    ...sweeps.map(({ system, what }) => `${name}: ${system}: ${what}`),
  ]);
  return [...new Set([...(because === null ? [] : [because]), ...ofHandlers])];
}
