// Text at the edge of the core: UTF-8 in a string of bytes, behind its length.
import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthPrefixed } from "../../src/bytes/text.ts";
import { utf8 } from "../../src/bytes/utf8.ts";

const text = fc.string({ unit: "grapheme" });

test("text becomes its UTF-8 bytes", () => {
  fc.assert(
    fc.property(text, (written) => {
      expect(utf8(written)).toBe(Buffer.from(written, "utf8").toString("latin1"));
    }),
  );
});

test("[MQTT-1.5.3-1] half a surrogate pair has no encoding", () => {
  for (const half of ["\ud800", "a\udfff", "\udc00\ud800"]) expect(() => utf8(half)).toThrow(URIError);
});

test("[MQTT-1.5.3-3] a leading U+FEFF is kept as a character", () => {
  expect(utf8("\ufeffa")).toBe("\xef\xbb\xbfa");
});

test("a length-prefixed text counts bytes, not characters", () => {
  expect(lengthPrefixed(utf8("°C"))).toBe("\x00\x03\xc2\xb0C");
  expect(lengthPrefixed("")).toBe("\0\0");
  expect(lengthPrefixed("a".repeat(65535)).substring(0, 2)).toBe("\xff\xff");
});
