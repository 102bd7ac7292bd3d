import { describe, expect, it } from "@jest/globals";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { BodyFormat } from "../../../functions/runtime/define/source.ts";
import { readBody } from "../../../functions/runtime/receive/body.ts";
import { ownSource } from "../../harness/own-source.ts";

function read(body: Buffer, headers: Record<string, string> = {}, format: BodyFormat = "json"): unknown {
  return readBody(ownSource({ body: format, kinds: {}, maxBodyBytes: 10_000 }), { headers, body });
}

const zoe = Buffer.from('{"name":"Zoë"}');
const NAME = { name: "Zoë" };

describe("readBody", () => {
  it.each([
    ["application/json", undefined],
    ["application/json; charset=utf8", undefined],
    ["application/json;charset=UTF-8", "utf-8"],
    ["application/json; charset=iso-8859-1", "UTF8"], // and it is UTF-8 all the same
    ["text/plain", "identity"],
    ["application/x-www-form-urlencoded", ""],
    ["application/json; charset=klingon", undefined],
    [undefined, undefined],
  ])("reads what is sent as %s in %s as it is meant", (type, encoding) => {
    const headers = { ...(type && { "content-type": type }), ...(encoding && { "content-encoding": encoding }) };
    expect(read(zoe, headers)).toEqual(NAME);
  });

  it.each([
    ["iso-8859-1", Buffer.from('{"name":"Zoë"}', "latin1")],
    ["windows-1252", Buffer.from('{"name":"Zoë"}', "latin1")],
    ["utf-16le", Buffer.from('{"name":"Zoë"}', "utf16le")],
    ["x-windows-1252", Buffer.from('{"name":"Zoë"}', "latin1")],
  ])("reads another charset that says so: %s", (charset, body) => {
    expect(read(body, { "content-type": `application/json; charset="${charset}"` })).toEqual(NAME);
  });

  it.each(["identity", "UTF-8", "utf8", ", identity"])("takes %s for no encoding, whatever the charset", (encoding) => {
    const headers = { "content-type": "application/json; charset=iso-8859-1", "content-encoding": encoding };
    expect(read(Buffer.from('{"name":"Zoë"}', "latin1"), headers)).toEqual(NAME);
  });

  it.each([
    ["Western letters", Buffer.from('{"name":"Zoë"}', "latin1")],
    ["UTF-16 with its mark", Buffer.from('\ufeff{"name":"Zoë"}', "utf16le")],
    ["UTF-16 in the other order", Buffer.from('\ufeff{"name":"Zoë"}', "utf16le").swap16()],
  ])("reads another charset that does not say so: %s", (_what, body) => {
    expect(read(body, { "content-type": "application/json" })).toEqual(NAME);
  });

  it.each([
    ["Cyrillic letters", "name=%C7%EE%FF", '{"name":"\xc7\xee\xff"}'],
    ["two bytes a letter", "name=%8D%82%8B%B4", '{"name":"\x8d\x82\x8b\xb4"}'],
  ])("refuses %s without a charset", (_what, form, json) => {
    expect(() => read(Buffer.from(form))).toThrow("the body is not UTF-8");
    expect(() => read(Buffer.from(json, "latin1"))).toThrow("the body is not UTF-8");
  });

  it.each([
    ["gzip", gzipSync(zoe)],
    ["X-GZIP", gzipSync(zoe)],
    ["deflate", deflateSync(zoe)],
    ["deflate", deflateRawSync(zoe)],
    ["br", brotliCompressSync(zoe)],
    ["zstd", zstdCompressSync(zoe)],
    ["", gzipSync(zoe)],
    ["gzip", zoe], // a proxy has undone it
    ["constructor", zoe],
    ["deflate, gzip", gzipSync(deflateSync(zoe))],
    ["gzip, gzip", gzipSync(zoe)], // named once more on its way
    ["gzip", gzipSync(gzipSync(zoe))], // and done once more
    ["deflate", gzipSync(zoe)],
    ["", zstdCompressSync(zoe)],
  ])("inflates %s", (encoding, body) => {
    expect(read(body, { "content-encoding": encoding })).toEqual(NAME);
  });

  it.each([
    ["zstd", Buffer.from("Zo\xeb", "latin1"), "ENCODING"],
    ["gzip", Buffer.from("Zo\xeb", "latin1"), "ENCODING"],
    ["deflate", Buffer.from("Zo\0"), "ENCODING"],
    ["", gzipSync(gzipSync(Buffer.alloc(10_001, " "))), "ENCODING"],
    ["gzip", gzipSync(Buffer.alloc(10_001, " ")), "ENCODING"],
    ["", gzipSync(Buffer.alloc(10_001, " ")), "ENCODING"],
    ["zstd", zstdCompressSync(Buffer.alloc(10_001, " ")), "ENCODING"],
    ["constructor", Buffer.from("Zo\xeb", "latin1"), "ENCODING"],
  ])("refuses %s that it can't inflate within the limit", (encoding, body, code) => {
    expect(() => read(body, { "content-encoding": encoding })).toThrow(
      expect.objectContaining({ name: "RefusedPayloadError", reason: { code, system: "schema" } }),
    );
  });

  it("reads the fields of a form, and a list where one stands twice", () => {
    const body = Buffer.from("command=%2Fdemo&text=Zo%C3%AB+now&tag=a&tag=b&tag=c&__proto__=x&empty=");
    expect(read(body, {}, "form")).toEqual(
      JSON.parse('{"command":"/demo","text":"Zoë now","tag":["a","b","c"],"__proto__":"x","empty":""}'),
    );
  });

  it.each([
    ["a=Q&A: is x = y?&b=1 2", { a: "Q&A: is x = y?", b: "1 2" }],
    ["a=Marks & Spencer&First name=Ada King", { a: "Marks & Spencer", "First name": "Ada King" }],
    ["First+name=Ada King&prénom=Ada&b=1 + 2 = 3", { "First+name": "Ada King", prénom: "Ada", b: "1 + 2 = 3" }],
  ])("reads one that nobody has escaped by whatever names: %s", (text, expected) => {
    expect(read(Buffer.from(text), {}, "form")).toEqual(expected);
  });

  it.each([
    ["a[b]=1&a[c][d]=2", { a: { b: "1", c: { d: "2" } } }],
    ["a[]=1&b[]=1&b[]=2", { a: ["1"], b: ["1", "2"] }],
    ["a[0][b]=1&a[1][b]=2", { a: [{ b: "1" }, { b: "2" }] }],
    ["a[1]=1", { a: { 1: "1" } }],
    ["a=1&a[b]=2&c[d]=3&c=4&c=5", { a: { b: "2", "": "1" }, c: { d: "3", "": ["4", "5"] } }],
    ["a[]=1&a[0]=2", { a: ["2", "1"] }],
    ["a[][b]=1&[c]=2&d[e=3&f]=4", { "a[][b]": "1", "[c]": "2", "d[e": "3", "f]": "4" }],
    ["a[__proto__]=1", { "a[__proto__]": "1" }],
    [`a${"[b]".repeat(9)}=1`, { [`a${"[b]".repeat(9)}`]: "1" }],
  ])("nests what has brackets: %s", (text, expected) => {
    expect(read(Buffer.from(text), {}, "form")).toEqual(expected);
  });

  it("reads JSON of a sender whose forms were expected", () => {
    expect(read(zoe, {}, "form")).toEqual(NAME);
    expect(() => read(Buffer.from('{"name":'), {}, "form")).toThrow("the body is not JSON");
    expect(read(Buffer.from("[name]=Zo%C3%AB"), {}, "form")).toEqual({ "[name]": "Zoë" });
  });

  it("reads a form in parts without its files, and what is only called so as what it is", () => {
    const headers = { "content-type": "multipart/form-data; boundary=--X" };
    const disposition = "\r\nContent-Disposition: form-data; ";
    const file = `----X${disposition}name="f"; filename="f.png"\r\nContent-Type: image/png\r\n\r\n\x89\r\n`;
    const parts = `----X${disposition}name="a[b]"\r\n\r\nZo\u00eb\r\nnow\r\n${file}----X--\r\n`;
    for (const [name, type, expected] of [
      ["blob", "application/json", NAME],
      ["", "application/json; charset=utf-8", NAME],
      ["payload.json", "application/json", NAME],
      ["payload.json", "application/octet-stream", NAME],
      ["blob", "image/png", {}],
      ["f.json.png", "image/png", {}],
    ] as const) {
      const json = `----X${disposition}name="payload"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
      expect(read(Buffer.from(`${json}${zoe.toString()}\r\n----X--\r\n`), headers)).toEqual(expected);
    }
    const cv = `----X${disposition}name="cv"; filename="cv.json"\r\nContent-Type: application/json\r\n\r\n{}\r\n`;
    for (const start of ["", "\r\n", cv])
      expect(read(Buffer.from(start + parts), headers)).toEqual({ a: { b: "Zo\u00eb\r\nnow" } });
    const quoting = `----X${disposition}name="a"\r\n\r\nSee${disposition}filename="cv.pdf"\r\n----X--\r\n${disposition}name="end"`;
    expect(read(Buffer.from(quoting), headers)).toEqual({ a: `See${disposition}filename="cv.pdf"` });
    expect(read(zoe, headers)).toEqual(NAME);
  });
});

describe("readBody, of JSON as programs make it", () => {
  const json = JSON.stringify(NAME);
  const hello = JSON.stringify({ hello: ["a\nb"] });

  it.each([
    ["two byte-order marks", `\ufeff\ufeff${json}`, NAME],
    ["a form with one", `\ufeffname=Zo%C3%AB`, NAME],
    ["JSON made twice", JSON.stringify(json), NAME],
    ["a text that only begins so", '"[x"', undefined],
    ["one line", `${json}\n`, NAME],
    ["several lines, of a source whose webhooks come alone", `${json}\n${hello}`, undefined],
  ])("reads %s", (_what, text, expected) => {
    if (expected === undefined) expect(() => read(Buffer.from(text))).toThrow("the body is not JSON");
    else expect(read(Buffer.from(text))).toEqual(expected);
  });

  it.each([
    ["a line each", `${json}\n \r\n${hello}\r\n\n`, [NAME, { hello: ["a\nb"] }]],
    ["a list made twice", JSON.stringify(`[${json}]`), [NAME]],
    ["one line alone", json, NAME],
    ["a line that is none", `${json}\n{`, undefined],
    ["a list that breaks off", `[\n${json},\n${json}`, undefined],
  ])("reads a list of webhooks as %s", (_what, text, expected) => {
    const unit = ownSource({ body: "json", kinds: {}, items: [] });
    const readList = () => readBody(unit, { headers: {}, body: Buffer.from(text) });
    if (expected === undefined) expect(readList).toThrow("the body is not JSON");
    else expect(readList()).toEqual(expected);
  });
});

describe("readBody, of a form where JSON is meant", () => {
  const type = "application/x-www-form-urlencoded; charset=utf-8";
  const readForm = (text: string, contentType = type) => read(Buffer.from(text), { "content-type": contentType });

  it.each([
    ["its fields", "name=Zo%C3%AB&age=36", { name: "Zoë", age: "36" }],
    ["the JSON in its payload", `payload=${encodeURIComponent(zoe.toString())}`, NAME],
    ["the JSON in its one field, whatever that is called", `data=${encodeURIComponent(zoe.toString())}`, NAME],
    ["JSON that is its one name", `${encodeURIComponent(zoe.toString())}=`, NAME],
    ["JSON that is escaped and no form", encodeURIComponent(zoe.toString()), NAME],
    ["a payload among others as a field", "payload=%7B%7D&name=Zoe", { payload: "{}", name: "Zoe" }],
    ["JSON that is called a form", zoe.toString(), NAME],
    ["Western letters in it", "&name=Zo%EB&city=K%F6ln+%26", { name: "Zoë", city: "Köln &" }],
    ["Western letters in one of them", "city=K%F6ln&name=Zoe", { city: "Köln", name: "Zoe" }],
    ["letters that cannot be shown", "name=%EF%BF%BD", { name: "\ufffd" }],
    ["a field on each line", "name=Zo%C3%AB+Ada&\r\n  age=36& city=K", { name: "Zoë Ada", age: "36", city: "K" }],
    ["fields that are named by numbers", "48213377=Zo%C3%AB&48213378=36", { 48213377: "Zoë", 48213378: "36" }],
    ["a name in another script", "%D0%98%D0%BC%D1%8F=Zo%C3%AB&age=36", { Имя: "Zoë", age: "36" }],
    ["a question for a name", "What's+your+name?*(required)=Zo%C3%AB", { "What's your name?*(required)": "Zoë" }],
    ["what only looks so", "text=if x=1 & y=2, z&age=36", { text: "if x=1 & y=2, z", age: "36" }],
  ])("reads %s", (_what, text, expected) => {
    expect(readForm(text)).toEqual(expected);
  });

  it("reads a form that is called JSON", () => {
    expect(readForm("\r\nname=Zo%C3%AB", "application/json")).toEqual(NAME);
  });

  it.each([
    ["what is none", "Zoe", type],
    ["what is escaped and is none", "%7Bname", type],
    ["what is escaped and no UTF-8", "%7B%E9%7D", type],
    ["what only has a sign of one", "1=2", "application/json"],
    ["JSON that breaks off", '"mail":"a=b"}', type],
    ["XML", '<?xml version="1.0"?>', type],
    ["a payload that is no JSON", "payload=Zoe", type],
  ])("refuses %s", (_what, text, contentType) => {
    expect(() => readForm(text, contentType)).toThrow("the body is not JSON");
  });
});

describe("readBody, of XML", () => {
  const xml = (text: string) => read(Buffer.from(text), {}, "xml");

  it("reads elements as members, without the prefixes that a sender chooses", () => {
    expect(
      xml(`<?xml version="1.0" encoding="UTF-8"?>
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
          <sObject xsi:type="sf:Lead" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
            <sf:Id>00Q1</sf:Id><sf:Name>A &amp; B &#x2603; <![CDATA[<c>]]></sf:Name><sf:Title xsi:nil="true"/><sf:Fax/>
          </sObject>
          <tag>1</tag><tag lang="en">2</tag>
        </soapenv:Envelope>`),
    ).toEqual({
      Envelope: {
        sObject: { "@type": "sf:Lead", Id: "00Q1", Name: "A & B ☃ <c>", Title: null, Fax: "" },
        tag: ["1", { "@lang": "en", "#text": "2" }],
      },
    });
  });

  const deep = (levels: number) => "<a>".repeat(levels) + "</a>".repeat(levels);
  it.each([
    [" ", "NOT_XML"],
    ["{}", "NOT_XML"],
    ["<a><b></a>", "NOT_XML"],
    ["<a/><b/>", "NOT_XML"],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "NOT_XML"],
    ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "NOT_XML"],
    [deep(65), "TOO_DEEP"],
    [deep(100_000), "NOT_XML"],
  ])("refuses %.40s by %s, and quotes nothing", (text, code) => {
    expect(() => xml(text)).toThrow(expect.objectContaining({ reason: { code, system: "schema" } }));
    expect(() => xml(text)).toThrow(/^the body is (not XML|nested deeper than 64 levels)$/);
  });

  it("may have white space around it", () => {
    expect(xml("\r\n <a><b>1</b></a>\n")).toEqual(xml("<a><b>1</b></a>"));
  });

  it("has no member that a document's names could reach an object's prototype by", () => {
    expect(Object.keys(xml("<a><__proto__><b>1</b></__proto__></a>") as object)).toEqual(["a"]);
    expect(({} as { b?: string }).b).toBeUndefined();
  });
});
