/** Of a word: longer texts are no words, and may hold many marks on one letter. */
export const LONGEST = 40;

/**
 * By our own name, what browsers (https://html.spec.whatwg.org/#autofill), OpenID Connect and forms call the same, as
 * wordOf() has it, that is without accents; and what forms are labelled in German, French, Spanish, Italian, Dutch,
 * Portuguese, Swedish, Danish, Norwegian, Finnish, Polish, Czech, Slovak, Hungarian, Romanian, Turkish, Greek, Russian,
 * Ukrainian, Japanese, Chinese and Korean, for tools that send labels
 * (https://github.com/elementor/elementor/issues/3389). Most are in Firefox' heuristics for filling in forms. Left out is
 * what is common for something else, too: Ad (a Turkish first name), Titel (an academic one).
 */
export const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  email: words(
    "emailaddress emailaddresses mailaddress emailid mailid workemail businessemail useremail contactemail emails mail",
    "emailadresse mailadresse adresseemail adressemail adresseelectronique courriel correo correoelectronico direcciondecorreoelectronico",
    "indirizzoemail indirizzomail emailadres enderecodeemail epost epostadress epostadresse sahkoposti sahkopostiosoite",
    "adresemail adresaemail emailovaadresa emailcim adresadeemail eposta epostaadresi epostaadresiniz ηλεκτρονικοταχυδρομειο διευθυνσηηλεκτρονικουταχυδρομειου",
    "электроннаяпочта адресэлектроннойпочты почта електроннапошта електроннаадреса",
    "メールアドレス 邮箱 电子邮箱 电子邮件 电子邮件地址 電子郵件 電子郵件地址 電郵地址 이메일 이메일주소",
  ),
  firstName: words(
    "givenname forename fname vorname prenom nombre nome voornaam primeironome fornamn fornavn etunimi imie jmeno krestnijmeno",
    "meno krstnemeno keresztnev utonev prenume adınız isim ονομα имя імя 名 이름",
  ),
  lastName: words(
    "familyname surname lname nachname familienname nom nomdefamille apellido apellidos primerapellido apellidopaterno",
    "apellido1 cognome achternaam sobrenome apelido apelidos ultimonome efternamn efternavn etternavn sukunimi nazwisko",
    "prijmeni priezvisko vezeteknev numedefamilie soyad soyadı soyadınız soyisim επωνυμο фамилия прізвище 姓 성",
  ),
  company: words(
    "companyname businessname employer organization organisation",
    "firma firmenname unternehmen unternehmensname entreprise nomdelentreprise societe nombredelaempresa nomeazienda nomedaempresa naambedrijf empresa azienda ragionesociale bedrijf bedrijfsnaam foretag virksomhed firmanavn",
    "bedrift yritys nazwafirmy spolecnost spolocnost ceg cegnev companie sirket εταιρεια компания название компанії компанія",
    "会社名 公司 公司名称 单位 회사 회사명",
  ),
  title: words(
    "jobtitle organizationtitle jobposition jobfunction jobrole position",
    "berufsbezeichnung fonction poste cargo puesto functie befattning jobtitel stilling stanowisko pozice pozicia beosztas",
    "functia pozisyon θεσηεργασιας должность посада 役職 职位 직책",
  ),
  phone: words(
    "phonenumber telephone tel mobilephone mobile mobilenumber contactnumber workphone businessphone telefon mobil telefonnummer handynummer numerodetelephone telefono movil telefoonnummer",
    "gsm cellulare telefone celular telemovel telefonnumer numertelefonu mobilnummer puhelin puhelinnumero telefonszam",
    "telefonnicislo telefonnecislo numardetelefon telefonnumarası τηλεφωνο телефон номертелефона 電話番号 电话 手机 手机号 電話 전화번호 연락처",
  ),
  country: words(
    "countryname country/region land pays pais paese kraj zeme krajina orszag tara ulke χωρα страна країна maa 国家 국가",
  ),
  message: words(
    "comments comment additionalcomments howcanwehelp howcanwehelpyou nachricht mensaje comentarios messaggio bericht mensagem meddelande besked melding viesti wiadomosc zprava",
    "sprava uzenet mesaj μηνυμα сообщение повідомлення お問い合わせ内容 留言 메시지",
  ),
};

/**
 * What forms call a field for the whole name, in the order first name, last name. The last ones may also be a form's,
 * several people's or another's; `names` is Fluent Forms'. Left out are Hungary's, where the last name comes first.
 */
export const FULL_NAME_WORDS = words(
  "fullname firstname/lastname firstandlastname first&lastname nameandsurname name&surname",
  "vollstandigername vorundnachname vornameundnachname nomcomplet prenometnom nombrecompleto nombreyapellido",
  "nombreyapellidos nomecompleto nomeecognome nomeesobrenome volledigenaam voorenachternaam fullstandigtnamn forochefternamn",
  "fuldenavn fulltnavn fornavnogefternavn fornavnogetternavn kokonimi etunimijasukunimi imieinazwisko jmenoaprijmeni menoapriezvisko numecomplet numesiprenume adsoyad adısoyadı",
  "adınızsoyadınız ονοματεπωνυμο お名前 氏名 名前 姓名 성명 성함",
  "name naam namn navn nimi nume names displayname contactname contactpersonname attendeename participantname",
);

/** What is called so may be a first name or a whole one. */
export const FIRST_OR_WHOLE = words("nombre nome jmeno meno isim ονομα 이름");

/**
 * Words for a name, with those for a first or last name beside which they are the other one, in the same language. A
 * program's `name` beside `lastName` may be a form's: `Last Name` alone is a label.
 */
export const NAME_BESIDE: ReadonlyMap<string, readonly string[]> = new Map([
  ["name", words("vorname surname nachname lastname")],
  ["naam", words("voornaam achternaam")],
  ["namn", words("fornamn efternamn")],
  ["navn", words("fornavn efternavn etternavn")],
  ["nimi", words("etunimi sukunimi")],
  ["nume", words("prenume numedefamilie")],
  ["ad", words("soyad")],
]);

/**
 * What somebody's own addresses and numbers are called to tell them apart, as wordOf() has it; a company's may be
 * another's. Before `?` a letter may be missing: `Telefon privat`.
 */
export const OF_ONES_OWN = words(
  "work business professional personal private? primary preferred mobile mobil",
  "geschaftliche? berufliche? dienstliche? professionnelle professionnel profesional laboral",
  "lavorativa professionale profissional zakelijke zakelijk słuzbowy pracovni jobb arbeids arbejds tyo",
);
/** The same of an address; such a telephone is the company's. */
export const OF_COMPANY = words("corporate main official corporativo empresarial aziendale firmowy firemni");

/** Other names of a member of ours, in letters(). */
export function wordsFor(own: string): readonly string[] {
  return Object.hasOwn(OTHER_WORDS, own) ? (OTHER_WORDS[own] ?? []) : [];
}

/** Tools that make names of labels leave them out: `prenom`. */
export function withoutAccents(word: string): string {
  if (word.length > LONGEST || /^[\0-\x7f]*$/.test(word)) return word;
  return word
    .normalize("NFD")
    .replaceAll(/[\p{M}\p{Cf}\p{Pd}\p{So}]/gu, "")
    .normalize("NFC");
}

function words(...lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.split(" ")).map(withoutAccents);
}
