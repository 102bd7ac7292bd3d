import { SettingError } from "../../runtime/define/errors.ts";
import { pastedFault, unquoted } from "../../runtime/define/pasted.ts";

/**
 * Reads a setting that holds a system's address, as its origin; a bare host means https. Plain http is for a stand-in
 * on the same machine.
 * @param example an example of such an address
 * @throws SettingError that names the setting.
 */
export function originSetting(name: string, value: string, example = "https://example.com"): string {
  const text = unquoted(value);
  const url = URL.parse(/^(?:[a-z\d-]+\.)+[a-z]{2,}\/?$/i.test(text) ? `https://${text}` : text);
  if (url === null || !isSafe(url) || url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    // Not quoted: it may be a secret in the wrong place.
    throw new SettingError(`${name} must be an address like ${example}, without path`);
  }
  if (url.username !== "" || url.password !== "") throw new SettingError(`${name} must hold no user name or password`);
  return url.origin;
}

/** Whether tokens and personal data may be sent there. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
}

/** Reads a setting that must not be empty. @throws SettingError that names the setting. */
export function requiredSetting(name: string, value: string, what: string): string {
  const meant = unquoted(value);
  if (meant === "") throw new SettingError(`${name} is empty: it holds ${what}`);
  const fault = pastedFault(meant);
  if (fault !== undefined) throw new SettingError(`${name} ${fault}`);
  return meant;
}

/** Reads a setting that must fit into a header: a key, a token, an id. @throws SettingError that names the setting. */
export function tokenSetting(name: string, value: string, what: string): string {
  const token = requiredSetting(name, value, what);
  if (/^[\w-]{8,}:[\w-]{8,}$/.test(Buffer.from(token, "base64").toString()))
    throw new SettingError(
      `${name} is base64 of two values with a colon, as a header has them: ${what} is expected as it is`,
    );
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new SettingError(`${name} must be ${what} alone: one word of ASCII, without spaces or line breaks`);
}
