import { UsageError } from "../../local/core/problems.ts";
import { readArguments, readCount, readMs } from "../arguments.ts";
import { type Asked, placeOptions, readPlace } from "../place.ts";

export const usage = `npm run effects -- SAMPLE… | --since DURATION [options]

  SAMPLE             samples/events/TYPE/NAME.json: runs each handler of the sample's type against fresh stand-ins, and shows what it
                     writes. They hold the records of samples/records/TYPE/NAME.json, if there are any
                     (npm run dead-letters -- pull writes both files)
  --since DURATION   shows what the handlers would write today for the events of the last 15m, 1h, 2d …, from a project's archive or
                     npm start's journal. Systems are read, and not written to
  --against COMMIT   with --since: shows only where the handlers of that commit would write something else, by record and field
  --handler NAME     only this handler; may be repeated
  --max N            with --since: only the N newest events (default 100); each costs a few reads from the systems' allowances
  --project ID       a Google Cloud project; the default is what npm start runs at PORT (8080)
  --prefix TEXT      the PREFIX of that deployment; the default is $PREFIX
  --json             prints JSON

Exit codes: 0 no handler fails, and nothing differs; 1 otherwise; 2 wrong arguments, or the events or the commit can't be read.
`;

export interface Samples {
  readonly files: readonly string[];
  readonly handlers: readonly string[];
  readonly isJson: boolean;
}

export interface Since extends Asked {
  readonly ms: number;
  readonly against: string | undefined;
  readonly handlers: readonly string[];
  readonly most: number;
}

/** @throws UsageError */
export function readCommand(texts: readonly string[]): Samples | Since {
  const { positionals: files, values } = readArguments(texts, {
    allowPositionals: true,
    options: {
      ...placeOptions,
      against: { type: "string" },
      handler: { type: "string", multiple: true, default: [] },
      max: { type: "string" },
      since: { type: "string" },
    },
  });
  const { since, against, handler: handlers, max, project, prefix, json: isJson } = values;
  if (since === undefined) {
    const option = Object.entries({ against, max, project, prefix }).find(([, value]) => value !== undefined)?.[0];
    if (option !== undefined) throw new UsageError(`--${option} belongs to --since.`);
    if (files.length === 0) throw new UsageError(usage);
    return { files, handlers, isJson };
  }
  if (files.length > 0) throw new UsageError("Samples, or --since: not both.");
  const most = readCount("max", max ?? "100");
  for (const [name, value] of Object.entries({ project, against }))
    if (value === "" || value?.startsWith("-") === true) throw new UsageError(`--${name} is "${value}": which one?`);
  return { ms: readMs(since), against, handlers, most, ...readPlace(values) };
}
