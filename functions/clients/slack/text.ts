import type { Link, Message } from "./slack.ts";

/** What Slack advises; longer texts come in pieces: https://docs.slack.dev/reference/methods/chat.postMessage */
const MOST_CHARACTERS = 4_000;

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The lines as Slack's text, in which only our own links are any: `<…>` is one without mrkdwn too. */
export function toText({ lines }: Pick<Message, "lines">): string {
  const given = lines.filter((line) => line !== undefined);
  const whole = given.map((line) => (typeof line === "string" ? escape(line) : toLink(line)));
  const surplus = whole.join("\n").length - MOST_CHARACTERS;
  if (surplus <= 0) return whole.join("\n");
  const texts = given.filter((line) => typeof line === "string");
  const longest = texts.toSorted((one, other) => escape(other).length - escape(one).length)[0] ?? "";
  const room = Math.max(0, escape(longest).length - surplus);
  return whole.with(given.indexOf(longest), cut(longest, room)).join("\n");
}

/** https://docs.slack.dev/messaging/formatting-message-text: these three, and no others. */
function escape(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => ESCAPED[character] ?? character);
}

/** What Slack makes no link of, such as the path that a page gives as its own, is shown beside the text. */
function toLink({ text, url }: Link): string {
  const address = URL.parse(url);
  if (address === null || !["http:", "https:", "mailto:"].includes(address.protocol)) return escape(`${text}: ${url}`);
  // A link ends with its line.
  return `<${address.href.replaceAll("|", "%7C")}|${escape(text.replaceAll(/\s+/g, " "))}>`;
}

/** Character by character, so that neither an escape nor a surrogate pair is cut in two. */
function cut(text: string, room: number): string {
  let kept = "";
  for (const character of text) {
    const next = kept + escape(character);
    if (next.length >= room) break;
    kept = next;
  }
  return `${kept}…`;
}
