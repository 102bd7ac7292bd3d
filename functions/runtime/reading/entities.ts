/** The most common of HTML's two thousand named entities. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ amp: "&", apos: "'", quot: '"', lt: "<", gt: ">", nbsp: " ", euro: "€", trade: "™", bull: "•" }),
  ...Object.entries({ lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", ndash: "–", mdash: "—", hellip: "…" }),
  // Signs and letters in the order of ISO 8859-1, from ¡ and from À on.
  ..."iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para"
    .concat(" middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest")
    .split(" ")
    .map((name, place): [string, string] => [name, String.fromCodePoint(0xa1 + place)]),
  ..."Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve"
    .concat(
      " Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml",
    )
    .concat(
      " aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml",
    )
    .concat(" divide oslash ugrave uacute ucirc uuml yacute thorn yuml")
    .split(" ")
    .map((name, place): [string, string] => [name, String.fromCodePoint(0xc0 + place)]),
]);

/** Undoes a form tool's HTML escaping: `O&#039;Brien`, `Marks &amp; Spencer`. Anything else is kept. */
export function withoutEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}\d{0,2}));/gi, readEntity);
}

function readEntity(entity: string, decimal?: string, hexadecimal?: string, name = ""): string {
  if (name !== "") return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? entity;
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
}
