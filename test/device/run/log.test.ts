// The log: which lines go to the broker, in which pieces, and what is said of those that do not.

import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../src/bytes/milliseconds.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import {
  ERROR,
  INFO,
  type LogLevel,
  newLog,
  note,
  publishLog,
  WARNING,
} from "../../../src/device/run/log.ts";
import { driveClient } from "../../mqtt/driven-client.ts";
import { startSensors } from "../sensors-in-world.ts";

function start(level: LogLevel | undefined, bytes = 500) {
  return startSensors({
    declare: (quantity) => ({
      sensors: [sensor("level", quantity, { every: minutes(60) })],
      ...(level === undefined ? {} : { log: { level } }),
    }),
    limits: { bytes },
  });
}

const logged = (run: ReturnType<typeof start>) =>
  run
    .said()
    .filter((line) => line.startsWith("log="))
    .map((line) => line.slice("log=".length));

test("a console line is published with its level", () => {
  const run = start("info");
  run.pass(5000);
  expect(logged(run)).toEqual(["info: connected"]);
  expect(run.console).toContain("connected");
});

test.each([
  ["error", []],
  ["warning", []],
  ["info", ["info: connected"]],
  ["debug", ["debug: connecting to broker:1883\ninfo: connected"]],
] as const)("lines of level %s and above are published", (level, lines) => {
  const run = start(level);
  run.pass(5000);
  expect(logged(run)).toEqual(lines);
});

test("a device without `log` publishes no log lines", () => {
  const run = start(undefined);
  run.pass(5000);
  expect(logged(run)).toEqual([]);
});

test("lines written without a connection are published with the next one", () => {
  const run = start("info");
  run.pass(5000);
  run.said();
  run.world.breakLink("cut");
  run.pass(60_000);
  expect(logged(run).join("\n")).toMatch(/^warning: not connected: .+\ninfo: connected$/);
});

test("a part's fault logs a warning, and its end an info line", () => {
  const run = startSensors({
    declare: (quantity) => ({
      sensors: [sensor("level", quantity, { every: seconds(10) })],
      log: { level: "info" },
    }),
  });
  run.pass(5000);
  run.said();
  run.script.value = undefined;
  run.pass(10_000);
  run.script.value = 215;
  run.pass(10_000);
  expect(logged(run)).toEqual(["warning: problem: probe: no answer", "info: problem: none"]);
});

describe("bounds of the log", () => {
  function begin() {
    const driven = driveClient({});
    driven.connect();
    driven.sent();
    const log = newLog("info", 0);
    const told = (now: number) => {
      publishLog(log, driven.client, "r", now);
      driven.drain();
      return driven.sent().flatMap((packet) => (packet.cmd === "publish" ? [String(packet.payload)] : []));
    };
    return { driven, log, told };
  }

  test("new lines are published together, at most once a second", () => {
    const { log, told } = begin();
    note(log, INFO, "a");
    expect(told(999)).toEqual([]);
    note(log, ERROR, "b");
    expect(told(1000)).toEqual(["info: a\nerror: b"]);
    note(log, INFO, "c");
    expect([told(1999), told(2000), told(3000)]).toEqual([[], ["info: c"], []]);
  });

  test("a long log line is cut", () => {
    const { log, told } = begin();
    note(log, WARNING, "x".repeat(5000));
    expect(told(1000)).toEqual([`warning: ${"x".repeat(100)}`]);
  });

  test("a long log line is not cut within a character", () => {
    const { log, told } = begin();
    note(log, WARNING, `${"x".repeat(99)}\xe2\x82\xac and more`);
    expect(told(1000)).toEqual([`warning: ${"x".repeat(99)}`]);
  });

  test("dropped log lines are counted once", () => {
    const { log, told } = begin();
    for (let i = 0; i < 1000; i += 1) note(log, INFO, `line ${i}`);
    const [message = ""] = told(1000);
    const lines = message.split("\n");
    expect(message.length).toBeLessThan(260);
    expect(lines[0]).toBe("info: line 0");
    expect(lines.at(-1)).toBe(`${1000 - (lines.length - 1)} left out`);
    note(log, INFO, "after");
    expect(told(2000)).toEqual(["info: after"]);
  });

  test("log lines stay while offline or while the link is full", () => {
    const { driven, log, told } = begin();
    driven.loseLink();
    note(log, INFO, "a");
    expect(told(1000)).toEqual([]);
    driven.connectAnd();
    driven.sent();
    expect(told(2000)).toEqual(["info: a"]);
  });
});
