// First settings, which a set-up has taken: tried, and kept or taken back to the set-up, wherever power goes.
import { expect, test } from "vitest";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { EMPTY_RECORD, SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { MARK, TRIED, takenBack } from "../../src/runtime/settings-trial.ts";
import { needsSetUp, tryFirst } from "../../src/setup/first-settings.ts";
import {
  FaultyStorage,
  type Left,
  survivingPowerLoss,
} from "../../tools/laboratory/worlds/faulty-storage.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const RIGHT = settingsRecord({ ssid: "net", password: "pass-word", host: "broker" });
const WRONG = settingsRecord({ ssid: "net", password: "pass-word", host: "nobody" });
const ROOM = device({ name: "room", actuators: [powerSwitch("heater", relay("heater"))] });

/** A board without settings, on whose page somebody sends these, one each time that it opens. */
function board(...sent: string[]) {
  const clock = survivingPowerLoss(createVirtualClock());
  const broker = createBroker({ timers: clock });
  const storage = new FaultyStorage();
  const records = {
    readRecord: (name: string) => storage.get(name),
    writeRecord: (name: string, bytes: string) => storage.set(name, bytes).get(name) === bytes,
  };
  /** For each time that the page opened, what it reports. */
  const pages: string[] = [];
  let running: SimulatedDevice | undefined;

  const world = createVirtualWorld({
    clock,
    storage,
    peer: (end, endpoint) =>
      endpoint.host === "broker" ? broker.peer(end, endpoint) : { received: () => {}, closed: () => {} },
    chip: { restart: () => void clock.after(1, () => startAnew()) },
  });
  storage.powerGoes = () => startAnew(1000);

  function startAnew(ms = 0): void {
    running?.kill();
    running = undefined;
    clock.after(ms, start);
  }

  function start(): void {
    if (needsSetUp(records)) openPage();
    else
      running = startNodeDevice(
        world,
        ROOM,
        { heater: "heater" },
        { slots: 8, bytes: 1000, packetBytes: 512, linkBytes: 1000 },
      );
  }

  function openPage(): void {
    pages.push(takenBack(records));
    const record = sent.shift();
    if (record === undefined) return;
    tryFirst(records, record);
    startAnew();
  }

  startAnew();
  return { storage, pages, broker, pass: clock.advance };
}

test("first settings that the broker accepts are stored", () => {
  const { storage, pages, broker, pass } = board(RIGHT);
  pass(10_000);
  expect([pages, broker.connects.length, storage.get(SETTINGS)]).toEqual([[""], 1, RIGHT]);
});

test("first settings that reach no broker reopen the page with a reason", () => {
  const { storage, pages, pass } = board(WRONG);
  pass(200_000);
  expect(pages).toEqual(["", "settings were tried and taken back: broker is silent after CONNECT"]);
  expect(storage.get(SETTINGS)).toBe(EMPTY_RECORD);
});

test("right settings are tried after wrong ones", () => {
  const { storage, pages, pass } = board(WRONG, RIGHT);
  pass(300_000);
  expect([pages.length, storage.get(SETTINGS)]).toEqual([2, RIGHT]);
});

/** The settings that set nothing, mark, what is tried, mark, the settings, and that none are tried. */
const WRITES = [SETTINGS, MARK, TRIED, MARK, SETTINGS, TRIED];
const LEFT: readonly (Left | "half")[] = ["old", "new", "nothing", "half"];

test("a power cut in any write leaves the page or the settings", () => {
  for (const [write, record] of WRITES.entries())
    for (const left of LEFT) {
      const run = board(RIGHT, RIGHT);
      const written: string[] = [];
      run.storage.plan = ({ number, name, bytes }) => {
        written.push(name);
        if (number !== write) return "done";
        return { powerGoesLeaving: left === "half" ? { firstBytes: bytes.length >> 1 } : left };
      };
      run.pass(300_000);
      expect(written[write]).toBe(record);
      expect({ write, left, settings: run.storage.get(SETTINGS) }).toEqual({ write, left, settings: RIGHT });
    }
});
