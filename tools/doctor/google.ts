import { CommandError, UsageError } from "../../local/core/problems.ts";
import { textIn } from "../json.ts";
import { type Ask, type Endpoints, GoogleRefusal } from "../google/ask.ts";
import { Unasked } from "./unasked.ts";
import type { Api, Google } from "./world.ts";

/** APIs whose policies are read by POST. */
const POSTED: readonly Api[] = ["cloudresourcemanager", "iam"];

/** Asks each question once, however many checks need it. */
export function askGoogle(project: string, ask: Ask, at: Endpoints): Google {
  const answers = new Map<string, Promise<unknown>>();
  const once = (method: "GET" | "POST", url: string, permission: string) => {
    const answer =
      answers.get(url) ?? orUnasked(ask(method, url, method === "POST" ? {} : undefined), project, permission);
    answers.set(url, answer);
    return answer;
  };
  return {
    get: (api, path, permission) => once("GET", at[api] + path, permission),
    policy: (api, path, permission) =>
      once(POSTED.includes(api) ? "POST" : "GET", `${at[api]}${path}:getIamPolicy`, permission),
  };
}

async function orUnasked(answer: Promise<unknown>, project: string, permission: string): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GoogleRefusal && error.status === 404) return undefined;
    if (error instanceof CommandError) throw new Unasked(whyOf(error, project, permission), { cause: error });
    throw error;
  }
}

function whyOf(error: CommandError, project: string, permission: string): string {
  if (!(error instanceof GoogleRefusal)) return error.message;
  if (error.disabledApi !== undefined) return `${error.disabledApi} is disabled in ${project}`;
  return error.isOfPermission ? `the permission ${permission} is missing` : error.message;
}

/** The project's number, which also shows that the project exists and is readable. @throws UsageError */
export async function readProjectNumber(project: string, ask: Ask, at: Endpoints): Promise<string> {
  const asked = ask("GET", `${at.cloudresourcemanager}/v1/projects/${project}`);
  return textIn(await orUsageError(asked, project), "projectNumber");
}

/** For questions without whose answer nothing can be checked. @throws UsageError */
export async function orUsageError<Answer>(asked: Promise<Answer>, project: string): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new UsageError(reasonOf(error, project), { cause: error });
  }
}

function reasonOf(error: CommandError, project: string): string {
  if (!(error instanceof GoogleRefusal)) return error.message;
  if (error.disabledApi !== undefined)
    return `${error.disabledApi} is disabled: gcloud services enable ${error.disabledApi} --project ${project}`;
  return error.isOfPermission || error.status === 404
    ? `Google has no project ${project}, or this account may not read it: is the id right, and has the account ` +
        "roles/viewer and roles/iam.securityReviewer there?"
    : error.message;
}
