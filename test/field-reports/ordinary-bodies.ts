import { ADA, FORM, type Input } from "./input.ts";

/** How the same is written: whatever is wrong with the writing and not with what is meant. */
export const bodies: readonly Input[] = [
  {
    what: "a form's id that is a number",
    reported: "https://github.com/glific/glific/issues/2606",
    of: FORM,
    differs: { data: { formId: 12 } },
    comes: { outcome: "published", data: { formId: "12" } },
  },
  {
    what: "an id beyond 2^53, which has lost digits",
    reported:
      "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Number/MAX_SAFE_INTEGER",
    of: FORM,
    differs: (body) => body.replace('"contact-sales"', "12345678901234567890"),
    comes: { outcome: "quarantined", field: "/data/formId" },
  },
  {
    what: "data that was made JSON twice",
    reported: "https://github.com/verbb/formie/issues/315",
    of: FORM,
    differs: (body) => JSON.stringify({ ...JSON.parse(body), data: JSON.stringify(JSON.parse(body).data) }),
    comes: { outcome: "published", person: ADA, data: { formId: "contact-sales", firstName: "Ada" } },
  },
  {
    what: "a whole body that was made JSON twice",
    reported: "https://github.com/louislam/uptime-kuma/pull/7060",
    of: FORM,
    differs: (body) => JSON.stringify(body),
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "a template's JSON in which somebody has written several lines",
    reported: "https://github.com/louislam/uptime-kuma/issues/3778",
    of: FORM,
    differs: (body) => body.replace("Can your engine", 'One\n\ttwo \\"three\\"\r\n'),
    comes: { outcome: "published", data: { message: 'One\n\ttwo "three"\r\n weave algebraical patterns?' } },
  },
  {
    what: "a webhook alone in a list, as automation tools pass one on",
    reported: "https://github.com/fluentform/fluentform/issues/662",
    of: FORM,
    differs: (body) => `[${body}]`,
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "HTML's entities in names and texts",
    reported: "https://github.com/verbb/formie/issues/1294",
    of: FORM,
    differs: {
      data: { lastName: "O&#039;Brien", company: "Marks &amp; Spencer &eacute;", message: "a &lt; b &unknown; &" },
    },
    comes: {
      outcome: "published",
      data: { lastName: "O'Brien", company: "Marks & Spencer é", message: "a < b &unknown; &" },
    },
  },
  {
    what: "what programs write where nothing is, and places that nobody has filled in",
    reported: "https://github.com/statping/statping/issues/93",
    of: FORM,
    differs: {
      data: {
        firstName: "undefined",
        lastName: "*|LNAME|*",
        company: "[object Object]",
        title: "{{ contact.jobtitle }}",
        phone: "%%phone%%",
        country: "null",
        message: "{{first_name}} asks",
      },
    },
    comes: {
      outcome: "published",
      data: {
        formId: "contact-sales",
        email: ADA,
        message: "{{first_name}} asks",
        pageUrl: "https://www.example.com/contact-sales",
      },
    },
  },
  {
    what: "somebody who is called Null",
    reported: "https://forum.devtalk.com/t/hello-im-mr-null-my-name-makes-me-invisible-to-computers/5145",
    of: FORM,
    differs: { data: { firstName: "Christopher", lastName: "Null" } },
    comes: { outcome: "published", data: { firstName: "Christopher", lastName: "Null" } },
  },
  {
    what: "members in another spelling, and an address that is called Email",
    reported: "https://docs.gravityforms.com/webhooks-add-on/",
    of: FORM,
    differs: (body) => {
      const { data, ...envelope } = JSON.parse(body);
      const { email: Email, firstName: first_name, lastName, ...others } = data;
      return JSON.stringify({ ...envelope, data: { Email, first_name, "Last Name": lastName, ...others } });
    },
    comes: { outcome: "published", person: ADA, data: { firstName: "Ada", lastName: "Lovelace" } },
  },
  {
    what: "one name that holds both",
    reported: "https://to.co/docs/integrate/webhooks/webhook-payload-form-model-v1",
    of: FORM,
    differs: { data: { firstName: undefined, lastName: undefined, name: "Grace Brewster Hopper" } },
    comes: { outcome: "published", data: { firstName: "Grace Brewster", lastName: "Hopper" } },
  },
  {
    what: "objects that are named, and lists of them, where texts are meant",
    reported: "https://docs.aws.amazon.com/connect/latest/adminguide/mapping-segment-objects.html",
    of: FORM,
    differs: {
      data: {
        company: { id: 7, name: "Acme" },
        country: { code: "DE", name: "Germany" },
        title: [{ label: "CTO" }, { label: "CEO" }],
      },
    },
    comes: { outcome: "published", data: { company: "Acme", country: "Germany", title: "CTO, CEO" } },
  },
  {
    what: "a byte-order mark and a last line break",
    reported: "https://www.rfc-editor.org/rfc/rfc8259#section-8.1",
    of: FORM,
    differs: (body) => `\ufeff${body}\r\n`,
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "JSON that is called a form, as by curl",
    reported: "https://curl.se/docs/manpage.html#-d",
    of: FORM,
    differs: {},
    headers: { "content-type": "application/x-www-form-urlencoded" },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "a form where one may choose between form and JSON",
    reported: "https://support.splashthat.com/hc/en-us/articles/360043539711",
    of: ["splash", "guest"],
    differs: (body) => new URLSearchParams(Object.entries<string>(JSON.parse(body))).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    comes: { outcome: "published", person: ADA, data: { occasionId: "splash:1234567", status: "registered" } },
  },
  {
    what: "gifts of null, of blanks and of other types",
    reported: "https://rioeducation.com/salesforce-web-to-lead-required-fields/",
    of: FORM,
    differs: { data: { lastName: " ", company: null, phone: 442079460000, title: ["CTO", "CEO"], country: {} } },
    comes: { outcome: "published", data: { phone: "442079460000", title: "CTO, CEO" } },
  },
  {
    what: "a form whose names have brackets",
    reported: "https://www.php.net/manual/en/faq.html.php#faq.html.arrays",
    of: FORM,
    differs: (body) => {
      const { data, ...envelope } = JSON.parse(body);
      const nested = Object.entries<string>(data).map(([name, value]): [string, string] => [`data[${name}]`, value]);
      return new URLSearchParams([...Object.entries<string>(envelope), ...nested]).toString();
    },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    comes: { outcome: "published", person: ADA, data: { formId: "contact-sales", firstName: "Ada" } },
  },
  {
    what: "a form in parts, with a file",
    reported: "https://www.rfc-editor.org/rfc/rfc7578",
    of: ["splash", "guest"],
    differs: (body) => {
      const fields = Object.entries<string>(JSON.parse(body)).map(
        ([name, value]) => `--x-y\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      const file = '--x-y\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\n\r\n%PDF\r\n';
      return [...fields, file, "--x-y--\r\n"].join("");
    },
    headers: { "content-type": 'multipart/form-data; boundary="x-y"' },
    comes: { outcome: "published", person: ADA, data: { occasionId: "splash:1234567", status: "registered" } },
  },
  {
    what: "one name in parts",
    reported: "https://github.com/webconnex/slate/blob/master/source/includes/_webhook_events.md",
    of: FORM,
    differs: { data: { firstName: undefined, lastName: undefined, name: { first: "Grace", last: "Hopper" } } },
    comes: { outcome: "published", data: { firstName: "Grace", lastName: "Hopper" } },
  },
];
