/** An invited person. */
export interface Guest {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly email: string;
  /** What Salesforce has before the invitation. customer.io knows everyone, because it sends the invitation. */
  readonly knownAs?: "Lead" | "Contact";
}

const NAMES = `
  Ada Lovelace, Grace Hopper, Katherine Johnson, Dorothy Vaughan, Mary Jackson, Annie Easley, Margaret
  Hamilton, Evelyn Boyd, Joan Clarke, Mavis Batey, Betty Holberton, Jean Bartik, Kay McNulty, Marlyn Wescoff,
  Ruth Teitelbaum, Frances Spence, Klara Dan, Adele Goldstine, Ida Rhodes, Gertrude Blanch, Mina Rees, Hedy
  Lamarr, Karen Jones, Radia Perlman, Barbara Liskov, Frances Allen, Adele Goldberg, Sophie Wilson, Lynn
  Conway, Carol Shaw, Roberta Williams, Stephanie Shirley, Kathleen Booth, Beatrice Worsley, Thelma Estrin,
  Jean Sammet, Erna Hoover, Joyce Weisbecker, Mary Wilkes, Judith Estrin`;
const COMPANIES = ["Analytical Engines", "Difference & Sons", "Loom Works", "Tabulating Machines", "Relay Post"];

/** Of eight guests, five are Leads and two are Contacts. */
const KNOWN_AS = ["Lead", "Contact", "Lead", "Lead", "Contact", "Lead", "Lead", undefined] as const;

/** The forty guests. `run` is part of their addresses, so that each run has other people. */
export function inviteGuests(run: string): readonly Guest[] {
  return NAMES.split(",").map((name, index) => {
    const [firstName = "", lastName = ""] = name.trim().split(/\s+/);
    const knownAs = KNOWN_AS[index % KNOWN_AS.length];
    return {
      firstName,
      lastName,
      company: COMPANIES[index % COMPANIES.length] ?? "",
      email: `${firstName}.${lastName}+${run}@example.com`.toLowerCase(),
      ...(knownAs !== undefined && { knownAs }),
    };
  });
}

export function nameOf({ firstName, lastName }: Guest): string {
  return `${firstName} ${lastName}`;
}
