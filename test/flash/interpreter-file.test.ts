// Files for a chip's flash: their digest as the chip's loader tells it, and what is refused before anything is sent.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAddress, requireInterpreter } from "../../tools/flash/interpreter-file.ts";
import { md5 } from "../../tools/flash/md5.ts";

test("the digest is MD5, for files of any length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(md5(data)).toBe(createHash("md5").update(data).digest("hex"));
    }),
  );
});

test("an address is a sector of the flash", () => {
  expect(parseAddress("0x10000")).toBe(65536);
  expect(parseAddress(" 4096 ")).toBe(4096);
  for (const text of ["", "x", "0x10", "-4096", "0x2000000"])
    expect(() => parseAddress(text), text).toThrow(/is no address in the flash/);
});

test("a file that no chip starts is refused, a right loader accepted", () => {
  const check =
    (name: string, data: Uint8Array, address = 0) =>
    () =>
      requireInterpreter({ name, data, address });
  const merged = new Uint8Array(8192).fill(0xff);
  merged[0x1000] = 0xe9;
  expect(check("esp32.bin", merged)).not.toThrow();
  expect(check("esp32.bin", merged, 0x1000)).toThrow(/^esp32.bin is no firmware/);
  expect(check("esp8266.bin", Uint8Array.of(0xe9, 1))).not.toThrow();
  expect(check("partitions.bin", Uint8Array.of(0xaa, 0x50), 0x8000)).not.toThrow();
  expect(check("page.zip", Uint8Array.of(0x50, 0x4b))).toThrow(/^page.zip is no firmware.* ZIP/);
  expect(check("empty.bin", new Uint8Array())).toThrow(/^empty.bin is empty/);
  expect(check("late.bin", new Uint8Array(8192), 0x1fff000)).toThrow(/^late.bin has 8192 bytes/);
});
