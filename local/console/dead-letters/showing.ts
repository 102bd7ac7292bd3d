import { parseJson } from "../../../functions/runtime/reading/json.ts";
import { type Letter, NO_REASON } from "./letters.ts";
import { timeOf } from "./groups.ts";

/** Everything in a dead letter, including the payload: only for the terminal of the person asking. */
export function describeLetter(letter: Letter): object {
  const {
    held: { topic, messageId, message },
    kind,
    id,
    handler,
    source,
    type,
    reason,
    discarded,
  } = letter;
  return {
    kind,
    id,
    ...(handler !== undefined && { handler }),
    ...(source !== undefined && { source }),
    ...(type !== undefined && { type }),
    reason: reason ?? NO_REASON,
    ...(discarded !== undefined && { discarded }),
    topic,
    messageId,
    since: timeOf(letter),
    orderingKey: message.orderingKey ?? null,
    attributes: message.attributes,
    data: readableData(message.data),
  };
}

/** JSON parsed, other text as text, other bytes in base64. */
function readableData(data: Buffer): unknown {
  try {
    return parseJson(data);
  } catch {
    const text = data.toString();
    return Buffer.from(text).equals(data) ? text : { base64: data.toString("base64") };
  }
}
