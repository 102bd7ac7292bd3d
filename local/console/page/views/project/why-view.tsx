import type { Why, WhyAttempt } from "../../../contract/why.ts";
import { type Address, pathOf } from "../../address/address.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../parts/badge.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Brief, Text } from "../../parts/text.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { OpenPerson } from "../person/open-person.tsx";

/** A project's archive is queried by address: there is no list of people. */
export function AskForPerson() {
  return (
    <View title="People" about="What happened to somebody, and why something is not so: of the archive.">
      <OpenPerson />
    </View>
  );
}

/** Every event of an address, by handler and attempt, with the names of written fields, as in `npm run why`. */
export function WhyView({ address: { parts } }: { readonly address: Address }) {
  const email = parts[1] ?? "";
  const why = useAnswer<Why>(`/api${pathOf("people", email, "why")}`);
  return (
    <View title={email} heading={<Text value={email} most={120} />}>
      <Waiting of={why}>
        {({ events }) =>
          events.length === 0 ? (
            <Empty title="The archive knows no event of this address" />
          ) : (
            events.map(({ eventId, what, source, at, handlers }) => (
              <Panel
                key={`${what} ${eventId}`}
                title={<Brief value={`${what ?? "event"} from ${source}`} />}
                aside={<Moment at={at} />}
              >
                <ul>
                  {handlers.map(({ name, state, because, attempts, sweeps }) => (
                    <li key={name}>
                      {name} <Badge tone={state === "handled" ? "good" : "odd"}>{state}</Badge>{" "}
                      {because !== null && <bdi>{because}</bdi>}
                      <ul>
                        {attempts.map((attempt) => (
                          <li key={`${attempt.number} ${attempt.at}`}>
                            <Brief value={spelled(attempt)} />
                          </li>
                        ))}
                        {sweeps.map(({ at: seen, system, what: found }) => (
                          <li key={seen}>
                            <Brief value={`sweep: ${system}: ${found}`} />
                          </li>
                        ))}
                      </ul>
                    </li>
                  ))}
                </ul>
              </Panel>
            ))
          )
        }
      </Waiting>
    </View>
  );
}

function spelled({ number, isReplay, outcome, because, writes, leftOut, remarks }: WhyAttempt): string {
  return [
    `${isReplay ? "replayed, " : ""}attempt ${number}: ${outcome}${because === null ? "" : `, ${because}`}`,
    ...writes.map(({ system, operation, records, fields }) =>
      [`${system} ${operation}`, records.join(", "), fields.join(", ")].filter((part) => part !== "").join(" · "),
    ),
    ...leftOut.map(({ field, because: code }) => `left out ${field}, ${code}`),
    ...remarks.map(({ what, because: code }) => `${what}, ${code}`),
  ].join("; ");
}
