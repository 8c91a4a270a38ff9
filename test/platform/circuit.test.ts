// The lines between a simulated device and the parts on its pins.
import { describe, expect, test } from "vitest";
import { createLines } from "../../src/platform/node/circuit.ts";

describe("an input", () => {
  test("an input reads its driving part, or else the device's pull-up", () => {
    const lines = createLines();
    expect([lines.level("door", false), lines.level("door", true)]).toEqual([0, 1]);
    lines.drive("door", 0);
    expect(lines.level("door", true)).toBe(0);
    lines.drive("door", undefined);
    expect(lines.level("door", true)).toBe(1);
  });

  test("an input reports each new level to its watchers until stopped", () => {
    const lines = createLines();
    const seen: number[] = [];
    const stop = lines.watch("door", (level) => seen.push(level));
    for (const level of [0, 0, 1]) lines.drive("door", level);
    stop();
    lines.drive("door", 0);
    expect(seen).toEqual([0, 1]);
  });

  test("an input reports when a part releases a pulled-up line", () => {
    const lines = createLines();
    const seen: string[] = [];
    lines.watch("bell", (level) => seen.push(`pulled up ${level}`), true);
    lines.watch("bell", (level) => seen.push(`floating ${level}`));
    lines.drive("bell", 0);
    lines.drive("bell", undefined);
    expect(seen).toEqual(["pulled up 0", "floating 0", "pulled up 1"]);
  });

  test("a watcher may unsubscribe during its call", () => {
    const lines = createLines();
    const seen: string[] = [];
    const stop = lines.watch("door", () => {
      seen.push("first");
      stop();
    });
    lines.watch("door", () => seen.push("second"));
    for (const level of [0, 1]) lines.drive("door", level);
    expect(seen).toEqual(["first", "second", "second"]);
  });
});

describe("an output", () => {
  test("an output reports each level to its parts and remembers it", () => {
    const lines = createLines();
    const seen: number[] = [];
    lines.whenWritten("relay", (level) => seen.push(level));
    expect(lines.output("relay")).toBeUndefined();
    for (const level of [0, 1]) lines.written("relay", level);
    expect([seen, lines.output("relay")]).toEqual([[0, 1], 1]);
  });

  test("a pulsed output is high for a share of the time", () => {
    const lines = createLines();
    const levels: number[] = [];
    const pulses: number[][] = [];
    lines.whenWritten("lamp", (level) => levels.push(level));
    lines.whenPulsed("lamp", (hertz, duty) => pulses.push([hertz, duty]));
    for (const duty of [0, 341, 1023]) lines.pulsed("lamp", 500, duty);
    expect(levels).toEqual([0, 1, 1]);
    expect(pulses).toEqual([
      [500, 0],
      [500, 341],
      [500, 1023],
    ]);
    expect(lines.output("lamp")).toBe(1);
  });
});

test("an analog line is read on demand; unfed, it reads 0", () => {
  const lines = createLines();
  let counts = 1000;
  expect(lines.analog("soil")).toBe(0);
  lines.feed("soil", () => counts);
  counts = 2000;
  expect(lines.analog("soil")).toBe(2000);
});

test("a one-wire line without parts has no presence", () => {
  const lines = createLines();
  expect([lines.oneWire("water").reset(), lines.oneWire("water").read(2)]).toEqual([false, "\xff\xff"]);
});

describe("a line of a UART", () => {
  test("a UART line carries bytes to its listener until it stops", () => {
    const lines = createLines();
    const heard: string[] = [];
    const stop = lines.listen("dust.rx", 9600, (bytes) => heard.push(bytes));
    lines.whenSent("dust.tx", 9600, (bytes) => heard.push(`part: ${bytes}`));
    lines.send("dust.rx", "ab", 9600);
    lines.sent("dust.tx", "c", 9600);
    lines.send("dust.tx", "nobody listens there", 9600);
    stop();
    lines.send("dust.rx", "d", 9600);
    expect(heard).toEqual(["ab", "part: c"]);
  });

  test("a UART listener at another rate receives other bytes", () => {
    const lines = createLines();
    const heard: string[] = [];
    lines.listen("dust.rx", 9600, (bytes) => heard.push(bytes));
    lines.whenSent("dust.tx", 9600, (bytes) => heard.push(bytes));
    lines.send("dust.rx", "BM\0", 19200);
    lines.sent("dust.tx", "BM", 4800);
    expect(heard).toEqual(["\xfe\xfe\0", "\xfe\xfe"]);
  });
});

test("SPI parts receive data while their cs is low", () => {
  const lines = createLines();
  const heard: string[] = [];
  for (const [cs, answer] of [
    ["oven.cs", "\x5a\xff"],
    ["flue.cs", "\xf1\x0f"],
  ] as const)
    lines.attachSpi(cs, (bytes) => {
      heard.push(`${cs} ${bytes}`);
      return answer;
    });
  expect(lines.exchanged("aa")).toBe("\xff\xff");
  for (const cs of ["oven.cs", "flue.cs"]) lines.written(cs, 1);
  expect(lines.exchanged("bb")).toBe("\xff\xff");
  lines.written("flue.cs", 0);
  expect(lines.exchanged("cc")).toBe("\xf1\x0f");
  // Both pull at the one line.
  lines.written("oven.cs", 0);
  expect(lines.exchanged("dd")).toBe("\x50\x0f");
  expect(heard).toEqual(["flue.cs cc", "oven.cs dd", "flue.cs dd"]);
});

test("LED strips receive what is sent on their own line", () => {
  const lines = createLines();
  const heard: string[] = [];
  lines.attachPixels("shelf", (bytes) => heard.push(`shelf ${bytes}`) > 0);
  lines.attachPixels("sign", () => false);
  expect([lines.shown("shelf", "abc"), lines.shown("sign", "def"), lines.shown("desk", "ghi")]).toEqual([
    true,
    false,
    // Nothing answers on a line: a strip that is not there was sent to as well.
    true,
  ]);
  expect(heard).toEqual(["shelf abc"]);
});
