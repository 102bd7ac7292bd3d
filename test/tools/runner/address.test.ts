import { describe, expect, it } from "@jest/globals";
import { runnerUrl } from "../../../tools/runner/address.ts";

describe("where npm start runs", () => {
  it.each([
    [{}, undefined, "http://localhost:8080"],
    [{ PORT: "9090" }, undefined, "http://localhost:9090"],
    [{ PORT: "abc" }, "http://127.0.0.1:9/", "http://127.0.0.1:9"],
    [{}, "https://ycat.example", "https://ycat.example"],
  ])("by %j and %j is %s", (environment, given, url) => {
    expect(runnerUrl(environment, given)).toBe(url);
  });

  it.each([
    [{ PORT: "0" }, undefined, /^PORT is "0"/],
    [{ PORT: "65536" }, undefined, /^PORT is "65536"/],
    [{}, "localhost:8080", /^--url is "localhost:8080"; http:\/\/localhost:8080 is expected/],
    [{}, "8080", /^--url is "8080"/],
    [{}, "", /^--url is ""/],
  ])("refuses %j and %j", (environment, given, complaint) => {
    expect(() => runnerUrl(environment, given)).toThrow(complaint);
  });
});
