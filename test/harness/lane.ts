import customerioClient from "../../functions/clients/customerio.ts";
import salesforceClient from "../../functions/clients/salesforce.ts";
import type { ClientSpecification } from "../../functions/runtime/define-client.ts";
import type { Event, Handler } from "../../functions/runtime/define-handler.ts";
import { handleDelivery } from "../../functions/runtime/handle.ts";
import { encodeEvent, type Message } from "../../functions/runtime/message.ts";
import { readSettings } from "../../functions/runtime/settings.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import { VirtualClock } from "../../local/clock.ts";
import { createCustomerio } from "../../local/customerio/customerio.ts";
import { customerioFaults } from "../../local/customerio/faults.ts";
import { createFaults } from "../../local/faults.ts";
import { inProcessFetch } from "../../local/in-process.ts";
import { createSalesforce, salesforceFaults } from "../../local/salesforce/salesforce.ts";
import { eventValidator, validatorsPath } from "../../tools/build/validators.ts";
import { keepLines } from "../clients/connect.ts";

const SALESFORCE = "https://org.my.salesforce.test";
const CUSTOMERIO = "https://track.customerio.test";

const environment = {
  SALESFORCE_LOGIN_URL: SALESFORCE,
  SALESFORCE_CLIENT_ID: "client",
  SALESFORCE_CREDENTIAL: "client-secret",
  CUSTOMERIO_TRACK_URL: CUSTOMERIO,
  CUSTOMERIO_SITE_ID: "site",
  CUSTOMERIO_API_KEY: "key",
};

const validators: Record<string, Validate> = await import(validatorsPath);

/** A handler with its real clients on the stand-ins, in one process and without a socket; time stands still. */
export function createLane(handler: Handler) {
  const clock = new VirtualClock();
  const faults = createFaults({ salesforce: salesforceFaults, customerio: customerioFaults });
  const salesforce = createSalesforce({ clock, faults, clientId: "client", clientSecret: "client-secret" });
  const customerio = createCustomerio({ clock, faults, siteId: "site", apiKey: "key" });
  const calls: string[] = [];
  const fetch = inProcessFetch((request) => {
    calls.push(`${request.method} ${new URL(request.url).pathname.replace(/^\/(?:services\/data\/v[\d.]+|api\/v\d)/, "")}`);
    return request.url.startsWith(SALESFORCE) ? salesforce.fetch(request) : customerio.fetch(request);
  });
  const connect = (client: ClientSpecification) => client.connect({ settings: readSettings(client.settings, environment), fetch, clock });
  const forEvent = { salesforce: connect(salesforceClient), customerio: connect(customerioClient) };
  const { log, lines } = keepLines();
  const deadLetters: Message[] = [];
  const validate = validators[eventValidator(handler.eventType)];
  if (validate === undefined) throw new Error(`no validator of ${handler.eventType}`);

  /** One delivery of the event, as Pub/Sub makes it; the status says whether it is acknowledged. */
  function deliver(event: Event, attempt = 1): Promise<number> {
    const message = encodeEvent(event, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    return handleDelivery({ handler, validate: validate as Validate }, { message, messageId: `${event.id}-${attempt}`, publishedAt: clock.now(), attempt }, {
      clients: (call) => ({ salesforce: forEvent.salesforce(call) as never, customerio: forEvent.customerio(call) as never }),
      publish: async (_topic, messages) => void deadLetters.push(...messages),
      clock,
      log,
    });
  }

  return { deliver, salesforce, customerio, faults, clock, calls, lines, deadLetters };
}
