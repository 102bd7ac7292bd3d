import { letters } from "./spelling.ts";

/**
 * By our own name, what browsers (https://html.spec.whatwg.org/#autofill), OpenID Connect and forms call the same, in
 * letters(); and form labels in German, French, Spanish, Italian and Dutch, for tools that send labels
 * (https://github.com/elementor/elementor/issues/3389).
 */
export const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  email: words(
    "emailaddress workemail businessemail useremail contactemail emails mail",
    "emailadresse adresseemail adressemail courriel correoelectrónico indirizzoemail emailadres",
  ),
  firstName: words("givenname forename fname", "vorname prénom prenom nombre nome voornaam"),
  lastName: words(
    "familyname surname lname",
    "nachname familienname nom nomdefamille apellido apellidos cognome achternaam",
  ),
  company: words(
    "companyname organization organisation company/organization company/organisation",
    "firma unternehmen entreprise société empresa azienda bedrijf",
  ),
  title: words(
    "jobtitle organizationtitle jobposition jobrole position",
    "berufsbezeichnung fonction poste cargo puesto functie",
  ),
  phone: words(
    "phonenumber telephone tel mobilephone mobile",
    "telefon telefonnummer téléphone teléfono telefono telefoonnummer",
  ),
  country: words("countryname", "land pays país paese"),
  message: words("comments comment", "nachricht mensaje messaggio bericht"),
};

/**
 * What forms call a field for the whole name, in the order first name, last name. The last ones may also be a form's or
 * several people's; `names` is Fluent Forms'.
 */
export const FULL_NAME_WORDS = words(
  "fullname",
  "vollständigername vorundnachname vornameundnachname nomcomplet prénometnom prenometnom nombrecompleto",
  "nombreyapellido nombreyapellidos nomecompleto nomeecognome volledigenaam voorenachternaam",
  "name naam names",
);

/** A possessive in those languages. Short ones are abbreviations too (`suEmail`): they count only in a label with spaces. */
const YOUR =
  /^(?:(?:[Ii]hre?|[Dd]eine?|[Vv]otre|[Jj]ouw)(?:[\s_-]+|(?=[A-Z]))|(?:[Vv]os|[Tt]on|[Tt]us?|[Ss]us?|[Ii]l [ts]uo|[Ll]a [ts]ua|[Uu]w|[Jj]e)\s+)(?=\S)/;

/** A label in letters(), without the possessive that it begins with: `Ihre E-Mail-Adresse`, `Votre nom`, `jouwBericht`. */
export function wordOf(called: string): string {
  return letters(called.replace(YOUR, ""));
}

function words(...lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.split(" "));
}

/** Other names of a member of ours, in letters(). */
export function wordsFor(own: string): readonly string[] {
  return Object.hasOwn(OTHER_WORDS, own) ? (OTHER_WORDS[own] ?? []) : [];
}

/** Our name for a member called otherwise: title for `job_title`. */
export function ourWordFor(called: string): string | undefined {
  return Object.keys(OTHER_WORDS).find((name) => wordsFor(name).includes(wordOf(called)));
}
