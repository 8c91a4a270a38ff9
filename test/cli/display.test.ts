import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { DeviceRow } from "../../tools/cli/sim/device-row.ts";
import { deviceRow } from "../../tools/cli/sim/device-row.ts";
import { createDisplay, type Shown } from "../../tools/cli/sim/display.ts";
import { ageText, type HomeState, homeLines } from "../../tools/cli/sim/home-lines.ts";
import { readOwnFirmware } from "../../tools/sim/devices/own-firmware.ts";
import { timeOfDay } from "../../tools/sim/home/time.ts";
import type { SeenMessage } from "../../tools/sim/home/watcher.ts";
import { payloadText } from "../../tools/terminal/payload-text.ts";

const NOON = Date.UTC(2026, 0, 1, 12);
const VIEW = { columns: 72, rows: 20, colour: false, now: NOON };
const HOME: HomeState["home"] = {
  now: timeOfDay(17, 42),
  outside: { celsius: 3.14, humidity: 80, lux: 12 },
  rooms: [
    { name: "living room", air: { celsius: 20.4, humidity: 45 }, people: ["Ben"] },
    { name: "hall", air: { celsius: 17.5, humidity: 50 }, people: [] },
  ],
  watts: 1429.6,
  out: ["Anna"],
};

function message(topic: string, text: string, more: Partial<SeenMessage> = {}): SeenMessage {
  return { time: NOON, topic, payload: Buffer.from(text), qos: 0, retained: false, again: false, ...more };
}

function device(name: string, more: Partial<DeviceRow> = {}): DeviceRow {
  return { key: "a", place: "hall", name, status: "online", time: NOON, values: [], ...more };
}

test("a payload is shown as clean text or as hexadecimal", () => {
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

test("the table shows the house, each device's last message, and events", () => {
  const devices = [
    device("hall", {
      values: [
        { words: "motion off", time: NOON },
        { words: "illuminance 3 lx", time: NOON },
      ],
    }),
    device("lamp", { key: "b", status: "offline", time: NOON - 5000 }),
    device("soil", { key: "c", place: "garden", status: undefined, time: undefined }),
  ];
  const story = ["Mon 17:40 Ben comes home."];
  const lines = homeLines({ remarks: ["the broker", "the keys"], home: HOME, devices, story }, VIEW);
  expect(lines.map((line) => line.trimEnd())).toEqual([
    "the broker",
    "Mon 17:42, 3.1 °C and 12 lx outside, 1430 W from the mains; out: Anna",
    "living room 20.4 °C (Ben) · hall 17.5 °C",
    "",
    "   ROOM    DEVICE     SAYS                                          AGE",
    "a  hall    hall    ●  motion off  illuminance 3 lx                  now",
    "b  hall    lamp    ○  offline                                       5 s",
    "c  garden  soil    ○  starting",
    "",
    "Mon 17:40 Ben comes home.",
    "the keys",
  ]);
});

test("a device's row lists problems first, then values in declared order", async () => {
  const [{ declaration }] = await readOwnFirmware(["climate"]);
  const source = { name: "climate", place: "living room", root: "home/r", declaration };
  const newest = new Map(
    [
      message("home/r/status", "online"),
      message("home/r/humidity", "45"),
      message("home/r/temperature", "20.4", { time: NOON + 1 }),
      message("home/r/heater", "on"),
      message("home/r/problem", "air: no answer;\nheater: it waits for its minimum time"),
      message("home/other/heater", "off"),
    ].map((message) => [message.topic, message]),
  );
  const row = deviceRow("a", source, newest);
  expect(row).toMatchObject({ key: "a", status: "online", time: NOON + 1 });
  expect(row.values.map(({ words }) => words)).toEqual([
    "problem: air: no answer; heater: it waits for its minimum time",
    "heater on",
    "temperature 20.4 °C",
    "humidity 45 %",
  ]);
});

test("the table never exceeds the terminal's width or height", () => {
  const devices = Array.from({ length: 40 }, (_, i) =>
    device(`a-rather-long-name-${i}`, {
      values: Array.from({ length: 9 }, () => ({ words: "x".repeat(30), time: 0 })),
    }),
  );
  const story = Array.from({ length: 40 }, (_, i) => `${i} ${"y".repeat(300)}`);
  for (const columns of [60, 72, 200]) {
    for (const rows of [14, 20, 60]) {
      const state = { remarks: ["z".repeat(300), "keys"], home: HOME, devices, story };
      const lines = homeLines(state, { ...VIEW, columns, rows });
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
      expect(lines.length).toBeLessThan(rows);
    }
  }
});

test("devices without room are counted; the newest events stay", () => {
  const devices = Array.from({ length: 40 }, (_, i) => device(`device-${i}`));
  const story = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const lines = homeLines({ remarks: ["broker"], home: HOME, devices, story }, VIEW);
  expect(lines.join("\n")).toMatch(/and \d+ more devices/);
  expect(lines.at(-1)).toBe("line 39");
});

test("colour changes no text", () => {
  const devices = [device("hall", { values: [{ words: "motion on", time: NOON }] })];
  const state = { remarks: [], home: HOME, devices, story: ["one", "two"] };
  const coloured = homeLines(state, { ...VIEW, colour: true });
  expect(coloured.map(stripVTControlCharacters)).toEqual(homeLines(state, VIEW));
  expect(coloured.join("")).toContain("\x1b[");
});

/** What a display writes when it is not on a terminal. */
function onPipe(shown: Shown) {
  const output = new PassThrough();
  const errors = new PassThrough();
  const display = createDisplay(
    output as unknown as NodeJS.WriteStream,
    errors as unknown as NodeJS.WriteStream,
    shown,
  );
  return { display, output: () => String(output.read() ?? ""), errors: () => String(errors.read() ?? "") };
}

test("a pipe receives a line per message, and events on stderr", () => {
  const { display, output, errors } = onPipe("news");
  display.remark("the broker is up");
  display.story("Mon 17:40 Ben comes home.");
  display.message(message("room/status", "online"));
  display.message(message("room/status", "online", { retained: true, again: true }));
  expect(output()).toBe("2026-01-01T12:00:00.000Z room/status online\n");
  expect(errors()).toBe("the broker is up\nMon 17:40 Ben comes home.\n");
});

test("small changes and announcements print no line", () => {
  const told = (shown: Shown) => {
    const { display, output } = onPipe(shown);
    for (const celsius of ["19.5", "19.5", "19.6", "19.4", "19.7", "19.8"])
      display.message(message("room/temperature", celsius));
    for (const event of ["pressed", "pressed"]) display.message(message("room/bell", event));
    display.message(message("homeassistant/device/room/config", "{}", { retained: true }));
    return output().match(/(?<=Z ).*/g);
  };
  const news = ["room/temperature 19.5", "room/temperature 19.7", "room/bell pressed", "room/bell pressed"];
  expect(told("news")).toEqual(news);
  expect(told("all")).toHaveLength(9);
});

test("a line shortens a long payload and shows its length", () => {
  const { display, output } = onPipe("news");
  display.message(message("t", "x".repeat(500)));
  expect(output()).toBe(`2026-01-01T12:00:00.000Z t ${"x".repeat(120)}… (500 bytes)\n`);
});

test("lines with --json hold the received message", () => {
  const { display, output } = onPipe("json");
  display.message(message("t", "21.5", { qos: 1, retained: true }));
  expect(JSON.parse(output())).toEqual({
    time: "2026-01-01T12:00:00.000Z",
    topic: "t",
    payload: "21.5",
    qos: 1,
    retained: true,
  });
});
