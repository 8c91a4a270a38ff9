// Diagnostics: what a device tells of itself, when, and what it then is.

import { describe, expect, test } from "vitest";
import { seconds } from "../../../src/bytes/milliseconds.ts";
import { device } from "../../../src/device/declare/device.ts";
import type { Diagnostic } from "../../../src/device/declare/diagnostics.ts";
import { homeAssistant } from "../../../src/device/declare/home-assistant.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import type { Chip } from "../../../src/platform/node/world.ts";
import { startSensors } from "../sensors-in-world.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

function start(diagnostics: Diagnostic[], chip: Partial<Chip> = {}) {
  return startSensors({ declare: () => ({ diagnostics }), world: { chip } });
}

test("diagnostics follow the device's own sensors and are announced as diagnostics", () => {
  const run = startSensors({
    declare: (quantity) => ({
      sensors: [sensor("level", quantity, { every: seconds(1) })],
      diagnostics: ["reconnects", "signal"],
    }),
  });
  run.pass(5000);
  expect(run.said()).toEqual(expect.arrayContaining(["level=22", "reconnects=0", "signal=-60"]));
  const { sensors = [] } = device({ name: "room", diagnostics: ["uptime"] });
  expect(sensors.map(({ name, options, diagnostic }) => [name, options.unit, diagnostic])).toEqual([
    ["uptime", "s", "uptime"],
  ]);
});

describe("uptime", () => {
  test("uptime is published once, a minute after the connection, not retained", () => {
    const run = start(["uptime"]);
    run.pass(50_000);
    expect(run.said()).toEqual([]);
    run.pass(10 * MINUTE);
    expect(run.said()).toEqual(["uptime=60"]);
    expect(run.broker.received.filter(({ topic, retain }) => topic.endsWith("/uptime") && retain)).toEqual(
      [],
    );
  });

  test("uptime is right however late the first connection comes", () => {
    const run = start(["uptime"]);
    run.world.setNetwork(false);
    run.pass(60 * MINUTE);
    run.world.setNetwork(true);
    run.pass(10 * MINUTE);
    const told = run.said();
    expect(told).toHaveLength(1);
    expect(Number(told[0]?.replace("uptime=", ""))).toBeGreaterThan(3600);
  });

  test("uptime is published after each announcement and survives the clock's wrap", () => {
    const run = startSensors({ declare: () => ({ diagnostics: ["uptime"], discovery: homeAssistant() }) });
    run.pass(26 * DAY);
    run.said();
    run.broker.deliver("homeassistant/status", "online");
    run.pass(5 * MINUTE);
    const [told, ...more] = run.said().filter((line) => line.startsWith("uptime="));
    expect(more).toEqual([]);
    const late = Number(told?.replace("uptime=", "")) - (26 * DAY) / 1000;
    expect(late).toBeGreaterThanOrEqual(60);
    expect(late).toBeLessThanOrEqual(70);
  });
});

test("a healthy device reports no refusals, despite lost networks", () => {
  const run = startSensors({
    declare: (quantity) => ({
      sensors: ["a", "b", "c"].map((name) => sensor(name, quantity, { every: seconds(1) })),
      diagnostics: ["refused"],
      discovery: homeAssistant(),
    }),
  });
  run.world.setNetwork(false);
  run.pass(MINUTE);
  run.world.setNetwork(true);
  run.pass(10 * MINUTE);
  expect(run.said().filter((line) => line.startsWith("refused="))).toEqual(["refused=0"]);
});

test.each([
  ["power", "power"],
  ["deep sleep", "deep sleep"],
  ["unknown", "unknown"],
  ["something new", "unknown"],
])("the reset reason %s is published as %s", (resetReason, told) => {
  const run = start(["reset-reason"], { resetReason });
  run.pass(5 * MINUTE);
  expect(run.said()).toEqual([`reset-reason=${told}`]);
});

test("free memory is published when it has changed", () => {
  let free = 20_000;
  const run = start(["free-memory"], { freeMemory: () => free });
  run.pass(2 * MINUTE);
  free = 19_000;
  run.pass(2 * MINUTE);
  expect(run.said()).toEqual(["free-memory=20000", "free-memory=19000"]);
});

test("signal strength is published at changes of 3 dBm, or as unknown", () => {
  let strength = -61;
  const run = start(["signal"], { signalStrength: () => strength });
  run.pass(5000);
  for (const next of [-63, -64, 0, 0, 0, -64]) {
    strength = next;
    run.pass(MINUTE);
  }
  expect(run.said()).toEqual(["signal=-61", "signal=-64", "signal=None", "signal=-64"]);
});

test("reconnects exclude the first connection to the broker", () => {
  const run = start(["reconnects"]);
  run.pass(MINUTE + 100);
  run.world.breakLink("cut");
  run.pass(2 * MINUTE);
  expect(run.said()).toEqual(["reconnects=0", "reconnects=1"]);
});

test("messages are counted as kept, waiting, dropped and refused", () => {
  const run = startSensors({
    declare: (quantity) => ({
      sensors: [
        sensor("level", quantity, { every: seconds(1), qos: 1, overflow: "oldest" }),
        sensor("whole", quantity, { every: seconds(1), qos: 1, overflow: "reject" }),
      ],
      diagnostics: ["waiting", "kept", "dropped", "refused", "repeated", "skipped"],
    }),
  });
  run.pass(5000);
  run.said();
  run.world.setNetwork(false);
  run.pass(5 * MINUTE);
  run.world.setNetwork(true);
  run.pass(5 * MINUTE);
  const said = run.said();
  const last = (name: string) => {
    const line = said.filter((entry) => entry.startsWith(`${name}=`)).at(-1);
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  };
  expect(last("kept")).toBeGreaterThan(400);
  expect(last("dropped")).toBeGreaterThan(200);
  expect(last("refused")).toBeGreaterThan(100);
  expect(said.filter((line) => line.startsWith("waiting=")).at(-1)).toBeDefined();
});
