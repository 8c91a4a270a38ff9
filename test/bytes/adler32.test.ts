// The check of the journal's records beside that of zlib, which ends its own streams with the same one.
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { adler32 } from "../../src/bytes/adler32.ts";

const ofZlib = (bytes: string) =>
  deflateSync(Buffer.from(bytes, "latin1"), { level: 0 }).subarray(-4).toString("latin1");

test("Adler-32 equals zlib's, also for the longest unreduced sum", () => {
  const texts = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 400 });
  fc.assert(
    fc.property(texts, (codes) => {
      const bytes = String.fromCharCode(...codes);
      expect(adler32(bytes)).toBe(ofZlib(bytes));
    }),
  );
  const most = "\xff".repeat(3800);
  expect(adler32(most)).toBe(ofZlib(most));
});
