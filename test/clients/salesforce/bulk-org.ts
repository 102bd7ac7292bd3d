import { answerParts } from "./composite.ts";

const ORG_PATH = "/services/data/v67.0";
const JOB = "750000000000001AAA";

/**
 * What the stand-in has not got, with the answers that Salesforce documents or was recorded with: describe, and one job of
 * Bulk API 2.0, which takes rows with an `@` in their Email and refuses the others.
 */
export function createBulkOrg() {
  const held: { state: string; uploads: string[]; authorizations: (string | null)[] } = {
    state: "none",
    uploads: [],
    authorizations: [],
  };
  const job = () => ({ id: JOB, object: "Lead", operation: "insert", state: held.state, apiVersion: 64, retries: 0 });
  const csv = (rows: readonly string[]) =>
    new Response(rows.map((row) => `${row}\n`).join(""), { headers: { "content-type": "text/csv" } });
  const rows = () => (held.uploads[0] ?? "").trim().split("\n").slice(1);
  const routes: Record<string, (request: Request) => Response | Promise<Response>> = {
    "POST /services/oauth2/token": (request) =>
      Response.json({ access_token: "token", instance_url: new URL(request.url).origin }),
    [`POST ${ORG_PATH}/composite`]: (request) => answerParts(request, { totalSize: 0, done: true, records: [] }),
    [`GET ${ORG_PATH}/query`]: () =>
      Response.json({ totalSize: 3, done: false, nextRecordsUrl: `${ORG_PATH}/query/01g-2`, records: [{}, {}] }),
    [`GET ${ORG_PATH}/query/01g-2`]: () => Response.json({ totalSize: 3, done: true, records: [{}] }),
    [`GET ${ORG_PATH}/sobjects/Lead/describe`]: () =>
      Response.json({ name: "Lead", fields: [{ name: "Email", type: "email", length: 80 }] }),
    [`POST ${ORG_PATH}/jobs/ingest`]: () => {
      held.state = "Open";
      return Response.json(job());
    },
    [`PUT ${ORG_PATH}/jobs/ingest/${JOB}/batches`]: async (request) => {
      held.uploads.push(await request.text());
      return new Response("", { status: 201 });
    },
    [`PATCH ${ORG_PATH}/jobs/ingest/${JOB}`]: async (request) => {
      held.state = JSON.parse(await request.text()).state;
      return Response.json(job());
    },
    [`GET ${ORG_PATH}/jobs/ingest/${JOB}`]: () => {
      held.state = held.state === "UploadComplete" ? "InProgress" : "JobComplete";
      return Response.json(job());
    },
    [`GET ${ORG_PATH}/jobs/ingest/${JOB}/successfulResults`]: () =>
      csv([
        '"sf__Id","sf__Created","Email"',
        ...rows().flatMap((row) => (row.includes("@") ? [`"1","true",${row}`] : [])),
      ]),
    [`GET ${ORG_PATH}/jobs/ingest/${JOB}/failedResults`]: () =>
      csv([
        '"sf__Id","sf__Error","Email"',
        ...rows().flatMap((row) => (row.includes("@") ? [] : [`"","INVALID_EMAIL_ADDRESS:Email:--",${row}`])),
      ]),
    [`GET ${ORG_PATH}/jobs/ingest/${JOB}/unprocessedrecords`]: () => csv(['"Email"']),
  };
  const answer = async (request: Request) => {
    const route = routes[`${request.method} ${new URL(request.url).pathname}`];
    held.authorizations.push(request.headers.get("authorization"));
    return route === undefined ? new Response("no such route", { status: 404 }) : route(request);
  };
  return { answer, held };
}
