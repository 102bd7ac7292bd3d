import type { Server } from "node:http";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import type { Faults } from "../core/faults.ts";
import type { Manifest } from "../../bundler/write/manifest.ts";
import { createJournal, type Journal } from "../console/journal/journal.ts";
import type { Console } from "../console/console.ts";
import type { SourceView } from "../console/contract/send.ts";
import { readLine } from "../console/journal/lines.ts";
import { createDeliveries, type Deliveries, describe } from "../console/api/deliveries.ts";
import { environmentOf, signingSecret } from "./functions/environment.ts";
import { createFunctionProcess, type FunctionProcess } from "./functions/function-process.ts";
import type { ReportedAllowance } from "../console/dead-letters/objections.ts";
import { openDesk } from "../console/desk.ts";
import { closeServer, portOf } from "../core/listening.ts";
import { openEarly } from "./api/early.ts";
import { openGateway } from "./api/gateway.ts";
import { readManifest } from "./manifest.ts";
import { functionsOf } from "./functions/handlers.ts";
import { createPushes } from "./functions/pushes.ts";
import { replaceFunctions } from "./functions/reload.ts";
import { createRunnable } from "./functions/runnable.ts";
import { startSchedule } from "./functions/schedule.ts";
import { changeTopics, createTopics, functionNameIn, PROJECT } from "./functions/topics.ts";
import { startWorld, type World } from "./world.ts";

export interface RunnerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** A server that already listens at the port, to be taken over. */
  readonly early?: Server;
  /** The folder written by the build. */
  readonly dist: string;
  /** Receives every line that a function prints, and messages about systems. */
  readonly onLine: (name: string, line: string) => void;
  /** The function to debug and the debugger's port; 0 for any free one. */
  readonly inspect?: { readonly name: string; readonly port: number };
  /** Consulted for every call to a system; default: the rules set at the gateway. */
  readonly faults?: Faults;
  /** Where webhooks are saved as samples; default: this checkout. */
  readonly saveIn?: string;
  /** Overrides the functions' local settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether new builds will be applied, as by npm run dev. */
  readonly isWatching?: boolean;
}

export interface Runner {
  readonly url: string;
  readonly world: World;
  readonly journal: Journal;
  readonly sources: () => readonly SourceView[];
  readonly functions: ReadonlyMap<string, FunctionProcess>;
  /**
   * Applies a new build: creates functions and topics and restarts functions with a changed bundle, except those in
   * `ahead`.
   */
  reload(ahead?: ReadonlySet<string>): Promise<readonly string[]>;
  /** Ends every process and socket within two seconds. */
  close(): Promise<void>;
}

/** Runs the built functions against the stand-ins. */
export async function startRunner({ port, dist, onLine, ...options }: RunnerOptions): Promise<Runner> {
  const { faults, inspect, settings, early } = options;
  let manifest = await readManifest(dist); // before anything is opened
  const server = early ?? (await openEarly(port));
  const url = `http://localhost:${portOf(server)}`;
  const [functions, deliveries] = [new Map<string, FunctionProcess>(), createDeliveries()];
  const journal = createJournal(() => manifest);
  const pushes = createPushes((endpoint) => functionAt(functions, endpoint), onLine, journal.pushed);
  const world = await startWorld(pushes.push, journal, faults);
  const read = follow(world, { deliveries, journal, onLine });
  const runnable = createRunnable((system) => world.systems.has(system), onLine);
  manifest = runnable(manifest);
  const create = (name: string) =>
    createFunctionProcess({
      name,
      folder: join(dist, "functions", name),
      ...(name === inspect?.name && { inspectorPort: inspect.port }),
      get environment() {
        return { ...environmentOf(name, manifest, world.addresses, url), ...settings };
      },
      onLine: (line) => read(name, line),
      onBatch: journal.batched,
    });
  for (const name of Object.keys(functionsOf(manifest))) functions.set(name, create(name));
  createTopics(world.pubsub.broker, manifest);
  const desk = { ...openDesk(() => manifest, journal, watch(world, deliveries)), ...knownTo(world, journal, options) };
  const stopSchedule = startSchedule(() => manifest, world.pubsub.broker, pushes.call);
  const sources = () => sourcesOf(manifest, url);
  const source = (name: string) => (manifest.functions[name]?.kind === "source" ? functions.get(name) : undefined);
  const stop = () => Promise.all([stopSchedule(), ...[...functions.values()].map((one) => one.stop()), world.close()]);
  openGateway(
    { project: PROJECT, world, journal, deliveries, pushes, manifest: () => manifest, source, sources, ...desk },
    server,
  );
  return {
    url,
    world,
    journal,
    sources,
    functions,
    async reload(ahead = new Set()) {
      const [before, after] = [manifest, runnable(await readManifest(dist))];
      manifest = after;
      changeTopics(world.pubsub.broker, before, manifest);
      world.setUp();
      return replaceFunctions(functions, { before, after, ahead }, create);
    },
    close: async () => void (await Promise.all([desk.close(), stop(), closeServer(server)])),
  };
}

interface Listeners extends Pick<RunnerOptions, "onLine"> {
  readonly deliveries: Deliveries;
  readonly journal: Journal;
}

/** Connects deliveries and journal to what happens; returns a listener for functions' lines that feeds all of them. */
function follow({ pubsub }: World, { deliveries, journal, onLine }: Listeners): RunnerOptions["onLine"] {
  pubsub.broker.onDelivery((record) => {
    deliveries.record(record);
    journal.stream.tell("delivery", describe(record));
  });
  journal.clear("ycat was started"); // the initial setup is nobody's doing
  return (name, line) => {
    const fields = readLine(line);
    deliveries.read(name, fields);
    journal.logged({ function: name, fields, at: Date.now() });
    onLine(name, line);
  };
}

function sourcesOf({ functions }: Manifest, url: string): SourceView[] {
  return Object.entries(functions)
    .filter(([, { kind }]) => kind === "source")
    .map(([name, declared]) => ({
      name,
      url: url + (declared.path ?? ""),
      scheme: declared.signature ?? "",
      secrets: [signingSecret(name, declared)],
    }));
}

function functionAt(functions: ReadonlyMap<string, FunctionProcess>, endpoint: string): FunctionProcess {
  const name = functionNameIn(endpoint);
  const found = functions.get(name);
  if (found === undefined) throw new Error(`no function ${name} to push to`);
  return found;
}

const MOST_ROWS = 50_000;

/** What a replay is observed through. */
function watch({ systems, pubsub: { broker } }: World, deliveries: Deliveries) {
  const allowances = () =>
    [...systems].flatMap(([system, { allowance }]): ReportedAllowance[] =>
      Object.entries(allowance?.() ?? {}).map(([unit, share]) => ({ system, unit, ...share, at: Date.now() })),
    );
  return {
    broker,
    allowances: () => Promise.resolve(allowances()),
    deliveries: () => Promise.resolve(deliveries.list()),
  };
}

/** What a replay's effects are predicted from. */
function knownTo(
  { systems, addresses }: World,
  journal: Journal,
  { saveIn = root, isWatching = false }: Pick<RunnerOptions, "saveIn" | "isWatching">,
): Pick<Console, "known" | "settings" | "saveIn" | "isWatching"> {
  return {
    saveIn,
    isWatching,
    settings: () => addresses.settings,
    known() {
      const known = [...systems].flatMap(([name, { allowance }]) => (allowance ? [[name, allowance()]] : []));
      return { rows: journal.events({ limit: MOST_ROWS }).rows, allowances: Object.fromEntries(known) };
    },
  };
}
