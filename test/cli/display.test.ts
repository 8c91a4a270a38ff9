import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { createDisplay } from "../../tools/cli/display.ts";
import { payloadText } from "../../tools/cli/payload-text.ts";
import { ageText, tableLines } from "../../tools/cli/table-lines.ts";
import type { SeenMessage } from "../../tools/sim/watcher.ts";

const NOON = Date.UTC(2026, 0, 1, 12);
const VIEW = { columns: 60, rows: 20, colour: false, now: NOON };

function message(topic: string, text: string, more: Partial<SeenMessage> = {}): SeenMessage {
  return { time: NOON, topic, payload: Buffer.from(text), qos: 0, retained: false, again: false, ...more };
}

test("a payload is shown as its text, without control characters, or as hexadecimal digits", () => {
  expect(payloadText(Buffer.from("21.5 °C"))).toBe("21.5 °C");
  expect(payloadText(Buffer.from("\x1b[2J\n"))).toBe("\\x1b[2J\\x0a");
  expect(payloadText(Buffer.from([0xff, 0x00]))).toBe("0xff00");
  expect(payloadText(Buffer.from(""))).toBe("");
});

test.each([
  [0, "now"],
  [1000, "1 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [3_600_000, "1 h"],
])("%i ms ago reads %s", (ms, text) => {
  expect(ageText(ms)).toBe(text);
});

test("the table shows topic, value, whether the broker keeps it, and its age", () => {
  const messages = [
    message("room/temperature", "21.5"),
    message("room/status", "online", { retained: true, time: NOON - 5000 }),
  ];
  expect(tableLines({ remarks: ["hello"], messages }, VIEW).map((line) => line.trimEnd())).toEqual([
    "hello",
    "",
    "TOPIC             VALUE                  RETAINED       AGE",
    "room/status       online                 yes            5 s",
    "room/temperature  21.5                                  now",
  ]);
});

test("no line is wider and the table no higher than the terminal", () => {
  const messages = Array.from({ length: 50 }, (_, i) =>
    message(`a/rather/long/topic/of/many/levels/${i}`, "x".repeat(200)),
  );
  for (const columns of [40, 60, 200]) {
    const lines = tableLines({ remarks: ["y".repeat(300)], messages }, { ...VIEW, columns });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
    expect(lines.length).toBeLessThan(VIEW.rows);
    expect(lines.at(-1)).toBe("and 36 more topics");
  }
});

test("colour changes no text", () => {
  const state = { remarks: [], messages: [message("t", "1")] };
  const coloured = tableLines(state, { ...VIEW, colour: true });
  expect(coloured.map(stripVTControlCharacters)).toEqual(tableLines(state, VIEW));
  expect(coloured.join("")).toContain("\x1b[");
});

/** What a display writes when it is not on a terminal. */
function onPipe(json: boolean) {
  const output = new PassThrough();
  const errors = new PassThrough();
  const display = createDisplay(
    output as unknown as NodeJS.WriteStream,
    errors as unknown as NodeJS.WriteStream,
    json,
  );
  return { display, output: () => String(output.read() ?? ""), errors: () => String(errors.read() ?? "") };
}

test("a pipe gets one line for each message, remarks go to the error output, copies are not repeated", () => {
  const { display, output, errors } = onPipe(false);
  display.remark("the broker is up");
  display.message(message("room/status", "online"));
  display.message(message("room/status", "online", { retained: true, again: true }));
  expect(output()).toBe("2026-01-01T12:00:00.000Z room/status online\n");
  expect(errors()).toBe("the broker is up\n");
});

test("--json lines hold what was received", () => {
  const { display, output } = onPipe(true);
  display.message(message("t", "21.5", { qos: 1, retained: true }));
  expect(JSON.parse(output())).toEqual({
    time: "2026-01-01T12:00:00.000Z",
    topic: "t",
    payload: "21.5",
    qos: 1,
    retained: true,
  });
});
