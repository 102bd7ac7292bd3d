import { join } from "node:path";
import type { SettingSpecification } from "../../functions/runtime/define/client.ts";
import {
  type AnyHandler,
  type BatchHandler,
  batchPolicyOf,
  isBatchHandler,
  priorityOf,
  timeoutSecondsOf,
} from "../../functions/runtime/define/batch-handler.ts";
import { handlerName, type Priority, type Resources } from "../../functions/runtime/define/handler.ts";
import { backlogSettings } from "../../functions/runtime/keeper/backlog.ts";
import { KEEPER, keeperSettings } from "../../functions/runtime/keeper/handlers.ts";
import { allowanceSettings } from "../../functions/runtime/outage/allowance.ts";
import { waitSettings } from "../../functions/runtime/outage/settings.ts";
import { deadLetterTopic, DISCARDED_TOPIC, REJECTED_TOPIC, SENT_TOPIC } from "../../functions/runtime/pubsub/names.ts";
import { sweepFunctionSettings, sweepSettings } from "../../functions/runtime/sweep/settings.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import { handlerSettings, platformSettings, sourceSettings } from "../../functions/runtime/settings.ts";
import { jsonFile, writeIfChanged } from "./files.ts";
import { dist } from "../paths.ts";
import { type ManifestSubscription, subscriptionsOf } from "./subscriptions.ts";
import { resourcesOf, SOURCE_CONCURRENCY, withDefaults } from "../read/resources.ts";
import { type SourceFile, sweptBy, type Units } from "../read/units.ts";

export const manifestPath = join(dist, "manifest.json");

export type TopicKind = "event" | "dead-letter" | "rejected" | "discarded" | "sent";

/** What Terraform and the local runner need to know; schema in bundler/write/manifest.schema.json. */
export interface Manifest {
  readonly functions: Readonly<Record<string, ManifestFunction>>;
  /** The function that resumes paused handlers. */
  readonly keeper: ManifestFunction;
  /** The function that looks for writes that systems may have dropped; absent if no handler uses such a system. */
  readonly sweep?: ManifestFunction;
  readonly topics: Readonly<Record<string, { readonly kind: TopicKind }>>;
  readonly subscriptions: Readonly<Record<string, ManifestSubscription>>;
  /** By name in Secret Manager. */
  readonly secrets: Readonly<Record<string, { readonly description: string; readonly functions: readonly string[] }>>;
}

export interface ManifestFunction extends Required<Resources> {
  /** A batch handler is called by a schedule and pulls its messages. */
  readonly kind: "source" | "handler" | "batch" | "keeper" | "sweep";
  /** The zip's path below dist. */
  readonly bundle: string;
  readonly entryPoint: string;
  readonly runtime: "nodejs24";
  readonly timeoutSeconds: number;
  /** Environment variables that are not secret; the deployment must set those without a default. */
  readonly settings: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  /** Names in Secret Manager, by environment variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Topics that the function may publish to. */
  readonly publishes: readonly string[];
  /** Sources: the load balancer's path for its webhooks. */
  readonly path?: string;
  readonly signature?: string;
  /** The sender signs with its own private key, so that our secret is the public key. */
  readonly hasKeyPair?: boolean;
  readonly signsUrl?: boolean;
  /** The sender checks the URL by a GET or HEAD. */
  readonly urlCheck?: boolean;
  readonly addressRanges?: readonly string[];
  /** Handlers only. */
  readonly eventType?: string;
  readonly uses?: readonly string[];
  readonly priority?: Priority;
  /** Most daily API calls that one event needs, by system, as proof/NAME.effects.md states. */
  readonly dailyCalls?: Readonly<Record<string, number>>;
  /** Batch handlers: a cron expression. */
  readonly schedule?: string;
  readonly timeZone?: string;
}

const SOURCE_TIMEOUT_SECONDS = 30;

/** @param dailyCalls by handler, for those that have been measured */
export function manifestOf(
  units: Units,
  bundles: ReadonlyMap<string, string>,
  dailyCalls: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map(),
): Manifest {
  const sources = units.sources.map((source) => sourceFunction(source, bundles));
  const handlers = units.handlers.map(({ specification }) => ({
    ...handlerFunction(specification, units, bundles),
    ...measured(dailyCalls.get(handlerName(specification))),
  }));
  const keeper = keeperFunction(units, bundles);
  const swept = sweptBy(units);
  const sweeps = swept.length > 0 ? [sweepFunction(swept, bundles)] : [];
  const functions = Object.fromEntries([...sources, ...handlers].map((one) => [one.entryPoint, undescribed(one)]));
  const taken = units.handlers.map(({ specification }): string => specification.eventType);
  // Published types without a handler need topics too: the source would fail without.
  const eventTypes = [...new Set([...taken, ...units.sources.flatMap(({ publishes }) => publishes)])];
  return {
    functions,
    keeper: undescribed(keeper),
    ...Object.fromEntries(sweeps.map((sweep) => [SWEEP, undescribed(sweep)])),
    topics: {
      ...Object.fromEntries(eventTypes.map((type) => [type, { kind: "event" as const }])),
      ...Object.fromEntries(
        handlers.map(({ entryPoint }) => [deadLetterTopic(entryPoint), { kind: "dead-letter" as const }]),
      ),
      [REJECTED_TOPIC]: { kind: "rejected" },
      [DISCARDED_TOPIC]: { kind: "discarded" },
      ...(swept.length > 0 && { [SENT_TOPIC]: { kind: "sent" } }),
    },
    subscriptions: subscriptionsOf(units),
    secrets: secretsOf([...sources, ...handlers, keeper, ...sweeps]),
  };
}

/** Every minute: the shortest pause. */
const KEEPER_SCHEDULE = { schedule: "* * * * *", timeZone: "Etc/UTC" };

function keeperFunction({ clients }: Units, bundles: ReadonlyMap<string, string>): Described {
  const settings = clients.map(({ specification }) => specification.settings);
  return {
    kind: "keeper",
    ...common(
      KEEPER,
      bundles,
      Object.assign(
        {},
        platformSettings,
        keeperSettings,
        allowanceSettings,
        backlogSettings,
        waitSettings,
        ...settings,
      ),
    ),
    ...withDefaults({ maxInstances: 1 }, 1),
    timeoutSeconds: 50,
    publishes: [],
    ...KEEPER_SCHEDULE,
  };
}

/** Hourly, off the full hour, when most scheduled jobs run. */
const SWEEP_SCHEDULE = { schedule: "17 * * * *", timeZone: "Etc/UTC" };

function sweepFunction(swept: Units["clients"], bundles: ReadonlyMap<string, string>): Described {
  const settings = swept.map(({ specification }) => specification.settings);
  return {
    kind: "sweep",
    ...common(SWEEP, bundles, Object.assign({}, platformSettings, sweepFunctionSettings, ...settings)),
    ...withDefaults({ maxInstances: 1 }, 1),
    timeoutSeconds: 540,
    publishes: [SENT_TOPIC],
    ...SWEEP_SCHEDULE,
  };
}

function undescribed({ secretNotes: _notes, ...entry }: Described): ManifestFunction {
  return entry;
}

type Described = ManifestFunction & { readonly secretNotes: Readonly<Record<string, string>> };

function sourceFunction(
  { specification: source, publishes }: SourceFile,
  bundles: ReadonlyMap<string, string>,
): Described {
  const { name } = source;
  return {
    kind: "source",
    ...common(name, bundles, sourceSettings(name)),
    ...withDefaults(source.resources, SOURCE_CONCURRENCY),
    timeoutSeconds: SOURCE_TIMEOUT_SECONDS,
    publishes: [...publishes, REJECTED_TOPIC],
    path: `/webhooks/${name}`,
    signature: source.signature.name,
    ...(source.signature.hasKeyPair && { hasKeyPair: true }),
    ...(source.signature.signsUrl && { signsUrl: true }),
    ...(source.urlCheck && { urlCheck: true }),
    addressRanges: source.addressRanges ?? [],
  };
}

function handlerFunction(handler: AnyHandler, { clients }: Units, bundles: ReadonlyMap<string, string>): Described {
  const name = handlerName(handler);
  const uses: readonly string[] = handler.uses;
  const used = clients.filter(({ file }) => uses.includes(file)).map(({ specification }) => specification);
  const isSwept = used.some(({ sweep }) => sweep !== undefined);
  const settings = [...used.map((client) => client.settings), isSwept ? sweepSettings : {}];
  return {
    kind: isBatchHandler(handler) ? "batch" : "handler",
    ...common(name, bundles, Object.assign({}, handlerSettings, ...settings)),
    ...resourcesOf(handler),
    timeoutSeconds: timeoutSecondsOf(handler),
    publishes: [deadLetterTopic(name), ...(isSwept ? [SENT_TOPIC] : [])],
    eventType: handler.eventType,
    uses,
    priority: priorityOf(handler),
    ...(isBatchHandler(handler) && scheduleOf(handler)),
  };
}

function measured(dailyCalls: Readonly<Record<string, number>> = {}) {
  return Object.keys(dailyCalls).length === 0 ? {} : { dailyCalls };
}

function scheduleOf(handler: BatchHandler) {
  const { schedule, timeZone } = batchPolicyOf(handler);
  return { schedule, timeZone };
}

function common(name: string, bundles: ReadonlyMap<string, string>, settings: Record<string, SettingSpecification>) {
  const plain = Object.entries(settings).filter(([, { secret }]) => secret === undefined);
  const secret = Object.entries(settings).flatMap(([key, setting]) =>
    setting.secret === undefined ? [] : [[key, setting.secret, setting.description] as const],
  );
  return {
    bundle: bundles.get(name) ?? "",
    entryPoint: name,
    runtime: "nodejs24" as const,
    settings: Object.fromEntries(plain),
    secrets: Object.fromEntries(secret.map(([key, id]) => [key, id])),
    secretNotes: Object.fromEntries(secret.map(([, id, description]) => [id, description])),
  };
}

function secretsOf(functions: readonly Described[]): Manifest["secrets"] {
  const secrets = new Map<string, { description: string; functions: string[] }>();
  for (const { entryPoint, secretNotes } of functions) {
    for (const [id, description] of Object.entries(secretNotes)) {
      const secret = secrets.get(id) ?? { description, functions: [] };
      secrets.set(id, secret);
      secret.functions.push(entryPoint);
    }
  }
  return Object.fromEntries(secrets);
}

export async function writeManifest(manifest: Manifest): Promise<void> {
  await writeIfChanged(manifestPath, jsonFile(manifest));
}
