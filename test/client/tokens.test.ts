import { expect, test } from "vitest";
import { hmac as hmacOfPages } from "../../src/client/page/hmac.ts";
import { hmac } from "../../src/client/tokens/hmac.ts";
import { issueToken, readSigned, readToken, sign } from "../../src/client/tokens/tokens.ts";

const HOUR_MS = 3_600_000;

test("a token proves its owner to key holders until it expires", () => {
  const token = issueToken("key", "user", "ann", HOUR_MS);
  const whose = readToken("key", token);
  expect(whose).toMatchObject({ role: "user", name: "ann" });
  expect(Math.abs((whose?.ends ?? 0) * 1000 - Date.now() - HOUR_MS)).toBeLessThan(10_000);
  const others = [
    issueToken("another key", "user", "ann", HOUR_MS),
    issueToken("key", "user", "ann", -1000),
    token.replace("ann", "bob"),
    token.replace("user", "agent"),
    token.slice(0, -1),
    ...["", " ", "user ann", "user ann Infinity x"],
  ];
  expect(others.map((token) => readToken("key", token))).toEqual(others.map(() => undefined));
  expect(() => issueToken("key", "user", "ann 9999999999", HOUR_MS)).toThrow(
    'A token is for a role and a name without spaces, and not for "user" and "ann 9999999999".',
  );
});

test("a signed message proves its sender and contains no token", () => {
  const token = issueToken("key", "user", "ann", HOUR_MS);
  const message = { text: "<b>hé</b> \u2028\ud800", 1: [undefined, -0, null], number: 1e21 };
  const signed = sign(token, message);
  expect(readSigned("key", signed)).toMatchObject({ role: "user", name: "ann", message: { number: 1e21 } });
  expect(signed).not.toContain(token.split(" ")[3]);
  const forged = [
    sign(issueToken("another key", "user", "ann", HOUR_MS), message),
    signed.replace("ann", "bob"),
    signed.replace("user", "agent"),
    signed.replace("<b>", "<i>"),
    signed.replace(/"proof":"[^"]*"/, '"proof":""'),
    ...["", "{}", "null", "[]", '"text"', "hello", '{"by":"user ann 1"}', sign("", message)],
  ];
  expect(forged.map((token) => readSigned("key", token))).toEqual(forged.map(() => undefined));
});

test("a page computes the same proofs as Node", () => {
  for (let length = 0; length < 300; length += 1) {
    const text = "ä→\u{1f600}a".repeat(length).slice(0, length);
    expect(hmacOfPages(text.slice(0, length / 2), text)).toBe(hmac(text.slice(0, length / 2), text));
  }
});
