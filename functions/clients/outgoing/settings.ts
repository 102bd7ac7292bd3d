import { SettingError } from "../../runtime/define/errors.ts";

/**
 * A setting that holds a system's address, as its origin. Plain http is for a stand-in on the same machine.
 * @throws SettingError that names the setting.
 */
export function originSetting(name: string, value: string): string {
  const url = URL.parse(unquoted(value));
  if (url === null || !isSafe(url) || url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw new SettingError(`${name} must be an address like https://example.com, without path`); // not quoted: it may be a secret in the wrong place
  }
  if (url.username !== "" || url.password !== "") throw new SettingError(`${name} must hold no user name or password`);
  return url.origin;
}

/** Tokens and personal data go there. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
}

/** As it was meant: without the line break that secrets tend to end with, and the quotes that shells and JSON have around them. */
export function unquoted(value: string): string {
  const text = value.replaceAll(/[\u200b-\u200d\u2060\ufeff]/g, "").trim();
  const [, quoted = text] = /^(?:"([^"]*)"|'([^']*)')$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  return quoted.trim();
}

/**
 * A setting that must hold something.
 * @throws SettingError that names the setting.
 */
export function requiredSetting(name: string, value: string, what: string): string {
  const meant = unquoted(value);
  if (meant === "") throw new SettingError(`${name} is empty: it holds ${what}`);
  return meant;
}
