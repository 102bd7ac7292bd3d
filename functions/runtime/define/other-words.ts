import { letters } from "../reading/spelling.ts";

/** By our own: what browsers (https://html.spec.whatwg.org/#autofill), OpenID Connect and forms call the same, by its letters alone. */
export const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  email: ["emailaddress", "workemail", "businessemail", "youremail", "useremail", "contactemail", "emails", "mail"],
  firstName: ["givenname", "forename", "fname"],
  lastName: ["familyname", "surname", "lname"],
  company: ["companyname", "organization", "organisation"],
  title: ["jobtitle", "organizationtitle"],
  phone: ["phonenumber", "telephone", "tel", "mobilephone", "mobile"],
  country: ["countryname"],
  message: ["comments", "comment"],
};

/** What others call a member of ours, by its letters alone. */
export function wordsFor(own: string): readonly string[] {
  return Object.hasOwn(OTHER_WORDS, own) ? (OTHER_WORDS[own] ?? []) : [];
}

/** Our name of a member that is called otherwise: title of `job_title`. */
export function ourWordFor(called: string): string | undefined {
  return Object.keys(OTHER_WORDS).find((name) => wordsFor(name).includes(letters(called)));
}
