import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { powerSwitch } from "../../src/index.ts";
import { createDisplay } from "../../tools/cli/sim/display.ts";
import { placeOfKey } from "../../tools/cli/sim/home-table.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const DECLARATION = device({
  name: "room",
  actuators: [powerSwitch("heater", relay("heater")), powerSwitch("fan", relay("fan"))],
});

/** A display on a terminal of 60 by 16 without colours, and what was written to it since the last look. */
function onTerminal() {
  const terminal = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 60,
    rows: 16,
    hasColors: () => false,
  });
  const display = createDisplay(terminal as unknown as WriteStream, process.stderr, "news");
  display.showHome({
    devices: [{ name: "room", place: "hall", root: "home/room-0a1b2c", declaration: DECLARATION }],
    view: () => ({
      now: 0,
      outside: { celsius: 5, humidity: 80, lux: 1 },
      rooms: [],
      watts: 0,
      out: [],
    }),
  });
  return { display, terminal, written: () => String(terminal.read() ?? "") };
}

function message(name: string, text: string, again = false) {
  const topic = `home/room-0a1b2c/${name}`;
  return { time: Date.now(), topic, payload: Buffer.from(text), qos: 0, retained: again, again };
}

test("messages that arrive together cause one redraw", () => {
  const { display, written } = onTerminal();
  display.remark("hello");
  display.message(message("status", "online"));
  display.message(message("heater", "on"));
  display.message(message("fan", "off"));
  vi.advanceTimersByTime(100);
  const first = written();
  expect(first.match(/SAYS/g)).toHaveLength(1);
  expect(stripVTControlCharacters(first)).toMatch(/^hello/);
  expect(first).toMatch(/a {2}hall {2}room {4}● {2}heater on {2}fan off/);
  display.message(message("heater", "off"));
  vi.advanceTimersByTime(100);
  const second = written();
  expect(second).toContain("\x1b[5A\rhello");
  expect(second).toContain("heater off  fan off");
  display.end();
});

test("a retained copy does not reset a value's age", () => {
  const { display, written } = onTerminal();
  display.message(message("status", "online"));
  vi.advanceTimersByTime(5000);
  written();
  display.message(message("status", "online", true));
  vi.advanceTimersByTime(100);
  expect(written()).toMatch(/room.*5 s/);
  display.end();
});

test("ages advance until the display ends, and its last state stays", () => {
  const { display, written } = onTerminal();
  display.message(message("status", "online"));
  vi.advanceTimersByTime(3100);
  expect(written()).toMatch(/3 s/);
  display.message(message("status", "offline"));
  display.end();
  expect(written()).toMatch(/offline/);
  vi.advanceTimersByTime(10_000);
  expect(written()).toBe("");
});

test("the first and the two newest remarks stay", () => {
  const { display, written } = onTerminal();
  for (const remark of ["one", "two", "three", "four", "five"]) display.remark(remark);
  vi.advanceTimersByTime(100);
  const shown = written();
  for (const remark of ["one", "four", "five"]) expect(shown).toContain(remark);
  for (const remark of ["two", "three"]) expect(shown).not.toContain(remark);
  display.end();
});

test("a resized terminal is redrawn", () => {
  const { display, terminal, written } = onTerminal();
  vi.advanceTimersByTime(100);
  written();
  terminal.columns = 44;
  terminal.emit("resize");
  const lines = written().split("\n");
  expect(lines[0]).toContain("\x1b[2J");
  expect(Math.max(...lines.map((line) => stripVTControlCharacters(line).length))).toBeLessThan(44);
  display.end();
});

test("no line wraps, however wide its characters are", () => {
  const { display, written } = onTerminal();
  display.message(message("status", "online"));
  display.message(message("heater", "漢".repeat(1000)));
  vi.advanceTimersByTime(100);
  const drawn = written();
  expect(stripVTControlCharacters(drawn)).toMatch(/heater 漢{20,}…/);
  // Wrapping is off for as long as it is drawn.
  expect([drawn.startsWith("\x1b[?7l"), drawn.endsWith("\x1b[?7h")]).toEqual([true, true]);
  display.end();
});

test("each device has its own letter, never the quit letter", () => {
  expect(placeOfKey("a")).toBe(0);
  expect(placeOfKey("q")).toBe(-1);
  expect(placeOfKey("A")).toBe(-1);
});
