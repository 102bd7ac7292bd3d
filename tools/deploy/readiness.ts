import { entriesIn, listIn, memberOf, textIn } from "../json.ts";
import { CommandError } from "../../local/core/problems.ts";
import { CredentialsError, type Google, GoogleRefusal } from "../google/ask.ts";
import { printable } from "../printing.ts";

/** What must be true after an apply. */
export interface Condition {
  /** Printed once it is true. */
  readonly sentence: string;
  /** What it still lacks. Empty once it is true. */
  readonly look: () => Promise<readonly Lack[]>;
}

export interface Lack {
  readonly what: string;
  /** Waiting does not help. */
  readonly isFinal: boolean;
}

/** A domain's A records. Undefined if unknown. */
export type Resolve = (domain: string) => Promise<readonly string[] | undefined>;

/** Gets a Google URL as JSON. */
type Get = (url: string) => Promise<unknown>;

/** The conditions for what was deployed, from Terraform's outputs. */
export function conditionsOf(outputs: unknown, { ask, urls }: Google, resolve: Resolve): Condition[] {
  const deployment = memberOf(outputs, "deployment", "value");
  const project = textIn(deployment, "project");
  const get: Get = (url) => ask("GET", url);
  const place = `projects/${project}/locations/${textIn(deployment, "region")}`;
  const services = entriesIn(deployment, "services");
  const invokers = new Map(services.filter(([, invoker]) => invoker !== null));
  const target = { domain: textIn(deployment, "domain"), address: textIn(outputs, "address", "value") };
  const certificate = textIn(deployment, "certificate");
  const certificateUrl = `${urls.compute}/compute/v1/projects/${project}/global/sslCertificates/${certificate}`;
  const lookAtBuild = (name: string) => lookAtFunction(name, `${urls.functions}/v2/${place}/functions/${name}`, get);
  const lookAtAccess = (name: string) =>
    lookAtInvoker(name, invokers.get(name), `${urls.run}/v2/${place}/services/${name}:getIamPolicy`, get);
  return [
    condition(
      "Built and ACTIVE",
      services.map(([name]) => name),
      lookAtBuild,
    ),
    condition("Open to the account that calls", [...invokers.keys()], lookAtAccess),
    condition("With an ACTIVE certificate", certificate === "" ? [] : [target.domain], () =>
      lookAtCertificate(certificateUrl, target, get, resolve),
    ),
  ].filter(({ names }) => names.length > 0);
}

/** A question that Google does not answer counts as a lack too. @throws CredentialsError */
function condition(claim: string, names: readonly string[], look: (name: string) => Promise<Lack | undefined>) {
  return {
    names,
    sentence: `${claim}: ${names.join(", ")}.`,
    async look() {
      const lacks = await Promise.all(
        names.map((name) =>
          look(name).catch((error: unknown) => {
            if (!(error instanceof CommandError) || error instanceof CredentialsError) throw error;
            return { what: `${name}: ${error.message}`, isFinal: error instanceof GoogleRefusal && isFinal(error) };
          }),
        ),
      );
      return lacks.filter((lack) => lack !== undefined);
    },
  };
}

/** What was just created may not be found for a while. */
function isFinal({ status }: GoogleRefusal): boolean {
  return status < 500 && status !== 404 && status !== 429;
}

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#State */
async function lookAtFunction(name: string, url: string, get: Get): Promise<Lack | undefined> {
  const answer = await get(url);
  const state = textIn(answer, "state");
  if (state === "ACTIVE") return undefined;
  const messages = listIn(answer, "stateMessages")
    .map((message) => textIn(message, "message"))
    .join(" ");
  const what = `${name} is ${state || "in no state"}${messages === "" ? "" : `: ${messages}`}`;
  return { what: printable(what), isFinal: state === "FAILED" };
}

async function lookAtInvoker(name: string, member: unknown, url: string, get: Get): Promise<Lack | undefined> {
  const policy = await get(url);
  const invokers = listIn(policy, "bindings").filter((binding) => textIn(binding, "role") === "roles/run.invoker");
  if (invokers.some((binding) => listIn(binding, "members").includes(member))) return undefined;
  return { what: `${String(member)} may not call ${name} yet: it lacks roles/run.invoker there`, isFinal: false };
}

/** https://cloud.google.com/load-balancing/docs/ssl-certificates/troubleshooting#domain-status */
const DOMAIN_STATUS: Readonly<Record<string, string>> = {
  FAILED_CAA_CHECKING: "its CAA records can't be read",
  FAILED_CAA_FORBIDDEN: "its CAA records must allow pki.goog",
  FAILED_NOT_VISIBLE: "Google has not seen its A record yet; an AAAA record that points elsewhere hinders it too",
  FAILED_RATE_LIMITED: "too many certificates were asked for; Google tries again by itself",
};

interface Target {
  readonly domain: string;
  readonly address: string;
}

async function lookAtCertificate(url: string, target: Target, get: Get, resolve: Resolve): Promise<Lack | undefined> {
  const { domain, address } = target;
  const managed = memberOf(await get(url), "managed");
  if (textIn(managed, "status") === "ACTIVE") return undefined;
  const records = await resolve(domain);
  if (records?.includes(address) === false) {
    const has = records.length === 0 ? "has no A record" : `points to ${records.join(", ")}`;
    const what = `DNS: ${domain} ${has}; its A record has to be ${address}, without a proxy such as Cloudflare's before it`;
    return { what, isFinal: false };
  }
  const status = textIn(managed, "domainStatus", domain) || textIn(managed, "status");
  const told = DOMAIN_STATUS[status] ?? "Google takes some minutes, at times an hour, once DNS is right";
  const what = `the certificate of ${domain} is ${status}: ${told}; the A record has to be ${address}`;
  return { what, isFinal: false };
}
