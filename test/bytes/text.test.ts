// Text at the edge of the core: UTF-8 in a string of bytes, behind its length.
import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthPrefixed } from "../../src/bytes/text.ts";
import { fromUtf8, utf8 } from "../../src/bytes/utf8.ts";

const text = fc.string({ unit: "grapheme" });

test("text becomes the bytes of its UTF-8 and comes back", () => {
  fc.assert(
    fc.property(text, (written) => {
      expect(utf8(written)).toBe(Buffer.from(written, "utf8").toString("latin1"));
      expect(fromUtf8(utf8(written))).toBe(written);
    }),
  );
});

test("[MQTT-1.5.3-1] half a surrogate pair is no text, and becomes no bytes", () => {
  for (const half of ["\ud800", "a\udfff", "\udc00\ud800"]) expect(() => utf8(half)).toThrow(URIError);
});

test("[MQTT-1.5.3-3] a leading U+FEFF is kept as a character", () => {
  expect(utf8("\ufeffa")).toBe("\xef\xbb\xbfa");
  expect(fromUtf8("\xef\xbb\xbfa")).toBe("\ufeffa");
});

test.each([
  ["a lone continuation byte", "\x80"],
  ["a sequence cut short", "\xe2\x82"],
  ["an overlong slash", "\xc0\xaf"],
  ["a surrogate", "\xed\xa0\x80"],
  ["a code point above U+10FFFF", "\xf4\x90\x80\x80"],
])("%s is not taken for text (MQTT 3.1.1, 1.5.3)", (_name, bytes) => {
  expect(fromUtf8(bytes)).toBeUndefined();
});

test("a length-prefixed text counts bytes, not characters", () => {
  expect(lengthPrefixed(utf8("°C"))).toBe("\x00\x03\xc2\xb0C");
  expect(lengthPrefixed("")).toBe("\0\0");
  expect(lengthPrefixed("a".repeat(65535)).substring(0, 2)).toBe("\xff\xff");
});
