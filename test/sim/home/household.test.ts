// The whole home in virtual time: all devices of firmware/, the automation and the phone at a broker that
// notes everything.
import { beforeAll, describe, expect, test } from "vitest";
import { createBroker } from "../../../tools/sim/broker/broker.ts";
import {
  type OwnFirmware,
  ownFirmwareNames,
  readOwnFirmware,
} from "../../../tools/sim/devices/own-firmware.ts";
import { START_MS } from "../../../tools/sim/home/home.ts";
import { startHousehold } from "../../../tools/sim/home/household.ts";
import { clockText, timeOfDay } from "../../../tools/sim/home/time.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

let all: OwnFirmware[] = [];
beforeAll(async () => {
  all = await readOwnFirmware(ownFirmwareNames());
});

/** Opens the home; `until` lets its time pass up to an hour and minute of the first day. */
function opened(seed = 1, firmware = all) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  /** All that was published, the wills included. */
  const heard = () => [...broker.received, ...broker.wills].sort((a, b) => a.at - b.at);
  const story: string[] = [];
  const console: string[] = [];
  const household = startHousehold({
    timers: clock,
    seed,
    firmware,
    broker: { host: "broker" },
    worldOf: (parts) => createVirtualWorld({ clock, peer: broker.peer, ...parts }),
    happened: (words) => story.push(`${clockText(START_MS + clock.now())} ${words}`),
    log: (who, line) => console.push(`${who}: ${line}`),
  });
  const deviceOf = (name: string) => {
    const device = household.devices.find((device) => device.name === name);
    if (device === undefined) throw new Error(`There is no ${name}.`);
    return device;
  };
  return {
    ...household,
    clock,
    broker,
    heard,
    story,
    console,
    deviceOf,
    until: (hours: number, minutes = 0) => clock.advance(timeOfDay(hours, minutes) - START_MS - clock.now()),
    /** What a topic of a device changed to, in its order. */
    said: (name: string, what: string) =>
      heard()
        .filter(({ topic }) => topic === `${deviceOf(name).root}/${what}`)
        .map(({ payload }) => payload)
        .filter((payload, i, payloads) => payload !== payloads[i - 1]),
    says: (name: string, what: string) => broker.kept(`${deviceOf(name).root}/${what}`),
  };
}

describe("the home's first seconds", () => {
  test("every device is online and has published a value", () => {
    const { clock, devices, broker, heard, says } = opened();
    clock.advance(5 * SECOND);
    for (const { name, root } of devices) {
      expect([name, says(name, "status")]).toEqual([name, "online"]);
      const values = heard().filter(
        ({ topic }) => topic.startsWith(`${root}/`) && !/\/(status|problem)$/.test(topic),
      );
      expect([name, values.length > 0]).toEqual([name, true]);
    }
    expect(broker.kept("home/automation/status")).toBe("online");
    expect(broker.kept("home/phone/status")).toBe("online");
    expect(broker.breaches).toEqual([]);
  });

  test("no device reports a problem", () => {
    const { clock, devices, says, console } = opened();
    clock.advance(5 * MINUTE);
    for (const { name } of devices) expect([name, says(name, "problem")]).toEqual([name, "none"]);
    expect(console.filter((line) => line.includes("problem"))).toEqual([]);
  });
});

describe("the home's first evening", () => {
  test("the phone unlocks the door for an arrival, and it locks again", () => {
    const { until, said, says, home } = opened();
    until(16, 30);
    expect(home.placeOf("Ben")).toBe("out");
    until(16, 50);
    expect(home.placeOf("Ben")).toBe("living room");
    expect(said("door-lock", "lock")).toEqual(["locked", "unlocking", "unlocked", "locking", "locked"]);
    expect(said("door-lock", "door")).toEqual(["closed", "open", "closed"]);
    expect(says("door-lock", "bolt")).toBe("thrown");
  });

  test("an unshut door jams the bolt, reports it, and later locks", () => {
    const { until, said, says, story } = opened();
    until(17, 16);
    expect(says("door-lock", "lock")).toBe("locked");
    expect(said("door-lock", "lock").slice(-5)).toEqual([
      "unlocking",
      "unlocked",
      "locking",
      "jammed",
      "locked",
    ]);
    expect(story.join("\n")).toContain("automation: front-door: the bolt is JAMMED");
    expect(says("door-lock", "problem")).toBe("none");
  });

  test("motion in the dark lights the lamp, and stillness switches it off", () => {
    const { until, said, says, story } = opened();
    until(16, 30);
    expect(says("lamp", "light")).toBe("off");
    until(16, 45);
    expect(said("hall", "motion")).toContain("on");
    expect(says("lamp", "light")).toBe("on");
    expect(story.join("\n")).toMatch(
      /lamp: light on, because there is motion in the hall, and \d+ lx is dark/,
    );
    until(17, 4);
    expect(says("lamp", "light")).toBe("off");
  });

  test("a cold room is heated, except with open windows, and metered", () => {
    const { until, said, says, story } = opened();
    until(16, 25);
    expect(says("climate", "heater")).toBe("on");
    expect(Number(says("power-meter", "power"))).toBeGreaterThan(1250);
    until(17, 40);
    expect(said("climate", "heater")).toContain("off");
    expect(said("window", "contact")).toEqual(["closed", "open", "closed"]);
    const celsius = said("climate", "temperature").map(Number);
    expect(Math.max(...celsius)).toBeGreaterThan(21.4);
    expect(Math.max(...celsius)).toBeLessThan(22.5);
    expect(story.filter((line) => line.includes("heater")).length).toBeLessThan(8);
  });

  test("an unplugged device goes offline by will and returns unchanged", () => {
    const { until, said, says, deviceOf } = opened();
    until(17, 29);
    expect(says("lamp", "status")).toBe("offline");
    expect(deviceOf("lamp").isPowered()).toBe(false);
    until(17, 40);
    expect(said("lamp", "status")).toEqual(["online", "offline", "online"]);
    expect(says("lamp", "light")).toBe("on");
    deviceOf("hall").switchPower();
    until(17, 49);
    expect(says("hall", "status")).toBe("offline");
    deviceOf("hall").switchPower();
    until(17, 50);
    expect(says("hall", "status")).toBe("online");
  });

  test("smoke makes the siren howl, and the test button does; both end", () => {
    const { until, said, says } = opened();
    until(17, 47);
    expect(said("smoke-alarm", "smoke")).toEqual(["off", "on", "off"]);
    expect(said("smoke-alarm", "siren")).toEqual(["off", "on", "off"]);
    until(18, 50);
    expect(said("smoke-alarm", "siren")).toEqual(["off", "on", "off", "on", "off"]);
    expect(Math.max(...said("smoke-alarm", "heat").map(Number))).toBeGreaterThan(30);
    expect(says("smoke-alarm", "smoke")).toBe("off");
  });

  test("a burst pipe wets the floor, closes the valve, is mended", () => {
    const { until, said, says, story } = opened();
    until(19, 10);
    expect(says("leak", "water")).toBe("open");
    until(19, 38);
    expect(says("leak", "leak")).toBe("wet");
    expect(says("leak", "water")).toBe("closed");
    until(20, 40);
    expect(said("leak", "leak")).toEqual(["dry", "wet", "dry"]);
    expect(said("leak", "water")).toEqual(["open", "closed", "open"]);
    expect(story.join("\n")).toContain(
      "automation: leak: the floor is wet, and its valve has closed by itself",
    );
  });
});

test("after a day of mishaps every device is online or sleeps, queues empty", () => {
  const { clock, devices, broker, says, said } = opened(7);
  clock.advance(26 * HOUR);
  for (const { name, declaration } of devices) {
    const status = declaration.sleep === undefined ? "online" : "sleeping";
    expect([name, says(name, "status")]).toEqual([name, status]);
    expect([name, says(name, "problem")]).toEqual([name, "none"]);
  }
  expect(said("letter-box", "flap").filter((state) => state === "open").length).toBeGreaterThanOrEqual(2);
  expect(
    said("soil", "moisture")
      .map(Number)
      .some((percent, i, all) => i > 0 && percent > all[i - 1] + 20),
  ).toBe(true);
  expect(said("greenhouse", "pump").slice(0, 3)).toEqual(["off", "on", "off"]);
  expect(Number(says("window", "battery"))).toBeLessThan(Number(said("window", "battery")[0]));
  expect(broker.breaches).toEqual([]);
  // A home that nobody looks at costs little: that many timers, however long it has been running.
  expect(clock.pending()).toBeLessThan(200);
});

test("a greenhouse with its fan running is warmer than the air outside", () => {
  const { until, said } = opened(1);
  until(19);
  expect(said("greenhouse", "fan")).toContain("20");
  // Outside are 8 to 10.5 °C at that time, in light that fades.
  expect(Math.min(...said("greenhouse", "temperature").map(Number))).toBeGreaterThan(12);
});

test("at night the lamp is off and the house warm despite outages", () => {
  const { until, says, deviceOf } = opened(2);
  until(21);
  deviceOf("climate").switchPower();
  until(21, 20);
  deviceOf("climate").switchPower();
  until(23, 40);
  expect(says("lamp", "light")).toBe("off");
  expect(Number(says("climate", "temperature"))).toBeGreaterThan(19.5);
});

test("the house's own clock lights the lamp from sunset until eleven", async () => {
  const { until, deviceOf, heard, console } = opened(1, await readOwnFirmware(["lamp"]));
  until(48 + 12);
  const { root } = deviceOf("lamp");
  const times = (state: string) =>
    heard()
      .filter(({ topic, payload }) => topic === `${root}/light` && payload === state)
      .map(({ at }) => clockText(START_MS + at));
  // Berlin's sunset in the last week of November.
  expect(times("on")).toContainEqual(expect.stringMatching(/^Tue 16:0[0-4]$/));
  expect(times("off")).toContainEqual("Tue 23:00");
  expect(console.filter((line) => line.includes("lamp: time: "))).not.toEqual([]);
});

test("a seed repeats its story to the second; another differs", () => {
  const story = (seed: number) => {
    const house = opened(seed);
    house.until(23);
    return house.story;
  };
  const first = story(3);
  expect(first.length).toBeGreaterThan(20);
  expect(story(3)).toEqual(first);
  expect(story(4)).not.toEqual(first);
});

test("a home with some devices keeps running, and people use keys", async () => {
  const { until, home, story, says } = opened(1, await readOwnFirmware(["climate", "lamp"]));
  until(20);
  expect(home.placeOf("Anna")).not.toBe("out");
  expect(says("climate", "status")).toBe("online");
  expect(story.join("\n")).toContain("Ben comes home");
});

test("a device has the same identity in every selection", async () => {
  const alone = opened(1, await readOwnFirmware(["lamp"]));
  const together = opened(1);
  expect(alone.deviceOf("lamp").root).toBe(together.deviceOf("lamp").root);
  expect(new Set(together.devices.map(({ root }) => root.slice(-12))).size).toBe(together.devices.length);
  expect(opened(2).deviceOf("lamp").root).not.toBe(together.deviceOf("lamp").root);
});

test("people enter with a key while the lock has no power", () => {
  const { until, home, story, deviceOf } = opened();
  until(16, 25);
  deviceOf("door-lock").switchPower();
  until(16, 50);
  expect(home.placeOf("Ben")).toBe("living room");
  expect(story.join("\n")).toContain("The lock does not answer: Ben takes the key");
});

test("a home that stops normally leaves every device offline", () => {
  const { clock, devices, says, broker, stop } = opened();
  clock.advance(30 * SECOND);
  stop();
  clock.advance(SECOND);
  for (const { name } of devices) expect([name, says(name, "status")]).toEqual([name, "offline"]);
  expect(broker.kept("home/automation/status")).toBe("offline");
  expect(broker.kept("home/phone/status")).toBe("offline");
});
