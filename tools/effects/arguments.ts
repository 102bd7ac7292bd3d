import { UsageError } from "../../local/core/problems.ts";
import { readArguments, readCount, readMs } from "../arguments.ts";
import { checkPlace, placeOptions } from "../place.ts";

export const usage = `npm run effects -- SAMPLE… | --since DURATION [options]

  SAMPLE             samples/events/TYPE/NAME.json: what each handler of its type does with it, on stand-ins of its own that hold
                     what samples/records/TYPE/NAME.json says (npm run dead-letters -- pull writes both); 1 where one fails
  --since DURATION   what handlers would write now of the events of so long (15m, 1h, 2d): of a project's archive, or of the journal
                     of npm start. Reads are made, writes are not
  --against COMMIT   with --since: whose writes differ from those of that commit's handlers, by record and field; 1 where any do
  --handler NAME     of this one alone; again for several
  --max N            with --since: the N newest events at most, default 100; each takes a few reads of the systems' allowances
  --project ID       a Google Cloud project; without it what npm start runs at PORT (8080)
  --prefix TEXT      the PREFIX that the project was deployed with, default $PREFIX
  --json             for machines

Exit codes: 0 nothing fails or differs, 1 something does, 2 not possible as given, or not to be known.
`;

export type Command =
  | { readonly name: "help" }
  | {
      readonly name: "samples";
      readonly files: readonly string[];
      readonly handlers: readonly string[];
      readonly isJson: boolean;
    }
  | (Since & { readonly name: "since" });

export interface Since {
  readonly ms: number;
  readonly against: string | undefined;
  readonly handlers: readonly string[];
  readonly most: number;
  readonly project: string | undefined;
  readonly prefix: string | undefined;
  readonly isJson: boolean;
}

/** @throws UsageError */
export function readCommand(texts: readonly string[]): Command {
  const { positionals: files, values } = readArguments({
    args: [...texts],
    allowPositionals: true,
    options: {
      ...placeOptions,
      against: { type: "string" },
      handler: { type: "string", multiple: true, default: [] },
      max: { type: "string" },
      since: { type: "string" },
    },
  });
  if (values.help) return { name: "help" };
  const { since, against, handler: handlers, max, project, prefix, json: isJson } = values;
  if (since === undefined) {
    const option = Object.entries({ against, max, project, prefix }).find(([, value]) => value !== undefined)?.[0];
    if (option !== undefined) throw new UsageError(`--${option} belongs to --since.`);
    if (files.length === 0) throw new UsageError(usage);
    return { name: "samples", files, handlers, isJson };
  }
  if (files.length > 0) throw new UsageError("Samples, or --since: not both.");
  const most = readCount("max", max ?? "100");
  for (const [name, value] of Object.entries({ project, against }))
    if (value === "" || value?.startsWith("-") === true) throw new UsageError(`--${name} is "${value}": which one?`);
  checkPlace({ project, prefix });
  return { name: "since", ms: readMs(since), against, handlers, most, project, prefix, isJson };
}
