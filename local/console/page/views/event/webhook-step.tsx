import { parseObject } from "../../../../core/json.ts";
import type { EventRow, Webhook } from "../../../contract/events.ts";
import { Link } from "../../address/link.tsx";
import { Badge, type Tone, VerdictBadge } from "../../parts/badge.tsx";
import { BodyText } from "../../parts/code.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Notice } from "../../parts/notice.tsx";
import { refusalIn } from "../../parts/refusal.ts";
import { Text } from "../../parts/text.tsx";
import { Step } from "./step.tsx";

/** The webhook, whether it was genuine, and the answer to its sender. */
export function WebhookStep({ webhook, row }: { readonly webhook: Webhook; readonly row: EventRow }) {
  const { method, path, status, answer, verification, dropped } = webhook;
  return (
    <Step
      tone={toneOf(webhook, row)}
      title={
        <>
          Webhook <code>{method}</code>{" "}
          <code>
            <Text value={path} most={80} />
          </code>
        </>
      }
      aside={status === null ? "not answered yet" : `answered ${status}`}
    >
      <div class="row">
        <Badge tone={verification.ok ? "good" : "bad"}>{verification.ok ? "genuine" : "not genuine"}</Badge>
        <span class="quiet">{verification.scheme}</span>
        <VerdictBadge verdict={row.verdict} />
      </div>
      {verification.reason !== undefined && (
        <Notice tone="bad">
          <Text value={refusalIn(verification.reason)} /> The sender is not told why.
        </Notice>
      )}
      {row.verdict === "quarantined" && <Quarantine reason={reasonIn(answer)} />}
      {dropped === true ? <p class="quiet">Its headers and bodies are kept no more.</p> : <Exchanged {...webhook} />}
    </Step>
  );
}

function Exchanged({ headers, body, answer }: Pick<Webhook, "headers" | "body" | "answer">) {
  return (
    <>
      <details>
        <summary>{headers.length} headers</summary>
        <Facts facts={headers.map(([name, value]) => [name, <Text key={name} value={value} />] as const)} />
      </details>
      <details>
        <summary>Body, {body.bytes.toLocaleString("en")} bytes</summary>
        <BodyText body={body} label="Body of the webhook" />
      </details>
      {answer !== "" && (
        <p class="quiet">
          Answer:{" "}
          <code>
            <Text value={answer} />
          </code>
        </p>
      )}
    </>
  );
}

function Quarantine({ reason }: { readonly reason: string | undefined }) {
  return (
    <Notice>
      {reason !== undefined && (
        <p>
          <Text value={reason} />
        </p>
      )}
      It waits among the <Link href="/dead-letters">dead letters</Link>: to be replayed once schema or mapping are
      mended. Where its own data is wrong, have it sent anew, and discard it there.
    </Notice>
  );
}

/** The error in the answer. */
function reasonIn(answer: string): string | undefined {
  const reason = parseObject(answer)?.["reason"];
  return typeof reason === "string" ? reason : undefined;
}

function toneOf({ status, verification }: Webhook, { verdict }: EventRow): Tone {
  if (status === null) return "plain";
  if (!verification.ok || status >= 400) return "bad";
  return verdict === "quarantined" ? "odd" : "good";
}
