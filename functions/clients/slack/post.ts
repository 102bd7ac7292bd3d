import { PermanentError } from "../../runtime/define/errors.ts";
import { type JsonObject, membersOf } from "../../runtime/objects.ts";
import type { Caller } from "../outgoing/exchange.ts";
import { logWrite } from "../outgoing/log-write.ts";
import { malformedAnswer } from "./refusals.ts";
import type { EventIdentity, Message } from "./slack.ts";
import { toText } from "./text.ts";
import { read, type Workspace, write } from "./web-api.ts";

const HISTORY = "conversations.history";
const POST = "chat.postMessage";
const PAGE = 200;
/** 3,000 messages, at the 50 calls a minute that an app of one's own has. */
const MOST_PAGES = 15;
/** A sender's clock may be ahead of Slack's. */
const CLOCKS_APART_MS = 3600_000;

/**
 * Slack has no key by which it knows a repeated message, so the message itself carries the event's name, and every post
 * begins with a look for it: a duplicate and a replay come as first attempts.
 */
export async function post(
  workspace: Workspace,
  caller: Caller,
  event: EventIdentity,
  channel: string,
  message: Message,
): Promise<void> {
  if (await isPosted(workspace, caller, event, channel, message.name)) return;
  const { ts } = await write(workspace, caller, POST, {
    channel,
    text: toText(message),
    metadata: { event_type: message.name, event_payload: { source: event.source, id: event.id } },
    // User input must not become links, mentions, previews or bold text.
    mrkdwn: false,
    parse: "none",
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
  const operation = `POST /${POST}`;
  if (typeof ts !== "string") throw malformedAnswer(operation);
  logWrite(caller.log, { system: "slack", operation, records: [`${channel}/${ts}`], fields: { text: true } });
}

async function isPosted(
  workspace: Workspace,
  caller: Caller,
  { source, id, time }: EventIdentity,
  channel: string,
  name: string,
): Promise<boolean> {
  const isIt = ({ event_type: type, event_payload: payload }: JsonObject) =>
    type === name && membersOf(payload)["source"] === source && membersOf(payload)["id"] === id;
  const asked = {
    channel,
    oldest: ((Date.parse(time) - CLOCKS_APART_MS) / 1000).toFixed(6),
    include_all_metadata: "true",
    limit: String(PAGE),
  };
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await read(workspace, caller, HISTORY, cursor === "" ? asked : { ...asked, cursor });
    const { messages } = answer;
    if (!Array.isArray(messages)) throw malformedAnswer(`GET /${HISTORY}`);
    if (messages.some((message) => isIt(membersOf(membersOf(message)["metadata"])))) return true;
    const next = membersOf(answer["response_metadata"])["next_cursor"];
    if (typeof next !== "string" || next === "") return false;
    cursor = next;
  }
  const message = `slack's channel has more than ${PAGE * MOST_PAGES} messages since the event: whether it is among them must be looked up by hand`;
  throw new PermanentError(message, { code: "HISTORY_TOO_LONG", system: "slack", operation: `GET /${HISTORY}` });
}
