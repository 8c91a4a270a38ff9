// Files that a store reads: written by earlier versions, damaged, or something else.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SendStore } from "../../src/client/sends/send-store.ts";
import { program, SECOND } from "./program-client.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** As versions before the first line wrote it. */
const older = (number: number, payload: string) =>
  `{"number":${number},"topic":"a","qos":1,"retain":false,"payload":"${Buffer.from(payload).toString("base64")}"}\n`;

/** What it reads of the file; `more` is held on top of that. */
function read(...more: string[]): { payloads: string[]; damaged: number } {
  const store = new SendStore(file);
  for (const payload of more) store.hold({ topic: "a", payload, qos: 1, retain: false, properties: "" });
  store.close();
  return { payloads: store.unsettled().map(([, { payload }]) => payload), damaged: store.damaged };
}

test("a store of an earlier version is read and continued", () => {
  writeFileSync(file, `${older(1, "1")}${older(2, "2")}{"settled":1}\n${older(3, "3")}`);
  expect(read("4")).toEqual({ payloads: ["2", "3", "4"], damaged: 0 });
  expect(read("5")).toEqual({ payloads: ["2", "3", "4", "5"], damaged: 0 });
});

test("a torn line loses no later message", () => {
  const torn = older(2, "refused").slice(0, 40);
  writeFileSync(file, `${older(1, "1")}${torn}${older(2, "2")}${older(3, "3")}${torn}`);
  expect(read("4")).toEqual({ payloads: ["1", "2", "3", "4"], damaged: 2 });
  expect(read().payloads).toEqual(["1", "2", "3", "4"]);
});

test("an incomplete last line stays in the file", () => {
  writeFileSync(file, older(1, "1").trimEnd());
  expect(read("2")).toEqual({ payloads: ["1", "2"], damaged: 0 });
  appendFileSync(file, "torn");
  expect(read("3")).toEqual({ payloads: ["1", "2", "3"], damaged: 1 });
  expect(readFileSync(file, "utf8")).toContain("torn\n");
});

test("a damaged byte loses only the message of its line", () => {
  read("1", "2", "3", "4");
  const whole = readFileSync(file);
  const lines = whole.toString().split("\n");
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ change;
      writeFileSync(file, bytes);
      const line = whole.subarray(0, at).toString().split("\n").length - 1;
      const isEnd = whole[at] === 10;
      const gone = [line, ...(isEnd ? [line + 1] : [])].map(String);
      const { payloads, damaged } = read();
      const kept = ["1", "2", "3", "4"].filter((payload) => !gone.includes(payload));
      expect(payloads).toEqual(expect.arrayContaining(kept));
      expect(["1", "2", "3", "4"]).toEqual(expect.arrayContaining(payloads));
      expect(damaged).toBeGreaterThan(isEnd && line === lines.length - 2 ? -1 : 0);
    }),
    { numRuns: 60 },
  );
});

test("a program receives a report of skipped lines", async () => {
  read("1", "2", "3");
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [lines[0], lines[1], "\0\0\0\0", "half", lines[3], ""].join("\n"));
  const { broker, pass, start } = program();
  const told: string[] = [];
  start({ store: file, dropped: (topic, why) => told.push(`${topic}: ${why}`) });
  await pass(5 * SECOND);
  expect(broker.received.map(({ payload }) => payload)).toEqual(["1", "3"]);
  expect(told).toEqual([": 2 damaged lines of the store were left out"]);
});

test("a file of another kind is refused and left unchanged", () => {
  const json = ['{"number":1}\n', '{"number":1}', '{"number": 1, "title": "a"}', '{"number":1,"title":"a"}'];
  for (const text of [...json, "hello", "hello\n", "null\n", '{"settled":"x"}\n', "\n\nx", "\0\0"]) {
    writeFileSync(file, text);
    expect(() => new SendStore(file), text).toThrow(
      `The store ${file} is no file of this client: no line in it is one of a store. Name another file.`,
    );
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(existsSync(`${file}.lock`)).toBe(false);
  }
});

test("a long store is read in chunks, with lines across their borders", () => {
  const payloads = Array.from({ length: 40 }, (_, index) => `${index}`.repeat(60_000));
  writeFileSync(file, payloads.map((payload, index) => older(index + 1, payload)).join(""));
  expect(read().payloads).toEqual(payloads);
});
