import specification from "../../../local/salesforce/stand-in.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import type { Faults } from "../../../local/core/faults.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import type { Salesforce, SalesforceOptions } from "../../../local/salesforce/salesforce.ts";

/** An answer with its body read. */
export interface Answered {
  status: number;
  headers: Headers;
  // Each test knows the shape it asks for; a wrong guess fails it.
  body: any; // oxlint-disable-line typescript/no-explicit-any
}

/** An org with a logged-in caller, called without a socket. */
export interface OpenOrg {
  salesforce: Salesforce;
  clock: VirtualClock;
  faults: Faults;
  /** Calls a path below /services/data/v60.0/. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  query(soql: string): Promise<Answered>;
}

const ORIGIN = "http://salesforce.test";

export function openOrg(options: Partial<SalesforceOptions> = {}): OpenOrg {
  const clock = new VirtualClock();
  const faults = createFaults([specification]);
  const salesforce = createSalesforce({ clock, faults, random: () => 0.5, ...options });
  const token = salesforce.openSession();
  const call: OpenOrg["call"] = async (method, path, body, headers = {}) => {
    const address = path.startsWith("/") ? path : `/services/data/v60.0/${path}`;
    const response = await salesforce.fetch(
      new Request(ORIGIN + address, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  return { salesforce, clock, faults, call, query: (soql) => call("GET", `query?q=${encodeURIComponent(soql)}`) };
}

/** A Lead that the org accepts. */
export const lead = { LastName: "Doe", Company: "Acme", Email: "jo@acme.example" };
