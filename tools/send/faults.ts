import { askRunner } from "./api.ts";

const json = { "content-type": "application/json" };

/** `salesforce:apply-then-drop`: that system's next write, or the next call that matches, fails so. */
export async function setFault(url: string, text: string, match: string | undefined): Promise<void> {
  const [system, fault] = text.split(":");
  if (system === undefined || fault === undefined) throw new Error(`--fault is "${text}"; SYSTEM:FAULT is expected, e.g. salesforce:apply-then-drop`);
  const rule = { system, fault, times: 1, ...(match === undefined ? {} : { match }) };
  await askRunner(url, "/api/faults", { method: "POST", headers: json, body: JSON.stringify([rule]) });
}

/** Says whether the fault has befallen a call; takes it back if not, so that it hits no later webhook by surprise. */
export async function reportFault(url: string): Promise<void> {
  const rules = (await askRunner(url, "/api/faults")) as { system: string; fault: string; hits: number }[];
  const rule = rules.at(-1);
  if (rule === undefined) return;
  if (rule.hits > 0) {
    console.log(`  ${rule.system} failed by ${rule.fault}, and the event was handled all the same`);
    return;
  }
  await askRunner(url, "/api/faults", { method: "DELETE" });
  console.log(`  ${rule.system} was not written to, since all was as it should be: the fault ${rule.fault} met nothing and is taken back.`);
  console.log("  Try it with somebody new: --email somebody@example.com");
}
