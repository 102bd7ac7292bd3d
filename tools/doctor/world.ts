import type { Endpoints } from "../google/ask.ts";
import type { ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import type { Manifest } from "../../bundler/write/manifest.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import type { Place } from "../describe/uses.ts";
import type { SeenOrg } from "./org.ts";
import type { Grants } from "./permission-set.ts";
import type { SeenWorkspace } from "./workspace.ts";

/** A deployed function of the copy. */
export interface DeployedFunction {
  /** Also the name of its Cloud Run service. */
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

/** Google's REST APIs. Each question is asked at most once. */
export interface Google {
  /**
   * Undefined if it does not exist (404).
   * @param permission needed for the question; named if Google refuses
   * @throws Unasked
   */
  get(api: Api, path: string, permission: string): Promise<unknown>;
  /** IAM policy of a resource. Undefined if it does not exist. @throws Unasked */
  policy(api: Api, path: string, permission: string): Promise<unknown>;
}

export type Api = keyof Endpoints;

/** What the checks look at. */
export interface World {
  readonly project: string;
  /** The project's number, from which Google derives its agents' names. */
  readonly projectNumber: string;
  readonly prefix: string;
  readonly now: number;
  /** What this checkout declares. */
  readonly manifest: Manifest;
  /** The deployed functions, by their names in the manifest. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly google: Google;
  readonly org: SeenOrg;
  readonly workspace: SeenWorkspace;
  /** schemas/salesforce, and the places that may name a field. */
  readonly objects: readonly ObjectDescription[];
  readonly places: readonly Place[];
  /** What salesforce/force-app grants. */
  readonly permissions: readonly Grants[];
}

/** The role by which handlers pause themselves and the keeper resumes them: terraform/keeper.tf. */
export function pauseRoleOf({ project, prefix }: Pick<World, "project" | "prefix">): string {
  return `projects/${project}/roles/${prefix.replaceAll("-", "_")}ycat_pause`;
}

/** Names of the copy's resources, as in terraform/names.tf. */
export function accountOf({ project }: Pick<World, "project">, id: string): string {
  return `${id}@${project}.iam.gserviceaccount.com`;
}
