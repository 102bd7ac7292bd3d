import { nearest } from "../../functions/runtime/define/nearest.ts";
import { isObject, membersOf } from "../../functions/runtime/objects.ts";
/** A fault and its path. */
export interface Fault {
  readonly path: readonly string[];
  readonly fault: string;
}

/**
 * What is wrong with functions/configuration/campaigns.json, in sentences that name the form. A form has a campaign's id, or
 * `{ "campaignId": "701…", "status": "Responded" }`.
 */
export function campaignFaults(forms: unknown): Fault[] {
  return faultsIn(forms, (value) => {
    const { campaignId, status, ...others } = typeof value === "object" ? membersOf(value) : { campaignId: value };
    return [
      ...campaignIdFaults(campaignId, ': as a text, or as "campaignId".'),
      ...(status === undefined || isText(status)
        ? []
        : ['has a "status" that is none: one of the campaign\'s member statuses, as a text.']),
      ...Object.keys(others).map((name) => `has "${name}"; "campaignId" and "status" are possible.`),
    ];
  });
}

/**
 * What is wrong with functions/configuration/occasions.json, in sentences that name the occasion, as
 * `"zoom:99912345678": { "campaignId": "701…", "statuses": { "no_show": "Missed it" }, "createStatuses": true }`.
 */
export function occasionFaults(occasions: unknown, { statuses, sources }: Usable): Fault[] {
  // Zoom shows numbers with blanks, and sends them without.
  const id = { pattern: /^[^:]+:(?!\d+(?: \d+)+$)./, what: "occasion's id: SOURCE:ID, a number without blanks" };
  return faultsWithStatuses(occasions, { id, statuses, sources, type: "registration.changed" });
}

/** As functions/sources/customerio.ts writes them. */
const CUSTOMERIO_MAILING = /^customerio:(?:newsletter|broadcast|transactional|campaign):./;

/**
 * What is wrong with functions/configuration/mailings.json, as above: `"customerio:newsletter:7": { "campaignId": "701…" }`. A
 * misspelt id would leave out all that is reported of the mailing.
 */
export function mailingFaults(mailings: unknown, { statuses, sources }: Usable): Fault[] {
  const id = { pattern: /^[^:]+:[^:]+:./, what: "mailing's id: SOURCE:KIND:ID" };
  const unknownKinds = faultsIn(mailings, (_, name) =>
    id.pattern.test(name) && name.startsWith("customerio:") && !CUSTOMERIO_MAILING.test(name)
      ? ["is none of customer.io's: newsletter, broadcast, transactional and campaign are."]
      : [],
  );
  return [...unknownKinds, ...faultsWithStatuses(mailings, { id, statuses, sources, type: "email.reported" })];
}

interface Usable {
  readonly statuses: readonly string[];
  /** Those that publish events of these entries. */
  readonly sources: readonly string[];
}

interface Known extends Usable {
  readonly id: { readonly pattern: RegExp; readonly what: string };
  /** The event type that has such ids. */
  readonly type: string;
}

function faultsWithStatuses(entries: unknown, known: Known): Fault[] {
  const { id, statuses } = known;
  return faultsIn(entries, (value, name) => {
    const { campaignId, statuses: labels = {}, createStatuses = false, ...others } = membersOf(value);
    const isId = id.pattern.test(name) && name.length <= 100;
    return [
      ...(isId ? sourceFaults(name, known) : [`is no ${id.what}, 100 characters at most.`]),
      ...campaignIdFaults(campaignId, ', as "campaignId".'),
      ...(isObject(labels)
        ? labelFaults(labels, statuses)
        : ['has "statuses" that are none: a status\'s name for each.']),
      ...(typeof createStatuses === "boolean" ? [] : ['has a "createStatuses" that is neither true nor false.']),
      ...Object.keys(others).map(
        (other) => `has "${other}"; "campaignId", "statuses" and "createStatuses" are possible.`,
      ),
    ];
  });
}

/** One that is no source's, and no misspelt one's, may stand in the events of a source that passes ids on, as app does. */
function sourceFaults(name: string, { sources, type }: Known): string[] {
  const [source = ""] = name.split(":", 1);
  if (sources.length === 0)
    return [`is no longer reported: no source here publishes ${type}. Remove it as its source was removed.`];
  const near = nearest(source, sources, (one) => one.length / 3);
  return near === undefined || near === source
    ? []
    : [`is of no source that publishes ${type} (did you mean "${near}"?).`];
}

/**
 * What is wrong with functions/configuration/salesforce.json, in sentences that name the org: `"00D…": "005…"`, the user that
 * ycat works as there.
 */
export function salesforceFaults(orgs: unknown): Fault[] {
  return faultsIn(orgs, (user, org) => [
    ...(isIdOf("00D", org) ? [] : ["is no org's id, 15 or 18 characters that begin with 00D."]),
    ...(isIdOf("005", user) ? [] : ["needs the id of ycat's user there, 15 or 18 characters that begin with 005."]),
  ]);
}

function labelFaults(labels: object, statuses: readonly string[]): string[] {
  return Object.entries(labels).flatMap(([status, label]) => [
    ...(statuses.includes(status) ? [] : [`names the status "${status}"; there are ${statuses.join(", ")}.`]),
    ...(isText(label) ? [] : [`calls "${status}" what is no name: one of the campaign's member statuses, as a text.`]),
  ]);
}

function faultsIn(entries: unknown, faultsOf: (value: unknown, name: string) => string[]): Fault[] {
  return Object.entries(Object(entries)).flatMap(([name, value]) =>
    faultsOf(value, name).map((fault) => ({ path: [name], fault: `"${name}" ${fault}` })),
  );
}

/** A campaign has only one spelling, by which events that concern it are grouped. */
function campaignIdFaults(value: unknown, where: string): string[] {
  if (!isIdOf("701", value)) return [`needs a campaign's id, 18 characters that begin with 701${where}`];
  const long = longId(value.slice(0, 15));
  if (value.length === 15) return [`has the 15 characters of a campaign's id that pages show: write ${long}.`];
  return value === long
    ? []
    : ["has a campaign's id in which capitals have become small, or small ones capitals: copy it again."];
}

const ENDINGS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/** The last three of 18 characters encode which of the first 15 are capitals, one bit each. */
function longId(short: string): string {
  const capitals = Array.from(short, (letter) => (/[A-Z]/.test(letter) ? 1 : 0));
  const endings = [0, 5, 10].map((from) =>
    capitals.slice(from, from + 5).reduce<number>((bits, bit, place) => bits + bit * 2 ** place, 0),
  );
  return short + endings.map((ending) => ENDINGS[ending]).join("");
}

function isIdOf(prefix: string, value: unknown): value is string {
  return typeof value === "string" && value.startsWith(prefix) && /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
