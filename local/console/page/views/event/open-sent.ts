import type { Sent, SendOptions } from "../../../contract/send.ts";
import { goTo, pathOf } from "../../address/address.ts";
import { post } from "../../api/ask.ts";

/** Sends an event's webhook again, newly signed, and opens the result. */
export async function openSent(id: string, options: SendOptions): Promise<string> {
  const { rows, answers } = await post<Sent>(`/api${pathOf("events", id, "send")}`, options);
  const [row] = rows.filter((one) => one !== id);
  if (row !== undefined) goTo(pathOf("events", row));
  return `Sent, and answered ${answers.map(({ status }) => status).join(", ")}.`;
}
