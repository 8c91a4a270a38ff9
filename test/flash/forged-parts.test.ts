// Staged parts with content that nobody signed, of the right name, length and checksum: whoever may write at the broker
// can leave them, where power goes before a wrong part is removed. The cable sends such parts anew.
import { beforeAll, describe, expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { crc32 } from "../../tools/files/crc32.ts";
import type { DeviceConsole, FlashImage } from "../../tools/flash/device-console.ts";
import { updateImage } from "../../tools/flash/flash-image.ts";
import { adler } from "../../tools/flash/nodemcu/adler.ts";
import { unsignedManifest } from "../../tools/update/signed-update.ts";
import * as espruino from "./espruino/bench.ts";
import * as nodemcu from "./nodemcu/board.ts";

function takingUpdates(image: FlashImage): FlashImage {
  return { ...image, manifest: unsignedManifest(updateImage(image), image.firmware, HASHES.sha256) };
}

/** Text of this length and CRC-32: `code`, and a comment in which one bit of each of 64 letters is chosen. */
function withCrc(code: string, length: number, crc: number): string {
  const base = [...code.padEnd(length - 1, "`"), "\n"];
  const rows = Array.from({ length: 64 }, (_, i) => {
    const letters = [...base];
    letters[length - 2 - i] = "a";
    return { crc: crc32(letters.join("")) ^ crc32(base.join("")), letters: 1n << BigInt(i) };
  });
  let missing = crc32(base.join("")) ^ crc;
  let chosen = 0n;
  // Gauss over the bits.
  for (let bit = 0; bit < 32; bit += 1) {
    const place = rows.findIndex((row) => (row.crc >>> bit) & 1);
    const [pivot] = place < 0 ? [] : rows.splice(place, 1);
    if (pivot === undefined) continue;
    for (const row of rows.filter((each) => (each.crc >>> bit) & 1)) {
      row.crc ^= pivot.crc;
      row.letters ^= pivot.letters;
    }
    if (((missing >>> bit) & 1) === 0) continue;
    missing ^= pivot.crc;
    chosen ^= pivot.letters;
  }
  for (let i = 0; i < 64; i += 1) if ((chosen >> BigInt(i)) & 1n) base[length - 2 - i] = "a";
  return base.join("");
}

/** Text of this one's length and Adler-32: `code`, and a comment whose letters are moved until both sums are right. */
function withAdler(code: string, right: string): string {
  const bytes = [...code.padEnd(right.length, "O")].map((letter) => letter.charCodeAt(0));
  const lacking = (half: 0 | 1) => {
    const now = adler(String.fromCharCode(...bytes))[half];
    return (adler(right)[half] - now + 65521) % 65521;
  };
  const from = code.length;
  // The sum: some more or less for each letter.
  for (let sum = lacking(0) > 32760 ? lacking(0) - 65521 : lacking(0), i = bytes.length - 1; sum !== 0; ) {
    const step = Math.sign(sum);
    const next = (bytes[i] as number) + step;
    if (next > 0x23 && next < 0x7b) {
      bytes[i] = next;
      sum -= step;
    }
    i = i <= from ? bytes.length - 1 : i - 1;
  }
  // The sum of sums: a letter one more, and another one `distance` behind it one less.
  for (let distance = bytes.length - 1 - from; distance > 0; distance -= 1)
    for (let i = from; i + distance < bytes.length; i += 1)
      while (
        lacking(1) >= distance &&
        (bytes[i] as number) < 0x7a &&
        (bytes[i + distance] as number) > 0x24
      ) {
        bytes[i] = (bytes[i] as number) + 1;
        bytes[i + distance] = (bytes[i + distance] as number) - 1;
      }
  return String.fromCharCode(...bytes);
}

interface Board {
  imageOf: (words: string) => FlashImage;
  forge: (content: string) => string;
  sumOf: (content: string) => unknown;
  atCable: <T>(storage: Map<string, string>, work: (console: DeviceConsole) => Promise<T>) => Promise<T>;
}

function nodemcuBoard(chip: nodemcu.Chip): Board {
  return {
    imageOf: (words) => nodemcu.imageOf(`${words} `.repeat(150), chip),
    forge: (content) => withAdler('print("unsigned code runs")--', content),
    sumOf: adler,
    atCable: (storage, work) => nodemcu.switchOn(storage, { chip, hasCrypto: true }).open(work),
  };
}

const BOARDS: Readonly<Record<string, Board>> = {
  Espruino: {
    imageOf: (words) => {
      const image = espruino.imageOf(words, 3000, words.slice(0, 1));
      const shared = espruino.imageOf("shared", 3000, "s").files;
      const content = [...shared, ...image.files].map((file) => file.content).join("");
      return { ...image, files: [{ name: `${words}.js`, content }] };
    },
    forge: (content) => withCrc('print("unsigned code runs")//', content.length, crc32(content)),
    sumOf: crc32,
    atCable: async (storage, work) => {
      const bench = espruino.switchOn(storage);
      try {
        return await espruino.withConsole(bench, bench.port(), work);
      } finally {
        bench.model.powerOff();
      }
    },
  },
  "NodeMCU on the ESP8266": nodemcuBoard("esp8266"),
  "NodeMCU on the ESP32": nodemcuBoard("esp32"),
};

describe.each(Object.entries(BOARDS))("under %s", (_, { imageOf, forge, sumOf, atCable }) => {
  const OLD = takingUpdates(imageOf("old"));
  const NEW = takingUpdates(imageOf("new"));

  const flashed = new Map<string, string>();
  beforeAll(() => atCable(flashed, (console) => console.upload(OLD)), 60_000);

  /** A board that runs OLD, and has a forged part of NEW. */
  function attacked() {
    const storage = new Map(flashed);
    const ofOld = new Set(updateImage(OLD).parts.map(({ name }) => name));
    const staged = updateImage(NEW).parts.filter(({ name }) => !ofOld.has(name));
    const part = staged.find(({ content }) => content.length > 500);
    if (part === undefined) throw new Error("no part");
    const forged = forge(part.content);
    expect([forged.length, sumOf(forged)]).toEqual([part.content.length, sumOf(part.content)]);
    storage.set(part.name, forged);
    return { storage, part, staged: staged.map(({ name }) => name) };
  }

  test.each([
    ["with", NEW],
    ["without", imageOf("new")],
  ])(
    "an image %s updates replaces a forged part",
    async (_, image) => {
      const { storage, part } = attacked();
      await atCable(storage, (console) => console.upload(image));
      expect([...storage.values()].join("")).not.toContain("unsigned code runs");
      if (image === NEW) expect(storage.get(part.name)).toBe(part.content);
    },
    60_000,
  );

  test("an upload of another image removes a forged part", async () => {
    const { storage } = attacked();
    await atCable(storage, (console) => console.upload(OLD));
    expect([...storage.values()].join("")).not.toContain("unsigned code runs");
  }, 60_000);

  test("a restore replaces a forged part", async () => {
    const { storage, part } = attacked();
    const other = new Map<string, string>();
    await atCable(other, (console) => console.upload(NEW));
    const backup = await atCable(other, (console) => console.backup());
    await atCable(storage, (console) => console.restore(backup));
    expect(storage.get(part.name)).toBe(part.content);
  }, 60_000);

  test("an erasure removes a forged part before the records of updates", async () => {
    const { storage, part } = attacked();
    const removed: string[] = [];
    const remove = storage.delete.bind(storage);
    storage.delete = (name) => {
      removed.push(name);
      return remove(name);
    };
    await atCable(storage, (console) => console.erase());
    const [ofPart, ...ofRecords] = [part.name, ...removed.filter((name) => name.startsWith("update"))];
    expect(ofRecords.length).toBeGreaterThan(0);
    for (const record of ofRecords) expect(removed.indexOf(record)).toBeGreaterThan(removed.indexOf(ofPart));
    expect(removed).toContain(ofPart);
  }, 60_000);

  test("an upload keeps the parts of the confirmed image", async () => {
    const { storage, staged } = attacked();
    const report = await atCable(storage, (console) => console.upload(NEW));
    expect(report.files).toHaveLength(staged.length);
    expect(report.kept).toBeGreaterThan(500);
    const again = await atCable(storage, (console) => console.upload(NEW));
    expect(again.files).toEqual([]);
  }, 60_000);
});
