// Text at the edge of a program in Node: what it says as bytes, and what it hears as text.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ofPage from "../../src/client/page/text.ts";
import * as ofNode from "../../src/client/text.ts";

describe.each([
  ["Node", ofNode],
  ["a page", ofPage],
])("in %s", (_name, { arrayOf, bytesOf, lengthOf, textOf, writeBytes }) => {
  test("text becomes its UTF-8 bytes and back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (written) => {
        expect(bytesOf(written)).toBe(Buffer.from(written, "utf8").toString("latin1"));
        expect(textOf(bytesOf(written))).toBe(written);
      }),
    );
  });

  test("half a surrogate pair becomes U+FFFD", () => {
    expect(bytesOf("a\ud800")).toBe("a\xef\xbf\xbd");
    expect(bytesOf("\udc00\ud800b")).toBe("\xef\xbf\xbd\xef\xbf\xbdb");
  });

  test("[MQTT-1.5.3-3] a leading U+FEFF is kept as a character, in both directions", () => {
    expect([bytesOf("\ufeffa"), textOf("\xef\xbb\xbfa")]).toEqual(["\xef\xbb\xbfa", "\ufeffa"]);
  });

  test.each([
    ["a lone continuation byte", "\x80"],
    ["a sequence cut short", "\xe2\x82"],
    ["an overlong slash", "\xc0\xaf"],
    ["a surrogate", "\xed\xa0\x80"],
    ["a code point above U+10FFFF", "\xf4\x90\x80\x80"],
  ])("%s is invalid UTF-8 and decoded byte by byte (MQTT 3.1.1, 1.5.3)", (_name, bytes) => {
    expect(textOf(`a${bytes}b`)).toBe(`a${bytes}b`);
  });

  test("bytes become an array, or fill a buffer to its end", () => {
    const room = new Uint8Array(4);
    writeBytes(room, "\x01\xff\x80", 2);
    expect([...room]).toEqual([0, 0, 1, 255]);
    expect([...arrayOf("\0\xff")]).toEqual([0, 255]);
    expect([lengthOf("\u00e9"), lengthOf("e"), lengthOf(room)]).toEqual([2, 1, 4]);
    expect(bytesOf(Uint8Array.from({ length: 20_000 }, (_, index) => index))).toHaveLength(20_000);
  });
});

test("text longer than one String.fromCharCode call is decoded whole", () => {
  const text = ofNode.textOf("\xc3\xa9".repeat(90_000_000));
  expect([text.length, text.at(-1)]).toEqual([90_000_000, "\u00e9"]);
});
