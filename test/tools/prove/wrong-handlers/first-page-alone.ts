import type { Wrong } from "../candidates.ts";

/** A query of jsforce's answers with a page, and an address for the next. */
export const firstPageAlone: Wrong = {
  name: "first-page-alone",
  uses: ["salesforce"],
  caughtBy: "bounds",
  states: ["two Leads"],
  match: "undisturbed",
  says: "reads a page of what GET /query Lead finds, and not the next: let it read all pages, or limit the query",
  async run({ data }, { people }) {
    const connection = await people.connection();
    const found = await connection.query<{ Id: string }>(people.soql`SELECT Id FROM Lead WHERE Email = ${data.email}`);
    for (const { Id } of found.records) await people.update("Lead", Id, { Rating: "Hot" });
  },
};
