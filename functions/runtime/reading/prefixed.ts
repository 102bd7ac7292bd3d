import { isName, isOfForm, NAMES } from "./answers.ts";
import { ownWordFor } from "./labels.ts";
import { isNothing } from "./nothing.ts";
import { isPlainAddress, isSameAddress } from "./own-address.ts";
import { textOf } from "./text.ts";

type Data = Readonly<Record<string, unknown>>;

/** Who is told of by members that begin with a word for them, and is seldom somebody else; `data__email` is Zapier's. */
const PREFIX =
  /^(data|field|contact|user|customer|billing|buyer|payer|member|attendee|registrant|invitee|participant|applicant|respondent|subscriber|lead)[\s_:]*(\S.{0,40})$/i;

/**
 * With the members of the person whose only address in the payload is a `customer_email` or `billingEmail` under plain
 * names: `customer_first_name` is firstName; but the address as a `contact_email`, which may stand beside what tells that
 * it is not theirs. A name without that word is then another's, and so is a title. None where an address stands under its
 * plain name.
 * @param only the payload's only address, by onlyAddressIn()
 */
export function withoutPrefix(data: Data, only: () => string | undefined): Data {
  const prefixed = Object.keys(data).flatMap((label) => {
    const [, prefix, name] = PREFIX.exec(label) ?? [];
    const own = name === undefined ? undefined : ownWordFor(name);
    return prefix === undefined || name === undefined || own === undefined ? [] : [{ label, prefix, name, own }];
  });
  const address = prefixed.find(({ label, own }) => own === "email" && isSameAddress(data[label], only()));
  const isPlain = Object.entries(data).some(([label, value]) => isPlainAddress(label) && !isNothing(value));
  if (address === undefined || isPlain) return data;
  const isKnown = ownWordFor(address.label) === "email";
  const nameOf = ({ label, name, own }: (typeof prefixed)[number]) =>
    own !== "email" ? name : isKnown ? label : "contact_email";
  const theirs = prefixed.filter(
    ({ label, prefix, own }) =>
      prefix === address.prefix && own !== "title" && !(own === "fullName" && isLogin(data[label])),
  );
  const labels = new Set(theirs.map(({ label }) => label));
  const isNamed = theirs.some(({ own }) => NAMES.includes(own));
  const isAnothers = (label: string) => (isNamed && isName(label)) || (!isKnown && isOfForm(label));
  const beside = Object.entries(data).filter(([label]) => !labels.has(label) && !isAnothers(label));
  return { ...Object.fromEntries(beside), ...Object.fromEntries(theirs.map((one) => [nameOf(one), data[one.label]])) };
}

/** A `user_name` of one word. */
function isLogin(name: unknown): boolean {
  return !/\S\s+\S/.test(textOf(name));
}
