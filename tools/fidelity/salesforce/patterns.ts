import { type Besides, exchange, type Exchange } from "../exchange.ts";
import { aText, type Pattern } from "../match.ts";

/** The body of a refusal: one item. */
export function refusal(errorCode: Pattern, message: Pattern = aText, fields?: Pattern): Pattern {
  return [{ errorCode, message, ...(fields !== undefined && { fields }) }];
}

/** A refused item of a collection: the code has another name there, and there is no id. */
export function refusedItem(statusCode: Pattern, message: Pattern, fields: Pattern): Pattern {
  return { success: false, errors: [{ statusCode, message, fields }] };
}

export const ids = {
  Account: /^001[0-9A-Za-z]{15}$/,
  Campaign: /^701[0-9A-Za-z]{15}$/,
  CampaignMember: /^00v[0-9A-Za-z]{15}$/,
  CampaignMemberStatus: /^01Y[0-9A-Za-z]{15}$/,
  Contact: /^003[0-9A-Za-z]{15}$/,
  Lead: /^00Q[0-9A-Za-z]{15}$/,
  Task: /^00T[0-9A-Za-z]{15}$/,
};

export function created(id: RegExp): Pattern {
  return { id, success: true, errors: [] };
}

export function creates(name: string, type: keyof typeof ids, body: unknown, besides?: Besides): Exchange {
  return exchange(name, { method: "POST", path: `/sobjects/${type}`, body }, 201, created(ids[type]), besides);
}

/** A Lead that every org accepts, with a different e-mail in each run. */
export const lead = { LastName: "ycat fidelity", Company: "ycat fidelity", Email: "ycat-{run}@example.com" };

export function query(soql: string): string {
  return `/query?q=${encodeURIComponent(soql).replaceAll(/%7B(\w+)%7D/g, "{$1}")}`;
}
