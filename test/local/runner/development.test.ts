import { describe, expect, it } from "@jest/globals";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import { readKeys, readPublicUrl, sourceSettings } from "../../../functions/runtime/settings.ts";
import { environmentOf, privateKeyOf } from "../../../local/runner/functions/environment.ts";
import { senders } from "../../runtime/signatures/senders.ts";

function manifestOf(hasKeyPair: boolean): Manifest {
  const { PUBLIC_URL } = sourceSettings("x");
  const source = { path: "/webhooks/x", hasKeyPair, settings: { PUBLIC_URL }, secrets: { SIGNING_SECRETS: "x" } };
  return { functions: { x: source }, subscriptions: {} } as unknown as Manifest; // no more of it is read
}

describe("the development secrets", () => {
  it.each(senders.map(({ scheme }) => [scheme.name, scheme] as const))(
    "make a function take what npm run send signs by %s",
    (_name, scheme) => {
      const addresses = { pubsub: "localhost:1", settings: {} };
      const environment = environmentOf("x", manifestOf(scheme.hasKeyPair), addresses, "http://localhost:8080");
      const { SIGNING_SECRETS: secret = "", PUBLIC_URL = "" } = environment;
      const keys = readKeys(secret, scheme);
      const url = readPublicUrl(PUBLIC_URL, scheme);
      const draft = { id: "msg_1", method: "POST", url, headers: {}, body: Buffer.from('{"a":1}') };
      const sent = scheme.sign(draft, scheme.hasKeyPair ? privateKeyOf("x") : scheme.key(secret), Date.now());
      expect(url).toBe("http://localhost:8080/webhooks/x");
      expect(scheme.verify(sent, keys, Date.now())).toBe("genuine");
    },
  );
});
