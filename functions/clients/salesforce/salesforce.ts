import type { Connection } from "jsforce/lib/core.js";
import type { DeliveryError } from "../../runtime/define/errors.ts";
import type { OrgObjects } from "../../../schemas/salesforce/org.ts";

/** A person in Salesforce: every record with that e-mail, and the one that new records refer to. */
export interface Person {
  /** The normalised e-mail that the records were found by. */
  readonly email: string;
  /** What a new CampaignMember refers to: the Contact if there is one, else the open Lead. */
  readonly record: { readonly type: "Contact" | "Lead"; readonly id: string };
  /** When that record was created: RFC 3339. */
  readonly createdAt: string;
  /** Membership is checked over all of these: a person can be both a Contact and a Lead. */
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
}

export type FieldValue = string | number | boolean | null;

/** Field values by API name; undefined ones are left out. */
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;

/** An object that schemas/salesforce describes. */
export type ObjectName = keyof OrgObjects;

type Values<Name extends ObjectName> = OrgObjects[Name]["values"];

type Words<Name extends ObjectName> = OrgObjects[Name]["words"];

/** Text that is known only at run time: see Salesforce.freeText. */
export type FreeText = string & { readonly [isFree]: true };
declare const isFree: unique symbol;

/**
 * A restricted picklist's values; nearly anything else for other fields. Compound addresses are read and written by
 * their parts.
 */
type ValueOf<Name extends ObjectName, Field extends keyof Values<Name>> = FieldValue &
  (Field extends keyof Words<Name> ? Words<Name>[Field] | FreeText : Values<Name>[Field]);

type Some<Name extends ObjectName, Fields extends string> = {
  readonly [Field in Fields & keyof Values<Name>]?: ValueOf<Name, Field> | null | undefined;
};

/** The fields of a new record; undefined, null and blank values are left out. */
export type NewFields<Name extends ObjectName> = Some<Name, OrgObjects[Name]["createable"]>;

/** The changes to a record: null empties the field, undefined leaves it alone. */
export type ChangedFields<Name extends ObjectName> = Some<Name, OrgObjects[Name]["updateable"]>;

/** A field of the object, or of one that it refers to: `Owner.Email`. */
export type ReadableField<Name extends ObjectName> = (keyof Values<Name> & string) | `${string}.${string}`;

/** For each field one value or several alternatives; all fields must match. */
export type Where<Name extends ObjectName> = {
  readonly [Field in keyof Values<Name>]?: ValueOf<Name, Field> | null | readonly (ValueOf<Name, Field> | null)[];
};

export type Found<Name extends ObjectName, Field extends string> = { readonly Id: string } & {
  readonly [Each in Field]: Each extends keyof Values<Name> ? Values<Name>[Each] : FieldValue;
};

/** One field that the org keeps unique; none for an object without such a field. */
export type UniqueKey<Name extends ObjectName> = {
  [Field in OrgObjects[Name]["unique"]]: { readonly [Only in Field]: string };
}[OrgObjects[Name]["unique"]];

export interface EnsureOptions<Name extends ObjectName> extends WritingOptions<OrgObjects[Name]["createable"]> {
  /** Further fields of a new record; left alone on an existing one. */
  readonly onlyWhenNew?: NewFields<Name>;
}

export interface Ensured {
  readonly id: string;
  readonly isNew: boolean;
}

export interface WritingOptions<Field extends string> {
  /**
   * Fields without which the record must not be written: if one is refused, so is the record. Keys, Email, Status,
   * HasOptedOutOfEmail and a member's references always count among them.
   */
  readonly needed?: readonly Field[];
}

export interface NewLeadOptions extends WritingOptions<OrgObjects["Lead"]["createable"]> {
  /** Substitutes for LastName, Company and other required fields where they are empty or refused. */
  readonly standIns?: NewFields<"Lead">;
}

export interface PersonOptions extends NewLeadOptions {
  /** What is done with the person before a stand-in is replaced, and whatever comes of that. */
  readonly use?: ((person: Person) => Promise<unknown>) | undefined;
}

/** What a campaign member's status has become, and when. */
export interface MemberStatus {
  /** The label of one of the campaign's statuses, in any case. */
  readonly status: string;
  /** The time of the event that says so: RFC 3339. */
  readonly at: string;
  /** The possible statuses: of two changes in the same second, the one later in this list wins. */
  readonly order: readonly string[];
  /**
   * Whether a status that the campaign lacks is added to it, as one that counts as a response; otherwise the change is
   * refused.
   */
  readonly isCreated?: boolean;
  /** Whether someone who has responded may get it although it does not count as a response; otherwise it is refused. */
  readonly mayTakeBack?: boolean;
}

export interface MemberChange {
  /**
   * How the change compares with what stands: `news`; `repeated`, where the same status stands since an earlier time;
   * `done`, where it stands since that very time; `late`, where something later stands. Always `news` in an org that
   * keeps no times.
   */
  readonly is: "news" | "repeated" | "done" | "late";
  /** Makes the change, unless something later stands by then. */
  make(): Promise<void>;
}

/** Who is to become a member of a campaign, and with which status. */
export interface Raise {
  readonly person: Person;
  /** The label of one of the campaign's statuses, in any case. */
  readonly status: string;
}

export interface RaiseOptions {
  /** The statuses that may be raised, lowest first. Any other status was given for another reason, and stands. */
  readonly order: readonly string[];
  /** Whether a status that the campaign lacks is added to it, as one that does not count as a response. */
  readonly isCreated?: boolean;
}

export interface Raised<One extends Raise> {
  readonly of: One;
  /** Undefined on success. */
  readonly error: DeliveryError | undefined;
}

/**
 * What handlers may ask of Salesforce. Every write of these verbs is made only if it is not already so. All reject with
 * the errors of functions/runtime/define/errors.ts. docs/systems.md has how many of the day's calls each takes.
 */
export interface Salesforce {
  /**
   * The person with that normalised e-mail or its key, with what their records were converted or merged into: the oldest
   * Contact, else the oldest open Lead, else what these have become.
   * @example of a person
   * // Only looks. findOrCreatePerson(salesforce, event.data) also makes a Lead of somebody new: ../configuration/person.ts
   * salesforce.findPerson(event.subject)
   */
  findPerson(email: string): Promise<Person | undefined>;
  /** The same for many people, at some hundred per call: by e-mail, without people who were not found. */
  findPeople(emails: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /**
   * Creates a Lead; if another delivery or a human was faster, returns the person that exists now. Values that a field
   * can't hold are cut or left out, refused ones are left out, and the whole value goes into the Description: `Phone:
   * …`.
   */
  createLead(email: string, fields: NewFields<"Lead">, options?: NewLeadOptions): Promise<Person>;
  /**
   * The person whom `findPerson` finds, or else the Lead that `createLead` makes. Overwrites nothing that anybody has said: where
   * the record's last name or company is what stood in for one (`standIns`), it becomes that of `fields`; the first name comes
   * along where there is none. That comes last: what `use` does with the person does not wait for it.
   */
  ensurePerson(email: string, fields: NewFields<"Lead">, options?: PersonOptions): Promise<Person>;
  /**
   * Makes the person a member of the campaign, unless one of their records is one. The status is the one of that name,
   * else the campaign's first that counts as a response. A member who has not responded is raised to it; nobody is ever
   * lowered.
   */
  ensureCampaignMember(
    campaignId: string,
    person: Person,
    options?: { readonly status?: string | undefined },
  ): Promise<void>;
  /**
   * Compares a change of the person's membership with the current state, so that related effects can come before the
   * change: once made, it is `done`. Each record that is a member keeps the latest status and its time, in whatever
   * order changes arrive; a person who is not a member becomes one.
   */
  compareCampaignMember(campaignId: string, person: Person, change: MemberStatus): Promise<MemberChange>;
  /**
   * Makes many people members of one campaign, or raises their status: never lowers one, and gives those who have
   * responded no status that does not count as a response. Writes 200 per call, one call per campaign at a time; each
   * result is available when its call is answered. A refused or unanswered call fails its records and those that would
   * have followed. Records locked by others are retried separately until the deadline.
   */
  raiseCampaignMembers<One extends Raise>(
    campaignId: string,
    all: readonly One[],
    options: RaiseOptions,
  ): AsyncIterable<Raised<One>>;
  /**
   * Sets HasOptedOutOfEmail on every record of the person, found by e-mail, by key, by conversion and by merge, unless a
   * later event has decided otherwise. `at` is the time of the event, RFC 3339; the record of a `person` who has just been
   * created counts too, which no search may see yet.
   */
  optOutOfEmail(email: string, decided: { readonly at: string; readonly person?: Person }): Promise<void>;
  /** Undoes an opt-out, unless a later event has opted them out. */
  optInToEmail(email: string, decided: { readonly at: string }): Promise<void>;
  /**
   * The records whose fields have all these values, ordered by id; none for an empty list.
   * @example of anything salesforce.find("Task", { Event_Key__c: `${event.source}/${event.id}` }, ["Id"])
   */
  find<Name extends ObjectName, Field extends ReadableField<Name>>(
    object: Name,
    where: Where<Name>,
    fields: readonly Field[],
  ): Promise<readonly Found<Name, Field>[]>;
  /**
   * Makes sure that there is one record with that key: creates it, or changes what differs. A key that the org keeps
   * unique closes the race of two deliveries; any other leaves it open, on the handler's responsibility: `{ unique:
   * false }`.
   */
  ensure<Name extends ObjectName>(
    object: Name,
    key: UniqueKey<Name>,
    fields: ChangedFields<Name>,
    options?: EnsureOptions<Name> & { readonly unique?: true },
  ): Promise<Ensured>;
  ensure<Name extends ObjectName>(
    object: Name,
    key: NewFields<Name>,
    fields: ChangedFields<Name>,
    options: EnsureOptions<Name> & { readonly unique: false },
  ): Promise<Ensured>;
  /** Changes those fields of a record that differ. */
  update<Name extends ObjectName>(
    object: Name,
    id: string,
    fields: ChangedFields<Name>,
    options?: WritingOptions<OrgObjects[Name]["updateable"]>,
  ): Promise<void>;
  /**
   * Text for a restricted picklist that is known only at run time, such as a form's; tsc accepts only constants among
   * its values. Text that is none of the values, in any case, is left out like any value that a field can't hold.
   */
  freeText(text: string | null | undefined): FreeText | undefined;
  /**
   * SOQL with its values quoted, for a query through connection(): `` soql`SELECT Id FROM Lead WHERE Email = ${email}`
   * ``.
   */
  soql(texts: TemplateStringsArray, ...values: readonly (string | readonly string[])[]): string;
  /** Where people see the record, or the person's, in Salesforce. */
  recordUrl(of: { readonly record: { readonly type: ObjectName; readonly id: string } }): string;
  /**
   * jsforce's Connection (https://jsforce.github.io/document/) for this event, for what the verbs don't say: any object,
   * describe, queries of many pages, `bulk2`. It takes about a tenth of a second to load. A call ends at the event's
   * deadline or after two minutes, and is sent once (twice where the session was over). Nothing makes a repeated event
   * converge: "only if not already so", and looking at each result of a collection or job, is the handler's own.
   * docs/handlers.md has its limits.
   */
  connection(): Promise<Connection>;
}
