// Safe mode of a device in virtual time whose driver throws at its starts: power may go at any write to its storage.
import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { button } from "../../src/device/declare/actuators/button.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { when } from "../../src/device/declare/rules/when.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { restartChip } from "../../src/device/run/actuators/parts-without-hardware.ts";
import { UNSTEADY_STARTS } from "../../src/device/run/unsteady-starts.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { GUARD_MS, MOST_UNSTEADY, SAFE_MS, SAFE_WORDS, STEADY_MS } from "../../src/runtime/safe-mode.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import {
  FaultyStorage,
  PowerLost,
  survivingPowerLoss,
} from "../../tools/laboratory/worlds/faulty-storage.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const ROOT = "home/room-00112233aabb";
const WIRES = { heater: "heater", air: { sda: "sda", scl: "scl" } };
const LIMITS = { slots: 8, bytes: 1000, packetBytes: 512, linkBytes: 1000 };

const BROKEN = new Error("broken");

interface Options {
  declaration?: Partial<DeviceDeclaration>;
  plan?: FaultyStorage["plan"];
  /** The part that throws when it is set up. */
  broken?: "sensor" | "actuator" | "none";
}

function startUnsteady({ declaration, plan = () => "done", broken = "sensor" }: Options = {}) {
  const clock = survivingPowerLoss(createVirtualClock());
  const broker = createBroker({ timers: clock });
  const storage = new FaultyStorage([[SETTINGS, settingsRecord({ host: "broker" })]]);
  let counted = 0;
  storage.plan = (write) => {
    if (write.name === UNSTEADY_STARTS) counted += 1;
    return plan(write);
  };
  const bus = createSht3x({ now: clock.now, air: () => ({ celsius: 15, humidity: 48 }) });
  let isBroken = broken !== "none";
  let measured = 0;
  let running: SimulatedDevice | undefined;
  let starts = 0;
  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    i2c: bus,
    peer: broker.peer,
    chip: { restart: () => void clock.after(1, () => startAnew("software")) },
  });
  storage.powerGoes = () => startAnew("power");
  const air = sht3x("air");
  const { begin, request } = air.temperature.part;
  air.temperature.part.request = (...call) => {
    measured += 1;
    return request(...call);
  };
  air.temperature.part.begin = (...call) => {
    if (isBroken && broken === "sensor") throw BROKEN;
    begin(...call);
  };
  const heater = relay("heater");
  const { setUp } = heater;
  heater.setUp = (...call) => {
    if (isBroken && broken === "actuator") throw BROKEN;
    setUp(...call);
  };
  const declared = device({
    name: "room",
    safeMode: true,
    settings: "remote",
    log: { level: "info" },
    discovery: homeAssistant(),
    actuators: [powerSwitch("heater", heater, { atStart: "on" })],
    sensors: [sensor("temperature", air.temperature, { unit: "°C", every: seconds(10) })],
    rules: [when("temperature").below(19).keep("heater", "on")],
    ...declaration,
  });

  function startAnew(reason: string): void {
    running?.kill();
    running = undefined;
    clock.after(reason === "power" ? 1000 : 1, () => start(reason));
  }

  function start(reason: string): void {
    starts += 1;
    world.chip.resetReason = reason;
    try {
      running = startNodeDevice(world, declared, WIRES, LIMITS);
    } catch (error) {
      // The interpreter of a board goes on without the device.
      if (error !== BROKEN && !(error instanceof PowerLost)) throw error;
    }
  }

  start("power");
  return {
    world,
    storage,
    broker,
    pass: clock.advance,
    starts: () => starts,
    measured: () => measured,
    /** Writes of the count. */
    counted: () => counted,
    cutPower: (reason = "power") => startAnew(reason),
    mend: () => {
      isBroken = false;
    },
    problem: () => broker.kept(`${ROOT}/problem`)?.trim(),
    leave: (payload = "off", retain = false) => broker.deliver(`${ROOT}/safe-mode/set`, payload, { retain }),
  };
}

/** Until it has started ten times, and once more. */
const INTO_SAFE_MODE = MOST_UNSTEADY * (GUARD_MS + 10) + 3000;

describe("a driver that throws at each start", () => {
  test("ten failed starts enter safe mode, which the device publishes", () => {
    const device = startUnsteady();
    device.pass(INTO_SAFE_MODE - GUARD_MS - 3000);
    expect([device.starts(), device.problem()]).toEqual([MOST_UNSTEADY, undefined]);
    device.pass(GUARD_MS + 3000);
    expect([device.starts(), device.problem()]).toEqual([MOST_UNSTEADY + 1, SAFE_WORDS]);
    expect(device.broker.kept(`${ROOT}/status`)).toBe("online");
    device.pass(SAFE_MS / 2);
    expect([device.starts(), device.measured()]).toEqual([MOST_UNSTEADY + 1, 0]);
  });

  test("in safe mode actuators rest, and Home Assistant shows a button", () => {
    const device = startUnsteady();
    device.pass(INTO_SAFE_MODE);
    expect(device.world.pins.get("heater")).toBe(0);
    const announced = device.broker.received.filter(({ topic }) => topic.startsWith("homeassistant/"));
    expect(announced.map(({ payload }) => payload).join("")).toContain("~/safe-mode/set");
  });

  test("in safe mode settings change by message without ending it", () => {
    const device = startUnsteady();
    device.pass(INTO_SAFE_MODE);
    device.broker.deliver(`${ROOT}/settings/set`, "keepalive=30", {});
    device.pass(10_000);
    expect(device.storage.get(SETTINGS)).toContain("30");
    expect(device.problem()).toBe(SAFE_WORDS);
  });

  test("a command ends safe mode once the fault is mended", () => {
    const device = startUnsteady();
    device.pass(INTO_SAFE_MODE);
    device.mend();
    device.leave("on");
    device.pass(10_000);
    expect(device.problem()).toBe(SAFE_WORDS);
    device.leave();
    device.pass(20_000);
    expect([device.problem(), device.starts()]).toEqual(["none", MOST_UNSTEADY + 2]);
    expect(device.measured()).toBeGreaterThan(0);
  });

  test("safe mode ends after an hour, and ten more failures re-enter it", () => {
    const device = startUnsteady();
    device.pass(INTO_SAFE_MODE + SAFE_MS);
    expect(device.starts()).toBeGreaterThan(MOST_UNSTEADY + 1);
    device.pass(INTO_SAFE_MODE);
    expect([device.starts(), device.problem()]).toEqual([2 * (MOST_UNSTEADY + 1), SAFE_WORDS]);
  });

  test("a device without safeMode never enters it", () => {
    const device = startUnsteady({ declaration: { safeMode: false } });
    device.pass(2 * INTO_SAFE_MODE);
    expect([device.problem(), device.storage.get(UNSTEADY_STARTS)]).toEqual([undefined, undefined]);
  });
});

test("an actuator whose driver throws is skipped in the second safe start", () => {
  const device = startUnsteady({ broken: "actuator" });
  device.pass(INTO_SAFE_MODE + GUARD_MS);
  expect([device.starts(), device.problem()]).toEqual([MOST_UNSTEADY + 2, SAFE_WORDS]);
});

describe("the count of failed starts", () => {
  test("a lasting start resets the count of failed starts in two writes", () => {
    const device = startUnsteady({ broken: "none" });
    device.pass(STEADY_MS - 100);
    expect(device.storage.get(UNSTEADY_STARTS)).toBe("1");
    device.pass(20 * STEADY_MS);
    expect([device.storage.get(UNSTEADY_STARTS), device.counted()]).toEqual(["0", 2]);
  });

  test("wakes from sleep reset the count of failed starts", () => {
    const device = startUnsteady({ broken: "none" });
    for (let i = 0; i < 3 * MOST_UNSTEADY; i += 1) {
      device.cutPower("deep sleep");
      device.pass(2000);
    }
    expect([device.storage.get(UNSTEADY_STARTS), device.counted()]).toEqual(["0", 2]);
    expect(device.problem()).toBe("none");
  });

  test.each([
    ["presses of a restart button", () => ["restart", "press"]],
    ["changes of settings", (i: number) => ["settings", `keepalive=${30 + i}`]],
  ] as const)("%s never enter safe mode", (_, commandAt) => {
    const device = startUnsteady({
      broken: "none",
      declaration: { actuators: [powerSwitch("heater", relay("heater")), button("restart", restartChip())] },
    });
    for (let i = 0; i < 2 * MOST_UNSTEADY; i += 1) {
      device.pass(STEADY_MS / 4);
      const [name, payload] = commandAt(i);
      device.broker.deliver(`${ROOT}/${name}/set`, payload ?? "", {});
    }
    device.pass(STEADY_MS / 2);
    expect([device.problem(), device.starts()]).toEqual(["none", 1 + 2 * MOST_UNSTEADY]);
  });

  test("power lost in safe mode leaves the device in safe mode", () => {
    const device = startUnsteady();
    device.pass(INTO_SAFE_MODE);
    for (let i = 0; i < 2 * MOST_UNSTEADY; i += 1) {
      device.cutPower();
      device.pass(5000);
      expect(device.problem()).toBe(SAFE_WORDS);
    }
  });

  test.each(["old", "new", "nothing"] as const)(
    "power lost at each write, leaving %s, keeps safe mode working",
    (leaves) => {
      for (let write = 0; write <= MOST_UNSTEADY + 3; write += 1) {
        const device = startUnsteady({
          plan: ({ number }) => (number === write ? { powerGoesLeaving: leaves } : "done"),
        });
        device.pass(3 * INTO_SAFE_MODE);
        expect({ write, problem: device.problem() }).toEqual({ write, problem: SAFE_WORDS });
        device.mend();
        // The word may be lost with the power.
        for (let i = 0; i < 2; i += 1) {
          device.leave();
          device.pass(2 * STEADY_MS);
        }
        expect({ write, problem: device.problem() }).toEqual({ write, problem: "none" });
        expect(device.storage.get(UNSTEADY_STARTS)).toBe("0");
      }
    },
  );
});
