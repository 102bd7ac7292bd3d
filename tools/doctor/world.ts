import type { ObjectDescription } from "../../bundler/read/object-description.ts";
import type { Manifest, ManifestFunction } from "../../bundler/write/manifest.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import type { Place } from "../describe/uses.ts";
import type { SeenOrg } from "./org.ts";
import type { Grants } from "./permission-set.ts";
import type { SeenWorkspace } from "./workspace.ts";

/** A function of the copy, as Google has it. */
export interface DeployedFunction {
  /** Of its Cloud Run service, too. */
  readonly name: string;
  readonly region: string;
  readonly state: string;
  readonly uri: string;
  readonly account: string;
  readonly timeoutSeconds: number;
  readonly ingress: string;
  readonly settings: Environment;
  /** Secret and version, by environment variable. */
  readonly secrets: ReadonlyMap<string, { readonly secret: string; readonly version: string }>;
}

/** Google's REST APIs, each question at most once. */
export interface Google {
  /**
   * Undefined of what is not there (404).
   * @param permission that the question takes: said where it is refused
   * @throws Unasked
   */
  get(api: Api, path: string, permission: string): Promise<unknown>;
  /** Who has been granted what on something: its IAM policy. Undefined of what is not there. @throws Unasked */
  policy(api: Api, path: string, permission: string): Promise<unknown>;
}

export type Api =
  | "pubsub"
  | "monitoring"
  | "run"
  | "compute"
  | "secretmanager"
  | "cloudscheduler"
  | "iam"
  | "functions"
  | "cloudresourcemanager";

/** What checks look at. */
export interface World {
  readonly project: string;
  /** The project's, of which Google makes its agents' names. */
  readonly projectNumber: string;
  readonly prefix: string;
  readonly now: number;
  /** What this checkout declares. */
  readonly manifest: Manifest;
  /** What is deployed of it, by the manifest's names. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly google: Google;
  readonly org: SeenOrg;
  readonly workspace: SeenWorkspace;
  /** schemas/salesforce, and what may name a field of it. */
  readonly objects: readonly ObjectDescription[];
  readonly places: readonly Place[];
  /** What salesforce/force-app grants. */
  readonly permissions: readonly Grants[];
}

/** All functions that the checkout declares, keeper and sweep among them. */
export function declared({ keeper, sweep, functions }: Manifest): [string, ManifestFunction][] {
  const kept: [string, ManifestFunction][] = [...Object.entries(functions), ["keeper", keeper]];
  return sweep === undefined ? kept : [...kept, [SWEEP, sweep]];
}

/** Names of the copy, as Terraform makes them: terraform/names.tf. */
export function accountOf({ project }: Pick<World, "project">, id: string): string {
  return `${id}@${project}.iam.gserviceaccount.com`;
}
