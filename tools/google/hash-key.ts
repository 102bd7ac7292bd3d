import { hashOrderingKey } from "../../functions/runtime/log.ts";
import { CommandError } from "../../local/core/problems.ts";
import { textIn } from "../json.ts";
import type { Google } from "./ask.ts";

const SECRET = "log-hash-key";

/**
 * The hash of an address in a project's logs. The key comes from LOG_HASH_KEY, or else from Secret Manager.
 * @throws CommandError if this account may not read it
 */
export async function hashIn(
  { project, ask, urls }: Google,
  prefix: string,
  email: string,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined && given !== "") return hashOrderingKey(email, given);
  const path = `v1/projects/${encodeURIComponent(project)}/secrets/${prefix}${SECRET}/versions/latest:access`;
  const data = textIn(await ask("GET", `${urls.secretmanager}/${path}`), "payload", "data");
  if (data === "") throw new CommandError(`The secret ${prefix}${SECRET} of project ${project} is empty.`);
  return hashOrderingKey(email, Buffer.from(data, "base64").toString());
}
