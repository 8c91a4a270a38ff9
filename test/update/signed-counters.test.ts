// Counters that are signed: what is believed of what a device tells, and what the file beside the keys remembers.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OF_COMMANDS, SignedCounters } from "../../tools/update/signed-counters.ts";

const DEVICE = "porch-1";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-counters-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As a program does that starts anew. */
const sign = (counter: number, after?: number) =>
  new SignedCounters(folder).take([{ device: DEVICE, counter }], after)[0]?.counter;
const file = () => join(folder, ".counters");

test("a counter is signed once, whatever the device reports", () => {
  expect([sign(0), sign(0), sign(7), sign(3)]).toEqual([1, 2, 8, 9]);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test("a forged counter is refused and leaves no trace", () => {
  sign(4);
  for (const forged of [1006, 999_999_998, 999_999_999, 1e15])
    expect(() => sign(forged)).toThrow(
      `porch-1 tells the counter ${forged}, and this computer has signed up to 5 for it: at most 1000 more is believed`,
    );
  expect([sign(5), sign(1006)]).toEqual([6, 1007]);
});

test("after a lost record a device's counter is believed up to 1,000", () => {
  sign(900);
  rmSync(file());
  expect(sign(901)).toBe(902);
  rmSync(file());
  expect(() => sign(1001)).toThrow(/has signed up to 0 for it.*"ringmote push --to porch-1 --after 1001"/);
  // As another computer has signed: said once, it is known from then on.
  expect([sign(1001, 1001), sign(1002)]).toEqual([1002, 1003]);
});

test("the option --after sets the believed counter", () => {
  expect(() => sign(999_999_998, 5000)).toThrow("999999998");
  expect(sign(4000, 5000)).toBe(4001);
  expect(() => sign(999_999_999, 999_999_999)).toThrow("porch-1 has no counter left above 999999999");
});

test("a program interrupted after recording skips its counter", () => {
  const counters = new SignedCounters(folder);
  expect(counters.next([{ device: DEVICE, counter: 1 }])).toEqual([{ device: DEVICE, counter: 2 }]);
  counters.take([{ device: DEVICE, counter: 1 }]);
  // It has signed nothing; what a program that looked before would sign is on the disk as used.
  expect(readFileSync(file(), "utf8")).toBe("ringmote 1\nporch-1 2\n");
  expect(sign(1)).toBe(3);
});

test("each fleet device has a counter; a forged one stops all", () => {
  const counters = new SignedCounters(folder);
  const told = Array.from({ length: 1000 }, (_, i) => ({ device: `porch-${i}`, counter: i % 3 }));
  expect(counters.take(told).map(({ counter }) => counter)).toEqual(told.map(({ counter }) => counter + 1));
  const before = readFileSync(file(), "utf8");
  expect(() => counters.take([...told, { device: "porch-x", counter: 1001 }])).toThrow(
    "porch-x tells the counter 1001",
  );
  expect(readFileSync(file(), "utf8")).toBe(before);
});

test("a second program, a damaged file and a broken identity are refused", () => {
  writeFileSync(`${file()}.lock`, "");
  expect(() => sign(1)).toThrow("Another program signs with");
  rmSync(`${file()}.lock`);
  expect(() => new SignedCounters(folder).take([{ device: "porch\nporch-2 9", counter: 1 }])).toThrow(
    "is no device's identity",
  );
  for (const damaged of ["", "ringmote 1\nporch-1 2", "ringmote 1\nporch-1 0\n", "porch-1 2\n"]) {
    writeFileSync(file(), damaged);
    expect(() => sign(1)).toThrow(
      "is not as this program has written it; restore it from a copy, or remove it",
    );
  }
});

test("counters of commands and of updates are separate", () => {
  const told = [{ device: DEVICE, counter: 0 }];
  sign(700);
  expect(new SignedCounters(folder, OF_COMMANDS).take(told)).toEqual([{ device: DEVICE, counter: 1 }]);
  expect(readFileSync(join(folder, ".command-counters"), "utf8")).toBe("ringmote 1\nporch-1 1\n");
  expect(sign(0)).toBe(702);
});
