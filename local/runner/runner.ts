import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "../../tools/build/manifest.ts";
import { manifestPath } from "../../tools/build/manifest.ts";
import { createDeliveries } from "./deliveries.ts";
import { environmentOf, PROJECT, signingSecret } from "./development.ts";
import { createFunctionProcess, type FunctionProcess } from "./function-process.ts";
import { openGateway } from "./gateway.ts";
import { push } from "./proxy.ts";
import { createTopics } from "./topics.ts";
import { startWorld, type World } from "./world.ts";

export interface RunnerOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The folder that the build has written. */
  readonly dist: string;
  /** Takes every line that a function prints. */
  readonly onLine: (functionName: string, line: string) => void;
}

export interface Runner {
  readonly url: string;
  readonly world: World;
  readonly sources: () => readonly SourceInfo[];
  readonly functions: ReadonlyMap<string, FunctionProcess>;
  /** Takes over what a new build has changed: new functions and topics, and those with another bundle start anew. */
  reload(): Promise<readonly string[]>;
  /** Ends every process and socket within two seconds. */
  close(): Promise<void>;
}

export interface SourceInfo {
  readonly name: string;
  readonly url: string;
  readonly scheme: string;
  readonly secrets: readonly string[];
}

/** Runs the built functions against the stand-ins for the cloud and the vendors. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  let manifest = await readManifest(options.dist);
  const functions = new Map<string, FunctionProcess>();
  const deliveries = createDeliveries();
  const world = await startWorld((endpoint, body, signal) => push(functionAt(functions, endpoint), body, signal));
  world.pubsub.broker.onDelivery(deliveries.record);
  const add = (name: string) => functions.set(name, createFunctionProcess({
    name,
    folder: join(options.dist, "functions", name),
    environment: environmentOf(name, manifest, world.addresses),
    onLine: (line) => options.onLine(name, line),
  }));
  Object.keys(manifest.functions).forEach(add);
  createTopics(world.pubsub.broker, manifest);

  let url = "";
  const sources = () => sourcesOf(manifest, url);
  const source = (name: string) => (manifest.functions[name]?.kind === "source" ? functions.get(name) : undefined);
  const stop = async () => void (await Promise.all([...[...functions.values()].map((one) => one.stop()), world.close()]));
  const gateway = await openGateway({ project: PROJECT, world, deliveries, manifest: () => manifest, source, sources }, options.port)
    .catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  const address = gateway.address();
  url = `http://localhost:${typeof address === "object" && address !== null ? address.port : options.port}`;

  return {
    url,
    world,
    sources,
    functions,
    async reload() {
      const before = manifest;
      manifest = await readManifest(options.dist);
      const changed = Object.keys(manifest.functions).filter((name) => manifest.functions[name]?.bundle !== before.functions[name]?.bundle);
      for (const name of changed) {
        await functions.get(name)?.stop();
        add(name);
      }
      createTopics(world.pubsub.broker, manifest);
      return changed;
    },
    async close() {
      gateway.closeAllConnections();
      await Promise.all([stop(), new Promise((resolve) => gateway.close(resolve))]);
    },
  };
}

async function readManifest(dist: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
  } catch (error) {
    throw new Error(`${manifestPath} can't be read: run npm run build first.`, { cause: error });
  }
}

function sourcesOf({ functions }: Manifest, url: string): SourceInfo[] {
  return Object.entries(functions).filter(([, { kind }]) => kind === "source").map(([name, { path = "", signature = "" }]) => ({
    name,
    url: url + path,
    scheme: signature,
    secrets: [signingSecret(name)],
  }));
}

/** endpointOf() in topics.ts made the URL. */
function functionAt(functions: ReadonlyMap<string, FunctionProcess>, endpoint: string): FunctionProcess {
  const name = new URL(endpoint).hostname.replace(/\.function\.invalid$/, "");
  const found = functions.get(name);
  if (found === undefined) throw new Error(`no function ${name} to push to`);
  return found;
}
