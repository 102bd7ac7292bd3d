import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { createAnonymiser } from "../../../../local/console/send/anonymiser.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("createAnonymiser", () => {
  it("puts the same other person wherever one is named, in JSON as it is spelled", () => {
    const text = `{ "note": "Jo Doe asks (jo@acme.test), Doe-1",
      "n": 12345678901234567890, "person": {"email":"JO@acme.test","firstName":"Jo","lastName" : "Doe","phone":"+1 555 0100"},
      "page": "https://a.test/?e=jo%40acme.test", "friend": {"email":"bo@acme.test","firstName":"Bo"}, "to": "jo@acme.test"}`;
    expect(createAnonymiser().body(text)).toBe(`{ "note": "Ada Lovelace asks (ada@example.com), Doe-1",
      "n": 12345678901234567890, "person": {"email":"ada@example.com","firstName":"Ada","lastName" : "Lovelace","phone":"+44 20 7946 0000"},
      "page": "https://a.test/?e=ada%40example.com", "friend": {"email":"grace@example.com","firstName":"Grace"}, "to": "ada@example.com"}`);
  });

  it("keeps what a system may have refused: length and marks, and what is no address", () => {
    const anonymiser = createAnonymiser();
    expect(anonymiser.value("Ö".repeat(81), "lastName")).toHaveLength(81);
    expect(anonymiser.value("Jo\u0007 <b>Doe</b>", "name").replaceAll(/\p{L}/gu, "x")).toBe("xx\u0007 <x>xxx</x>");
    expect(anonymiser.value("nobody", "email")).toBe("nobody");
  });

  it("knows people's keys, so that their records stay theirs", () => {
    const anonymiser = createAnonymiser();
    expect(anonymiser.value("Jo@acme.test")).toBe("ada@example.com");
    expect(anonymiser.value(sha256("jo@acme.test"), "Person_Key__c")).toBe(sha256("ada@example.com"));
    expect(anonymiser.value(sha256("other@acme.test"), "Person_Key__c")).toBe(sha256("other@acme.test"));
  });

  it.each([
    [
      "a form",
      "email=jo%40acme.test&first_name=Jo&x=%7B%7B&y=a+b",
      "email=ada%40example.com&first_name=Ada&x=%7B%7B&y=a+b",
    ],
    [
      "XML",
      '<a><sf:Email>jo@acme.test</sf:Email><LastName x="1">Doe</LastName><Id>00Q</Id></a>',
      '<a><sf:Email>ada@example.com</sf:Email><LastName x="1">Lovelace</LastName><Id>00Q</Id></a>',
    ],
    [
      "a name with marks, in a sentence too",
      '{"firstName":"Jean-Luc","lastName":"Neil (Sr.)","note":"call Jean-Luc"}',
      '{"firstName":"Ada","lastName":"Lovelace","note":"call Ada"}',
    ],
    [
      "a name whose accents are characters of their own",
      '{"firstName":"Oye\u0301","lastName":"Ade\u0301ba\u0301yo\u0323\u0300","note":"call Oye\u0301"}',
      '{"firstName":"Ada","lastName":"Lovelace","note":"call Ada"}',
    ],
    [
      "the lines of an address, and its code, in several spellings",
      '{"line_1":"Alcalá 12","address2":"B","billingAddress":"C","addressLine_1":"D","zip":"28014","postal_code":"SW1A 1AA","line":"E","mac_address":"F"}',
      '{"line_1":"1 Example Street","address2":"2 Example Street","billingAddress":"3 Example Street","addressLine_1":"4 Example Street","zip":"10001","postal_code":"10002","line":"E","mac_address":"F"}',
    ],
    ["any text", "not json jo@acme.test", "not json ada@example.com"],
    ["broken JSON", '{"email":"jo@acme.test', '{"email":"ada@example.com'],
    [
      "an address that is somebody's here already",
      '["ada@example.com","jo@acme.test"]',
      '["ada@example.com","grace@example.com"]',
    ],
  ])("reads %s", (_, text, made) => {
    expect(createAnonymiser().body(text)).toBe(made);
  });
});

it("reads a text of a megabyte within seconds", () => {
  const text = `${"x".repeat(2 ** 20)} jane@acme.io`;
  expect(createAnonymiser().value(text, "file")).toMatch(/x ada@example\.com$/);
}, 10_000);
