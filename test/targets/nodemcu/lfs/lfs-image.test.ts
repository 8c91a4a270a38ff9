// Images of NodeMCU's LFS: a reader that was written from the format finds all of them whole, and whatever is
// wrong with one.
import { gzip } from "pako";
import { describe, expect, test } from "vitest";
import { chipInflate } from "../../../../tools/laboratory/hosts/nodemcu/lfs/chip-inflate.ts";
import { readImage51 } from "../../../../tools/laboratory/hosts/nodemcu/lfs/read-image-51.ts";
import { readImage53 } from "../../../../tools/laboratory/hosts/nodemcu/lfs/read-image-53.ts";
import { lfsImage } from "../../../../tools/targets/nodemcu/lfs/lfs-image.ts";
import { climate, readBack, readFile, VERSIONS } from "./modules.ts";

const SMALL = [{ name: "one", source: "local a=... return function(b) a.n=b return a end" }];
const LONG = "a text of more than forty bytes, which Lua 5.3 does not share";

describe.each(VERSIONS)("LFS images for Lua %s", (version) => {
  test("an image has every climate module by name, without debug data", async () => {
    const modules = await climate();
    const { flashBytes, modules: functions } = readBack(version, modules);
    expect([...functions.keys()]).toEqual(modules.map(({ name }) => name));
    for (const [name, { source, vararg }] of functions)
      expect([source, vararg > 0]).toEqual([`@${name}.lua`, true]);
    expect(flashBytes).toBe(lfsImage(version, modules).flashBytes);
  });

  test("an LFS image of the same modules has the same bytes", async () => {
    const modules = await climate();
    expect(lfsImage(version, modules)).toEqual(lfsImage(version, modules));
  });

  test("an LFS image keeps the parameters, upvalues and stack of functions", () => {
    const main = readBack(version, SMALL).modules.get("one");
    expect(main?.functions).toMatchObject([
      { parameters: 1, vararg: 0, stack: 2, lines: [1, 1], constants: ["string n"], functions: [] },
    ]);
    expect(main?.functions[0].upvalues).toEqual(version === "5.1" ? 1 : ["1 of 0"]);
  });

  test("an LFS image keeps strings of any length and byte", () => {
    const texts = [
      "",
      LONG,
      "x".repeat(40),
      "x".repeat(41),
      "nil",
      "string",
      "userdata",
      "thread",
      "proto",
      "__index",
    ];
    const literals = texts.map((text) => JSON.stringify(text)).join(",");
    const source = `return {${literals},"\\0\\1\\255z","one"},function() return ${literals} end`;
    const main = readBack(version, [{ name: "one", source }]).modules.get("one");
    const wanted = texts.map((text) => `string ${text}`);
    expect(main?.constants).toEqual([...wanted, "string \0\x01\xffz", "string one"]);
    expect(main?.functions[0].constants).toEqual(wanted);
  });

  test("an invalid source is refused by file and line", () => {
    expect(() => lfsImage(version, [{ name: "one", source: "\nlocal =" }])).toThrow(
      /^Lua 5\.[13] does not compile one\.lua: one\.lua:2: /,
    );
  });
});

test("an LFS image holds more constants than an instruction can index", () => {
  const many = Array.from({ length: 70 }, (_, index) => ({ name: `m${index}`, source: `return ${index}` }));
  const wide = Array.from({ length: 600 }, (_, index) => `t["k${index}"]=${index}.5`).join(" ");
  for (const version of VERSIONS) {
    const { modules } = readBack(version, [...many, { name: "wide", source: `local t={} ${wide}` }]);
    expect(modules.size).toBe(71);
    expect(modules.get("wide")?.constants).toHaveLength(1200);
  }
});

describe("numbers in LFS images", () => {
  const source = "return {1.5,7,-7,2147483647,-2147483647,0.1}";
  const constantsOf = (file: Uint8Array, numbers?: { integer: number; float: number }) =>
    readImage53(file, { numbers }).modules.get("one")?.constants;

  test("Lua 5.1 images hold numbers as eight bytes", () => {
    expect(readBack("5.1", [{ name: "one", source }]).modules.get("one")?.constants).toEqual(
      [
        "3ff80000 0",
        "401c0000 0",
        "c01c0000 0",
        "41dfffff ffc00000",
        "c1dfffff ffc00000",
        "3fb99999 9999999a",
      ].map((bytes) => `float ${bytes}`),
    );
  });

  test("Lua 5.3 images hold 32-bit numbers unless the firmware differs", () => {
    const modules = [{ name: "one", source }];
    const integers = ["integer 7", "integer -7", "integer 2147483647", "integer -2147483647"];
    expect(constantsOf(lfsImage("5.3", modules).bytes)).toEqual([
      "float 0000c03f",
      ...integers,
      "float cdcccc3d",
    ]);
    const long = { integer: 8, float: 8 } as const;
    const file = lfsImage("5.3", modules, long);
    expect(constantsOf(file.bytes, long)).toEqual([
      "float 000000000000f83f",
      ...integers,
      "float 9a9999999999b93f",
    ]);
    expect(readImage53(file.bytes, { numbers: long }).flashBytes).toBe(file.flashBytes);
  });

  test("numbers that do not fit an LFS image are refused", () => {
    expect(() => lfsImage("5.3", [{ name: "one", source: "return 2147483648" }])).toThrow(
      "The number 2147483648 does not fit the 32 bits that an integer has on the chip; write it with a point.",
    );
  });
});

describe("the LFS reader refuses", () => {
  const small = chipInflate(lfsImage("5.1", SMALL).bytes);
  const unpacked = () => new DataView(Uint8Array.from(small).buffer);
  const reading = (image: DataView) => () => readImage51(new Uint8Array(image.buffer));
  const word = (image: DataView, at: number) => image.getUint32(4 * at, true);
  /** The first string in the table. */
  const firstString = (image: DataView) => {
    let slot = word(image, 3);
    while (word(image, slot) === 0) slot += 1;
    return word(image, slot);
  };

  test("an image for integers, and one for values of 16 bytes", () => {
    for (const [signature, words] of [
      [0xfafaa152, "a signature of fafaa152"],
      [0xfafaa150, "a signature of fafaa150"],
    ] as const) {
      const image = unpacked();
      image.setUint32(0, signature, true);
      expect(reading(image)).toThrow(words);
    }
  });

  test("a wrong hash of a string", () => {
    const image = unpacked();
    const at = firstString(image) + 2;
    image.setUint32(4 * at, word(image, at) ^ 0x1000, true);
    expect(reading(image)).toThrow("a wrong hash of the string");
  });

  test("addresses without marks, and marks without addresses", () => {
    const words = word(unpacked(), 1) / 4;
    for (let at = 0; at < words; at += 1) {
      const image = unpacked();
      const place = 4 * (words + (at >> 5));
      image.setUint32(place, image.getUint32(place, true) ^ (1 << (at & 31)), true);
      expect(reading(image)).toThrow(/mark/);
    }
  });

  test("an address that leads out of the image", () => {
    const image = unpacked();
    image.setUint32(8, word(image, 1) / 4, true);
    expect(reading(image)).toThrow("points out of the image");
  });

  test("a packed file that looks back further than 16 KB", async () => {
    const unpacked = chipInflate(lfsImage("5.1", await climate()).bytes);
    expect(() => chipInflate(gzip(unpacked, { level: 9, windowBits: 15 }))).toThrow(
      "looks further back than the chip keeps",
    );
  });

  test("a file that was cut, wherever", () => {
    for (const version of VERSIONS) {
      const { bytes } = lfsImage(version, SMALL);
      for (let length = 0; length < bytes.length; length += 7)
        expect(() => readFile(version, bytes.subarray(0, length))).toThrow();
    }
  });

  test("numbers of another length in Lua 5.3", () => {
    const { bytes } = lfsImage("5.3", SMALL, { integer: 8, float: 8 });
    expect(() => readImage53(bytes)).toThrow("numbers of 8,8 bytes");
  });
});
