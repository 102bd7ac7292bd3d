import { describe, expect, it } from "@jest/globals";
import { systemClock } from "../../functions/runtime/clock.ts";
import { createTransport } from "../../functions/runtime/transport.ts";
import { createFaults } from "../../local/core/faults.ts";
import { serve } from "../../local/core/serve.ts";
import { createSalesforce } from "../../local/salesforce/salesforce.ts";
import specification from "../../local/salesforce/stand-in.ts";
import { keepLines, salesforceInstance } from "../clients/connect.ts";
import { CAMPAIGN, deliver } from "../clients/salesforce/org.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();
/** An org on loopback, and an instance's client of it: the first logins tell of these hosts, all others where it is. */
async function startOrg(...oldHosts: readonly string[]) {
  const org = createSalesforce({ clock: systemClock, faults: createFaults([specification]) });
  org.seed({ Campaign: [{ Id: CAMPAIGN, Name: "Contact sales" }] });
  const here = await serve((request) => org.fetch(request));
  let logins = 0;
  const login = await serve(async (request) => {
    const answer = (await (await org.fetch(request)).json()) as object;
    logins += 1;
    return Response.json({ ...answer, instance_url: oldHosts[logins - 1] ?? here.url });
  });
  closing.push(here.close, login.close);
  const { log, lines } = keepLines();
  const settings = { SALESFORCE_LOGIN_URL: login.url };
  const forEvent = salesforceInstance({ fetch: createTransport(systemClock), settings });
  return {
    deliver: () => deliver(forEvent({ log, signal: AbortSignal.timeout(30_000) })),
    left: () => ({
      logins,
      failures: lines.flatMap(({ message, reason }) => (message === "call failed" ? [reason] : [])),
      leads: org.state()["Lead"]?.length,
    }),
  };
}

/** Nobody listens there any more. */
async function closedPort(): Promise<string> {
  const server = await serve(async () => new Response());
  await server.close();
  return server.url;
}

const GONE = "https://acme--old.my.salesforce.invalid";

describe("23: an org that has moved, whose old host nobody answers at", () => {
  it.each([
    ["its port is closed", closedPort, "ECONNREFUSED"],
    ["its name is gone", async () => GONE, "ENOTFOUND"],
  ])("is logged in to again, and the same delivery goes on, where %s", async (_what, oldHost, code) => {
    const { deliver: deliverForm, left } = await startOrg(await oldHost());
    await deliverForm();
    expect(left()).toEqual({ logins: 2, failures: [code], leads: 1 });
  });

  it("waits, logged in to once more by each delivery, while the login still tells the old host", async () => {
    const { deliver: deliverForm, left } = await startOrg(GONE, GONE, GONE);
    for (const logins of [2, 3]) {
      await expect(deliverForm()).rejects.toMatchObject({ name: "UnavailableError", reason: { code: "ENOTFOUND" } });
      expect(left()).toMatchObject({ logins, leads: 0 });
    }
    await deliverForm();
    expect(left()).toMatchObject({ logins: 4, leads: 1 });
  });
});
