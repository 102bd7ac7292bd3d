/** Asks the local runner. Throws a sentence when it is not there or refuses. */
export async function askRunner(url: string, path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url + path, init).catch((error: unknown) => {
    throw new Error(`Nothing answers at ${url}: run npm start first, in another terminal (or set PORT to where it runs).`, { cause: error });
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init?.method ?? "GET"} ${path}: ${text.trim()}`);
  return text === "" ? undefined : JSON.parse(text);
}
