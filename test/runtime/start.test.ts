// Start: what a device makes of its settings, and what it does without them.

import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { CHIP_ID, type DeviceOptions, ROOT, startDevice } from "./device-in-world.ts";

/** The CONNECT of a device that was started with these options. */
function greeting(options: DeviceOptions) {
  const run = startDevice(options);
  run.pass(2000);
  return run.broker.connects[0];
}

describe("a device's identity", () => {
  test("a device's name and chip number make its client identifier and topics", () => {
    const { clientId, will } = greeting({});
    expect([clientId, will?.topic]).toEqual([`room-${CHIP_ID}`, `${ROOT}/status`]);
  });

  test("[MQTT-3.1.3-2] a device uses the same identifier on every connection", () => {
    const run = startDevice();
    for (let i = 0; i < 3; i += 1) {
      run.pass(60_000);
      run.world.breakLink("cut");
    }
    run.pass(60_000);
    expect(new Set(run.broker.connects.map(({ clientId }) => clientId)).size).toBe(1);
    expect(run.broker.connects.length).toBeGreaterThan(3);
  });

  test("[MQTT-3.1.3-7] an empty identifier in the settings means none, with clean session", () => {
    expect(greeting({ settings: { id: "" } })).toMatchObject({ clientId: `room-${CHIP_ID}`, clean: false });
  });

  test("one image on two chips is two devices", () => {
    expect(greeting({ world: { chipId: "0000000000ff" } }).clientId).toBe("room-0000000000ff");
  });

  test("settings may override the identity", () => {
    const named = greeting({ settings: { id: "cellar" } });
    expect([named.clientId, named.will?.topic]).toEqual(["cellar", "home/cellar/status"]);
    const both = greeting({ settings: { id: "cellar", root: "house/küche" } });
    expect([both.clientId, both.will?.topic]).toEqual(["cellar", "house/küche/status"]);
  });
});

describe("a device's CONNECT", () => {
  test("CONNECT has a persistent session, a minute's keep-alive, a will [MQTT-3.1.2-9]", () => {
    const packet = greeting({});
    expect(packet).toMatchObject({ protocolVersion: 4, clean: false, keepalive: 60 });
    expect(packet.will).toMatchObject({ payload: Buffer.from("offline"), qos: 1, retain: true });
    expect([packet.username, packet.password]).toEqual([undefined, undefined]);
  });

  test("CONNECT follows the options and the settings", () => {
    const packet = greeting({
      declaration: { session: "clean", status: { keepAlive: seconds(15) } },
      settings: { user: "Jörg", secret: "päss" },
    });
    expect(packet).toMatchObject({ clean: true, keepalive: 15, username: "Jörg" });
    expect(packet.password?.toString()).toBe("päss");
  });

  test("[MQTT-3.1.2-22] CONNECT has no password without a user name", () => {
    const { username, password } = greeting({ settings: { secret: "lonely" } });
    expect([username, password]).toEqual([undefined, undefined]);
  });
});

test.each([
  [{}, 1883, false],
  [{ port: 4711 }, 4711, false],
  [{ tls: true }, 8883, true],
  [{ tls: true, port: 4711 }, 4711, true],
])("settings %j lead to port %i, TLS %s", (settings, port, tls) => {
  const asked: unknown[] = [];
  const peer = (_end: unknown, endpoint: unknown) => {
    asked.push(endpoint);
    return { received: () => {}, closed: () => {} };
  };
  startDevice({ settings: { host: "broker.example", ...settings }, world: { peer } }).pass(2000);
  expect(asked).toEqual([{ host: "broker.example", port, tls }]);
});

describe("a start without usable settings", () => {
  test.each([
    ["missing", undefined, "settings missing: write them with `ringmote settings`"],
    ["unreadable", "\xff\xff\xff", "settings unreadable: write them with `ringmote settings`"],
    [
      "cut off",
      settingsRecord({ host: "b" }).slice(0, -1),
      "settings unreadable: write them with `ringmote settings`",
    ],
    [
      "without a broker",
      settingsRecord({ host: "" }),
      "settings name no broker: write them with `ringmote settings`",
    ],
    [
      "with a wildcard in the root",
      settingsRecord({ host: "b", root: "home/#" }),
      "settings give no topics, for a NUL, + or # in id or root: write them with `ringmote settings`",
    ],
    [
      "with a wildcard in the identity",
      settingsRecord({ host: "b", id: "a+b" }),
      "settings give no topics, for a NUL, + or # in id or root: write them with `ringmote settings`",
    ],
    [
      "with a NUL in the root",
      settingsRecord({ host: "b", root: "a\0" }),
      "settings give no topics, for a NUL, + or # in id or root: write them with `ringmote settings`",
    ],
  ])("%s: the device prints one sentence and stays at rest", (_name, record, sentence) => {
    const run = startDevice({
      heater: { atStart: "on" },
      ...(record === undefined ? { world: { storage: new Map() } } : { record }),
    });
    run.pass(3_600_000);
    expect(run.console).toEqual([sentence]);
    expect([run.world.connections(), run.world.pins.get("heater")]).toEqual([0, 1]);
    run.running.stop(() => {});
    run.pass(1);
  });
});

test("settings written later are used at the next start", () => {
  const storage = new Map<string, string>();
  const before = startDevice({ world: { storage } });
  before.pass(60_000);
  storage.set(SETTINGS, settingsRecord({ host: "broker" }));
  before.pass(60_000);
  expect(before.world.connections()).toBe(0);
  expect(greeting({ world: { storage } }).clientId).toBe(`room-${CHIP_ID}`);
});

test("no secret ever appears on the console", () => {
  const run = startDevice({
    settings: { ssid: "wifi", password: "wifi-secret", user: "user", secret: "broker-secret" },
  });
  run.pass(100_000);
  run.world.breakLink("cut");
  run.pass(100_000);
  run.running.stop(() => {});
  run.pass(10);
  expect(run.console.length).toBeGreaterThan(3);
  expect(run.console.filter((line) => line.includes("secret"))).toEqual([]);
});

test.each([
  ["off", false, 0],
  ["on", false, 1],
  ["off", true, 1],
  ["on", true, 0],
] as const)("a heater %s at start (active low: %s) drives pin %i offline", (atStart, activeLow, level) => {
  const run = startDevice({ heater: { atStart }, activeLow });
  expect(run.world.pins.get("heater")).toBe(level);
});
