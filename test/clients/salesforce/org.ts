import specification from "../../../local/salesforce/stand-in.ts";
import { type Usage, usageIn } from "../../../functions/runtime/define/usage.ts";
import type { Salesforce as Client } from "../../../functions/clients/salesforce/salesforce.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import type { FaultRule } from "../../../local/core/faults.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import type { SalesforceOptions } from "../../../local/salesforce/salesforce.ts";
import { keepLines, salesforceInstance, salesforceProbe } from "../connect.ts";

export const CAMPAIGN = "701000000000001AAA";
export const EMAIL = "o'brien+x@example.com";
/** When somebody decided about e-mail. */
export const AT = "2026-11-26T10:00:00Z";

/** A stand-in org with one campaign, and an instance's client of it. */
export function startOrg(
  options: Partial<SalesforceOptions> = {},
  settings: Record<string, string> = {},
  instances?: number,
) {
  const clock = new VirtualClock();
  const faults = createFaults([specification]);
  const org = createSalesforce({ clock, faults, ...options });
  org.seed({ Campaign: [{ Id: CAMPAIGN, Name: "Contact sales" }] });
  const { log, lines } = keepLines();
  const calls: string[] = [];
  const urls: string[] = [];
  const bodies: unknown[] = [];
  const answer = async (request: Request) => {
    const body = await request.clone().text();
    const type = request.headers.get("content-type") ?? "";
    if (body.startsWith("{") !== type.startsWith("application/json"))
      throw new Error(`${type} is not what the body is`);
    if (body.startsWith("{")) bodies.push(JSON.parse(body));
    const path = new URL(request.url).pathname.replace(/^\/services\/data\/v[\d.]+/, "");
    calls.push(`${request.method} ${path}`);
    urls.push(request.url);
    return org.fetch(request);
  };
  const environment = { fetch: inProcessFetch(answer), clock, settings, ...(instances !== undefined && { instances }) };
  const forEvent = salesforceInstance(environment);
  let usage: Usage | undefined;
  const deadline = new AbortController();
  return {
    clock,
    faults,
    org,
    lines,
    calls,
    urls,
    bodies,
    deadline,
    forEvent,
    client: forEvent({ log, signal: deadline.signal }),
    probe: () => salesforceProbe(environment, { log, onAnswer: (_, { headers }) => (usage = usageIn(headers)) }),
    usage: () => usage,
    addFault: (rule: Omit<FaultRule, "system">) => faults.add({ system: "salesforce", ...rule }),
    records: (type: string) => org.state()[type] ?? [],
  };
}

/** What the handler of a form does, in short. */
export async function deliver(client: Client): Promise<void> {
  const person =
    (await client.findPerson(EMAIL)) ?? (await client.createLead(EMAIL, { LastName: "O'Brien", Company: "Acme" }));
  await client.ensureCampaignMember(CAMPAIGN, person);
}

/** Until everything that needs no time to pass has happened. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A person as other people enter one. */
export const lead = (fields: object = {}) => ({ LastName: "O'Brien", Company: "Acme", Email: EMAIL, ...fields });
export const contact = (fields: object = {}) => ({ LastName: "O'Brien", Email: EMAIL, ...fields });
