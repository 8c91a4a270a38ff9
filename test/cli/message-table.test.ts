import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDisplay } from "../../tools/cli/display.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A display on a terminal of 60 by 12 without colours, and what was written to it since the last look. */
function onTerminal() {
  const terminal = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 60,
    rows: 12,
    hasColors: () => false,
  });
  const display = createDisplay(terminal as unknown as WriteStream, process.stderr, false);
  return { display, terminal, written: () => String(terminal.read() ?? "") };
}

function message(topic: string, text: string, retained = false, again = false) {
  return { time: Date.now(), topic, payload: Buffer.from(text), qos: 0, retained, again };
}

test("messages that come together are drawn once, and the next drawing goes over the last", () => {
  const { display, written } = onTerminal();
  display.remark("hello");
  display.message(message("a", "1"));
  display.message(message("b", "2"));
  vi.advanceTimersByTime(100);
  const first = written();
  expect(first.match(/TOPIC/g)).toHaveLength(1);
  expect(first).toMatch(/^hello/);
  display.message(message("a", "3"));
  vi.advanceTimersByTime(100);
  const second = written();
  expect(second.startsWith("\x1b[5A\rhello")).toBe(true);
  expect(second).toMatch(/a +3 /);
  expect(second).toMatch(/b +2 /);
  display.end();
});

test("a copy that the broker keeps marks the row as retained and leaves its age", () => {
  const { display, written } = onTerminal();
  display.message(message("a", "1"));
  vi.advanceTimersByTime(5000);
  written();
  display.message(message("a", "1", true, true));
  vi.advanceTimersByTime(100);
  expect(written()).toMatch(/a +1 +yes +5 s/);
  display.message(message("a", "2"));
  vi.advanceTimersByTime(100);
  expect(written()).toMatch(/a +2 +yes +now/);
  display.end();
});

test("ages go on by themselves until the display ends, and its last state stays", () => {
  const { display, written } = onTerminal();
  display.message(message("a", "1"));
  vi.advanceTimersByTime(3100);
  expect(written()).toMatch(/3 s/);
  display.message(message("a", "2"));
  display.end();
  expect(written()).toMatch(/a +2 /);
  vi.advanceTimersByTime(10_000);
  expect(written()).toBe("");
});

test("the first remark stays, of the others the newest", () => {
  const { display, written } = onTerminal();
  for (const remark of ["one", "two", "three", "four", "five", "six"]) display.remark(remark);
  vi.advanceTimersByTime(100);
  const shown = written();
  for (const remark of ["one", "four", "five", "six"]) expect(shown).toContain(remark);
  for (const remark of ["two", "three"]) expect(shown).not.toContain(remark);
  display.end();
});

test("a terminal that changes its size is drawn anew", () => {
  const { display, terminal, written } = onTerminal();
  display.message(message("a", "1"));
  vi.advanceTimersByTime(100);
  written();
  terminal.columns = 40;
  terminal.emit("resize");
  const lines = written().split("\n");
  expect(lines[0]).toContain("\x1b[2J");
  expect(Math.max(...lines.map((line) => stripVTControlCharacters(line).length))).toBeLessThan(40);
  display.end();
});
