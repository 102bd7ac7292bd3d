import { FILTER_KEYS } from "./filters.ts";

export const usage = `npm run dead-letters -- list | show ID… | plan [ID…] | replay [ID…] | discard ID… | restore ID… | pull ID [options]

  list                  what lies in the dead-letter topics and in quarantine, by handler or source and reason
  show ID…              all of it, payload included; ID is an event's id or a message's
  plan [ID…]            what a replay would do: what is stale or late, what stays, and what it takes of each allowance
  replay ID…            publishes again what has these ids
  replay --all          everything
  discard ID…           moves what nobody needs to a topic of its own, where it is kept for 31 days; needs --because
  restore ID…           brings back what was discarded
  pull ID               makes a sample of it on this machine: of a dead letter, a quarantined webhook, or where there is none,
                        an event of the project's archive or of what npm start still knows; others take the place of people

  --filter KEY=VALUE    only these, also with list; again for several: other keys narrow, the same key widens
                        (${FILTER_KEYS.join(", ")}; durations as 15m, 2h, 7d)
  --effects             plan: what each would write now, by record and field; reads are made, writes are not
  --dry-run             says what a replay would do, and touches nothing
  --max N               replays the N oldest of them at most: a few first, to see what becomes of them;
                        with plan --effects: tries N, default 20
  --rate N              replays N a second at most
  --canary N            replays N first, and the rest once those went well
  --stop-at P%          stops once more than P % of those that are out have failed again, default 10 %
  --settle DURATION     how long the canary has, default 60s
  --wait                goes on until it is known of each what has become of it
  --because TEXT        why they are discarded, for whoever finds them later
  --with-records        pull: what each of the event's handlers reads now of its systems too, for the stand-ins
  --as-is               pull: with the people that it names
  --name NAME           pull: what the sample is called
  --discarded           list, show and pull: what was discarded
  --drop-ignored        a replay also ends the quarantine of webhooks that the mapping now ignores
  --project ID          a Google Cloud project; without it what npm start runs at PORT (8080)
  --prefix TEXT         the PREFIX that the project was deployed with, default $PREFIX
  --limit N             looks at N messages of each topic at most, default 10000
  --json                for machines

While one looks at dead letters, nobody else sees them. They are all given back at the end, also on Ctrl-C.
Exit codes: 0 done, 1 something could not be read or replayed, 2 not possible as given.
`;
