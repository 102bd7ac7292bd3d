/** A person as Salesforce holds one: every record with that e-mail, and the one that new records are tied to. */
export interface Person {
  /** The normalised e-mail that the records were found by. */
  readonly email: string;
  /** What a new CampaignMember refers to: the Contact if there is one, else the open Lead. */
  readonly record: { readonly type: "Contact" | "Lead"; readonly id: string };
  /** Membership is checked over all of these: one person can be both a Contact and a Lead. */
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
}

/** Field values by API name; undefined ones are left out. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What handlers may ask of Salesforce. Every write is made only if it is not already so. */
export interface Salesforce {
  /** The person with that normalised e-mail: the oldest Contact, else the oldest open Lead, else a converted Lead's Contact. */
  findPerson(email: string): Promise<Person | undefined>;
  /** Creates a Lead; where another delivery or a human was faster, the person that exists now. */
  createLead(email: string, fields: Fields): Promise<Person>;
  /** Makes the person a member of the campaign, with the campaign's default status, unless a record of theirs is one. */
  ensureCampaignMember(campaignId: string, person: Person): Promise<void>;
  /** Sets HasOptedOutOfEmail on every Contact and open Lead with that normalised e-mail that does not have it. */
  optOutOfEmail(email: string): Promise<void>;
}
