import { FILTER_KEYS } from "./filters.ts";

export const usage = `npm run dead-letters -- list | show ID… | plan [ID…] | replay [ID…] | discard ID… | restore ID… | pull ID [options]

  list                  counts dead letters and quarantined webhooks, by handler or source and reason
  show ID…              prints messages in full, payload included; ID is that of an event or of a message
  plan [ID…]            shows what a replay would do: what is stale or late, what would stay, and its share of each allowance
  replay ID…            publishes the messages with these ids again
  replay --all          publishes all of them again
  discard ID…           moves messages that nobody needs to a topic of their own, which keeps them for 31 days; needs --because
  restore ID…           brings discarded messages back
  pull ID               writes a sample from a dead letter or a quarantined webhook or, if there is none with this id, from an
                        event in the project's archive or in npm start's journal; personal data is replaced

  --filter KEY=VALUE    selects messages, for list too; repeated with another key it narrows the selection, with the same key
                        it widens it (keys: ${FILTER_KEYS.join(", ")}; durations are like 15m, 2h, 7d)
  --effects             plan: also shows what each would write, by record and field; systems are read, and not written to
  --dry-run             replay: shows what would be replayed, and changes nothing
  --max N               replay: only the N oldest; plan --effects: only N (default 20)
  --rate N              replay: at most N a second
  --canary N            replay: N first, and the rest only if those succeeded
  --stop-at P%          replay: stops once more than P % of those already replayed have failed again (default 10 %)
  --settle DURATION     replay: how long to wait for the result of --canary (default 60s)
  --wait                replay: ends only when the result of every message is known
  --because TEXT        discard: the reason, which is kept with the messages
  --with-records        pull: also writes the records that the event's handlers read in their systems, for the stand-ins
  --as-is               pull: keeps the personal data
  --name NAME           pull: the sample's name
  --discarded           list, show and pull: discarded messages instead
  --drop-ignored        replay: also removes quarantined webhooks that the mapping now ignores
  --project ID          a Google Cloud project; the default is what npm start runs at PORT (8080)
  --prefix TEXT         the PREFIX of that deployment; the default is $PREFIX
  --limit N             reads at most N messages of each topic (default 10000)
  --json                prints JSON

While a command reads messages, nobody else can see them. It returns them all when it ends, also after Ctrl-C.
Exit codes: 0 done, 1 something could not be read or replayed, 2 wrong arguments or no such message.
`;
