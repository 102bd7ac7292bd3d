import { createHash } from "node:crypto";
import customerio from "../../../functions/clients/customerio/client.ts";
import { track, type TrackRequest } from "../../../functions/clients/customerio/track.ts";
import { logIn } from "../../../functions/clients/salesforce/api/login.ts";
import type { OrgRecord } from "../../../functions/clients/salesforce/api/queries.ts";
import { recordsOf, type Records } from "../../../functions/clients/salesforce/api/records.ts";
import { refusalError } from "../../../functions/clients/salesforce/api/errors.ts";
import type { Org } from "../../../functions/clients/salesforce/api/rest.ts";
import { createSessions } from "../../../functions/clients/salesforce/api/sessions.ts";
import { readConfiguration, type SalesforceSettings } from "../../../functions/clients/salesforce/settings.ts";
import type { FieldValues, Salesforce } from "../../../functions/clients/salesforce/salesforce.ts";
import salesforce from "../../../functions/clients/salesforce/client.ts";
import type { ClientCall, ClientSpecification } from "../../../functions/runtime/define/client.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";

/**
 * The systems as the handlers of these tests see them: single records and single calls, for with the real clients' rules
 * most mistakes can't be made.
 */
export interface RawSystems {
  readonly records: RawRecords;
  /** The real client. */
  readonly people: Salesforce;
  readonly track: (request: TrackRequest) => Promise<void>;
}

interface RawRecords extends Records {
  /** All rows of a query that asks for Id. */
  query(soql: string): Promise<OrgRecord[]>;
}

function rawRecordsOf(org: Org, call: ClientCall): RawRecords {
  const records = recordsOf(org, call);
  return { ...records, query: async (text) => (await records.ask({ text })).flat() };
}

export type Form = Event<"form.submitted">;

export const rawClients = [
  {
    ...salesforce,
    connect({ settings, fetch, clock }) {
      const configured = settings as SalesforceSettings; // the client's own settings, read by its own specification
      const configuration = readConfiguration(configured);
      const line = { system: "salesforce", fetch, clock, callTimeoutMs: 10_000 };
      const org = { line, sessions: createSessions((caller) => logIn(line, caller, configuration)) };
      const forEvent = salesforce.connect({ settings: configured, fetch, clock });
      return (call) => ({ records: rawRecordsOf(org, call), people: forEvent(call) }) as never; // candidates.ts alone looks at it
    },
  },
  {
    ...customerio,
    connect({ settings, fetch, clock }) {
      const line = { system: "customerio", fetch, clock, callTimeoutMs: 5_000 };
      const keys = `${settings["CUSTOMERIO_SITE_ID"]}:${settings["CUSTOMERIO_API_KEY"]}`;
      const authorization = `Basic ${Buffer.from(keys).toString("base64")}`;
      const workspace = { line, trackUrl: settings["CUSTOMERIO_TRACK_URL"] ?? "", authorization };
      return (call) => ({ track: (request: TrackRequest) => track(workspace, call, request) }) as never;
    },
  },
] as const satisfies readonly ClientSpecification[];

/** Right steps, of which each wrong handler gets one wrong. */

export async function findLead({ records }: RawSystems, email: string): Promise<string | undefined> {
  const [lead] = await records.query(
    `SELECT Id FROM Lead WHERE Email = '${escaped(email)}' AND IsConverted = false ORDER BY CreatedDate, Id LIMIT 1`,
  );
  return lead?.id;
}

export async function createLead({ records }: RawSystems, { data }: Form, fields: object = {}): Promise<string> {
  const key = createHash("sha256").update(data.email).digest("hex");
  const lead = {
    FirstName: data.firstName,
    LastName: data.lastName,
    Company: data.company,
    Email: data.email,
    Person_Key__c: key,
    ...fields,
  };
  const { id, refusal } = {
    id: undefined,
    refusal: undefined,
    ...(await records.create("Lead", lead, { expected: ["DUPLICATE_VALUE"] })),
  };
  if (refusal === undefined) return id ?? "";
  const found =
    refusal.code === "DUPLICATE_VALUE"
      ? await records.read("Lead", key, { fields: ["Email"], keyField: "Person_Key__c" })
      : undefined;
  if (found === undefined) throw refusalError(refusal);
  return found.id;
}

export async function updateLead({ records }: RawSystems, id: string, fields: FieldValues): Promise<void> {
  const [{ refusal } = {}] = await records.updateAll([{ type: "Lead", id, fields }]);
  if (refusal !== undefined) throw refusalError(refusal);
}

export const CAMPAIGN = "701Hs0000000001IAA";

export async function ensureMember({ records }: RawSystems, lead: string): Promise<void> {
  const members = await records.query(
    `SELECT Id FROM CampaignMember WHERE CampaignId = '${CAMPAIGN}' AND LeadId = '${lead}'`,
  );
  if (members.length > 0) return;
  const { refusal } = await records.create(
    "CampaignMember",
    { CampaignId: CAMPAIGN, LeadId: lead },
    { expected: ["DUPLICATE_VALUE"] },
  );
  if (refusal !== undefined && refusal.code !== "DUPLICATE_VALUE") throw refusalError(refusal);
}

export async function identify({ track: send }: RawSystems, { source, id, data, time }: Form): Promise<void> {
  await send({
    method: "PUT",
    path: customerPath(data),
    operation: "PUT /customers/{id}",
    body: { first_name: data.firstName, _timestamp: Math.floor(Date.parse(time) / 1000) },
    key: keyOf({ source, id }),
  });
}

/** By which the sweep sends again what customer.io has dropped. */
function keyOf({ source, id }: Pick<Form, "source" | "id">): string {
  return JSON.stringify([source, id]);
}

/** Which is no id of customer.io's own: those begin with cio_. */
export function customerPath({ email }: Pick<Form["data"], "email">): string {
  return `/api/v1/customers/${encodeURIComponent(email.replace(/^cio_/, "CIO_"))}`;
}

export async function sendEvent(
  { track: send }: RawSystems,
  { source, id, data, time }: Form,
  { name = "form_submitted", eventId = ulidOf(`${source} ${id} ${name}`) } = {},
): Promise<void> {
  await send({
    method: "POST",
    path: `${customerPath(data)}/events`,
    operation: "POST /customers/{id}/events",
    body: { name, id: eventId, timestamp: Math.floor(Date.parse(time) / 1000), data: { message: data.message } },
    record: `${name}/${eventId}`,
    key: keyOf({ source, id }),
  });
}

/** 26 digits of a hash are a ULID's shape. */
export function ulidOf(text: string): string {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)
    .toString(10)
    .slice(0, 26)
    .replace(/^[89]/, "7");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\']/g, "\\$&");
}
