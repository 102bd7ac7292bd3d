import { createPrivateKey, type KeyObject } from "node:crypto";
import { SettingError } from "../../runtime/define/errors.ts";

const BLOCK = /-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>[^]*?)-----END \k<label>-----/;

/**
 * The private key in a credential, even if its line breaks became spaces, nothing or `\n` in a form, a shell or
 * JSON, or all of it is in base64. Undefined for anything else: a client secret.
 * @throws SettingError that never quotes it.
 */
export function privateKeyIn(credential: string): KeyObject | undefined {
  const pem = credential.includes("-----BEGIN") ? credential : inArmour(credential);
  if (!pem.includes("-----BEGIN")) {
    if (/^ssh-\w+ /.test(credential))
      throw new SettingError(
        "SALESFORCE_CREDENTIAL is a public key of SSH's: the private key to the app's certificate is expected",
      );
    if (!/^[^\n]+\.(?:key|pem|p8|crt|cer)$/i.test(credential)) return undefined;
    throw new SettingError("SALESFORCE_CREDENTIAL is the name of a file: what is in it is expected");
  }
  const { label = "", body = "" } = BLOCK.exec(pem)?.groups ?? {};
  if (label !== "" && !label.endsWith("PRIVATE KEY"))
    throw new SettingError(
      `SALESFORCE_CREDENTIAL is a ${label.toLowerCase()}, which Salesforce has: the private key to it is expected`,
    );
  const key = readKey(`-----BEGIN ${label}-----\n${body.replaceAll(/\\+[nr]|\s/g, "")}\n-----END ${label}-----`);
  if (key.asymmetricKeyType === "rsa") return key;
  throw new SettingError(
    `SALESFORCE_CREDENTIAL must be an RSA key, for Salesforce takes RS256 alone, not ${key.asymmetricKeyType}`,
  );
}

/** Decodes base64; adds the first and last line to a key that lacks them. */
function inArmour(credential: string): string {
  const base64 = credential.replaceAll(/\s/g, "");
  // Which OpenSSL takes for the other kind of private key, too.
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${base64}\n-----END RSA PRIVATE KEY-----`;
  return MAY_BE_KEY.test(base64) && isKey(pem) ? pem : Buffer.from(credential, "base64").toString("latin1");
}

/** How a DER sequence, and so every private key, begins in base64. OpenSSL takes long to find no key in a secret. */
const MAY_BE_KEY = /^M[A-P]/;

function isKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // Without its cause: OpenSSL's message may quote the key.
    throw new SettingError(
      "SALESFORCE_CREDENTIAL looks like a private key and can't be read as one: it must be PEM, unencrypted",
    );
  }
}
