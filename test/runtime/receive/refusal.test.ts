import { describe, expect, it } from "@jest/globals";
import { refuseByHeaders } from "../../../functions/runtime/receive/refusal.ts";
import app from "../../../functions/sources/app.ts";
import { sourceUnit } from "../../harness/units.ts";
import { receive } from "../../harness/webhook.ts";

describe("refuseByHeaders", () => {
  const json = { "content-type": "application/json" };
  it.each([
    ["GET", { method: "GET" }, 405],
    ["HEAD", { method: "HEAD" }, 405],
    ["PUT", { method: "PUT" }, 405],
    ["a byte too many, declared", { headers: { ...json, "content-length": "1048577" } }, 413],
    ["a byte too many, read", { headers: json, body: Buffer.alloc(1_048_577) }, 413],
    ["more than was declared", { headers: { ...json, "content-length": "1" }, body: Buffer.alloc(1_048_577) }, 413],
    ["absurdly much", { headers: { ...json, "content-length": "99999999999999999999" } }, 413],
  ])("refuses %s", (_what, changes, status) => {
    const refusal = refuseByHeaders(app, {
      method: "POST",
      url: "/",
      headers: json,
      body: Buffer.alloc(0),
      ...changes,
    });
    expect(refusal?.answer).toMatchObject({ status, body: { outcome: "refused", reason: expect.any(String) } });
    expect(refusal?.answer.headers).toEqual(status === 405 ? { allow: "POST" } : {});
  });

  it.each(["application/json", "text/plain", "application/json; charset=utf8", undefined])(
    "says nothing of the content type %s: whoever signs it means it",
    (type) => {
      const headers = { "content-type": type, "content-length": "1048576", "content-encoding": "utf-8" };
      expect(refuseByHeaders(app, { method: "POST", url: "/", headers, body: Buffer.alloc(0) })).toBeUndefined();
    },
  );

  it("lets more pass where the source says so", () => {
    const source = { ...app, maxBodyBytes: 2_000_000 };
    const refusalOf = (bytes: number) =>
      refuseByHeaders(source, { method: "POST", url: "/", headers: json, body: Buffer.alloc(bytes) });
    expect(refusalOf(2_000_000)).toBeUndefined();
    expect(refusalOf(2_000_001)?.answer.status).toBe(413);
  });

  it("comes before the signature: nothing is hashed of what is too large", async () => {
    const unsigned = { method: "POST", url: "/", headers: json, body: Buffer.alloc(1_048_577) };
    expect((await receive(sourceUnit(app), unsigned)).answer.status).toBe(413);
  });
});
