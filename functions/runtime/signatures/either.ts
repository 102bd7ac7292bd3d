import { randomBytes } from "node:crypto";
import { madeOnce } from "./proofs.ts";
import { attempt, type SignatureScheme, type SignedRequest } from "./scheme.ts";

/**
 * For a sender that signs in one of two undocumented ways: only the owner of the secret can sign in either. `sign` uses
 * the first, whose key must be the secret's text as it is.
 */
export function eitherOf(first: SignatureScheme, second: SignatureScheme): SignatureScheme {
  /** A key that nobody has, if the secret does not fit this scheme. */
  const secondKeyOf = madeOnce((secret) => attempt(() => second.key(secret.toString())) ?? randomBytes(32));
  /** Of these, what the first way takes for the time is not signed: anybody may have put it there. */
  const signedBySecond = new WeakSet<SignedRequest>();
  return {
    ...first,
    headers: [...new Set([...first.headers, ...second.headers])],
    verify(request, keys, now) {
      const verdict = first.verify(request, keys, now);
      if (verdict !== "forged") return verdict;
      signedBySecond.add(request);
      return second.verify(request, keys.map(secondKeyOf), now);
    },
    signedAt: (request) =>
      (signedBySecond.has(request) ? undefined : first.signedAt(request)) ?? second.signedAt(request),
  };
}
