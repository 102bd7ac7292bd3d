import { listIn, memberOf, textIn, textsIn } from "../json.ts";

/** A resource in a plan, whether it changes or not. */
export interface Change {
  readonly address: string;
  /** Its address without the key: `google_pubsub_topic.event`. */
  readonly kind: string;
  readonly type: string;
  /** Its for_each key. Empty for a single resource. */
  readonly key: string;
  readonly action: "none" | "create" | "update" | "replace" | "delete";
  /** Attributes now and after the apply, without those known only after the apply. */
  readonly before: unknown;
  readonly after: unknown;
  /** Attributes that can't be changed in place. */
  readonly replacedFor: readonly string[];
}

export interface Plan {
  readonly project: string;
  readonly prefix: string;
  readonly region: string;
  readonly retired: readonly string[];
  readonly changes: readonly Change[];
  /** Addresses of what has been deleted outside Terraform since the last apply. */
  readonly gone: readonly string[];
}

/** Reads `terraform show -json` of a saved plan: https://developer.hashicorp.com/terraform/internals/json-format */
export function readPlan(json: unknown): Plan {
  const variable = (name: string) => textIn(json, "variables", name, "value");
  const changes = listIn(json, "resource_changes").filter(isManaged).map(readChange);
  const planned = new Set(changes.map(({ address }) => address));
  const drifted = listIn(json, "resource_drift").filter(isManaged).map(readChange);
  return {
    project: variable("project"),
    prefix: variable("prefix"),
    region: variable("region"),
    retired: textsIn(json, "variables", "retired", "value"),
    // Resources excluded by -target are only in the state.
    changes: [...changes, ...resourcesIn(memberOf(json, "prior_state")).filter(({ address }) => !planned.has(address))],
    gone: drifted.filter(({ action }) => action === "delete").map(({ address }) => address),
  };
}

/** Reads a state from `terraform show -json` without a plan. Everything in it stays as it is. */
export function resourcesIn(state: unknown): Change[] {
  return listIn(state, "values", "root_module", "resources")
    .filter(isManaged)
    .map((entry) => {
      const values = memberOf(entry, "values");
      return { ...identityOf(entry), action: "none", before: values, after: values, replacedFor: [] };
    });
}

function isManaged(entry: unknown): boolean {
  return textIn(entry, "mode") === "managed";
}

function identityOf(entry: unknown) {
  const [type, key] = [textIn(entry, "type"), memberOf(entry, "index")];
  return {
    address: textIn(entry, "address"),
    kind: `${type}.${textIn(entry, "name")}`,
    type,
    key: typeof key === "string" || typeof key === "number" ? String(key) : "",
  };
}

function readChange(entry: unknown): Change {
  const paths = listIn(entry, "change", "replace_paths");
  return {
    ...identityOf(entry),
    action: actionOf(textsIn(entry, "change", "actions")),
    before: memberOf(entry, "change", "before"),
    after: memberOf(entry, "change", "after"),
    replacedFor: paths.map((path) => textIn(path, 0)).filter((name) => name !== "" && name !== "id"),
  };
}

function actionOf(actions: readonly string[]): Change["action"] {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "delete";
  return (["create", "update"] as const).find((action) => actions.includes(action)) ?? "none";
}

/** Whether the present resource will no longer exist. */
export function isLost({ action }: Change): boolean {
  return action === "delete" || action === "replace";
}
