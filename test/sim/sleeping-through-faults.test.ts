// A sleeper that meets a fault each day, for a month or a year; one whose power goes at any step of a wake;
// and one whose settings change in its sleep.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { days, device, hours, minutes, numberInput, seconds, sensor, valueOnly } from "../../src/index.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { chargeEstimate } from "../../tools/image/power/charge-estimate.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { ChargeMeter } from "../../tools/sim/devices/charge-meter.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { flashJournal } from "../../tools/sim/worlds/flash-journal.ts";
import type { PeerEnd } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { ROOT, SETTINGS_RECORD } from "../engines/session.ts";
import { atGate } from "../everything.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const BOARD = "d1-mini-espruino";
const DAYS = atGate(30, 365);
const STEP_MS = atGate(100, 5);
/** A year takes minutes on a busy computer. */
const PATIENCE_MS = 1_800_000;
/** Readings count looks, modulo this. */
const ROUND = 100;
const every = minutes(15);

/** Its readings survive, and a number waits for it. */
const bed = () =>
  device({
    name: "bed",
    settings: "remote",
    sleep: { every, report: hours(1), obeyWithin: hours(1) },
    sensors: [sensor("moisture", soilMoisture("probe").percent, { every, unit: "%", qos: 1, durable: true })],
    actuators: [numberInput("tare", valueOnly(), { min: 0, max: 1000, atStart: "last" })],
  });

function asleep(declaration = bed()) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const seen = { looks: 0, told: 0, erases: 0 };
  const { circuit } = fitParts(declaration, clock, {
    probe: {
      share() {
        seen.looks += 1;
        return (seen.looks % ROUND) / ROUND;
      },
    },
  });
  const flash = flashJournal();
  const journal = {
    ...flash,
    erase(area: number) {
      seen.erases += 1;
      return flash.erase(area);
    },
  };
  const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
  const world = createVirtualWorld({ clock, peer: broker.peer, circuit, storage, journal });
  const meter = new ChargeMeter(clock);
  const powered = powerDevice(world, declaration, undefined, [], meter);
  clock.advance(minutes(5));
  /** Which looks the broker was told of lately: what it is told twice counts once. */
  const recent = new Set<number>();
  let last = 0;
  /** What the broker was told meanwhile; it forgets that. */
  function take() {
    const all = broker.received.splice(0);
    for (const { topic, payload } of all) {
      if (topic !== `${ROOT}/moisture`) continue;
      const ahead = (Number(payload) - (last % ROUND) + ROUND + ROUND / 2) % ROUND;
      last += ahead - ROUND / 2;
      if (!recent.has(last)) seen.told += 1;
      recent.add(last);
    }
    for (const look of recent) if (look < last - ROUND / 2) recent.delete(look);
    broker.arrivals.splice(0);
    broker.connects.splice(0);
    broker.wills.splice(0);
    return all;
  }
  const set = (name: string, payload: string) => broker.publish(`${ROOT}/${name}/set`, payload, { qos: 1 });
  return { ...{ clock, broker, world, storage, powered, meter }, seen, take, set };
}

test("a broker that greets, hangs up and goes leaves a sleeper asleep", () => {
  const clock = createVirtualClock();
  let connects = 0;
  const peer = (end: PeerEnd) => ({
    received: () => {
      connects += 1;
      // One greeting, and then nobody answers.
      if (connects > 1) return;
      end.write("\x20\x02\0\0");
      end.close();
    },
    closed: () => {},
  });
  const declaration = bed();
  const { circuit } = fitParts(declaration, clock, { probe: { share: () => 0 } });
  const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
  // What the device has to say of its settings finds no room before the end comes.
  const plan = () => ({ toPeer: { delayMs: [200, 200] as const } });
  const world = createVirtualWorld({ clock, peer, plan, circuit, storage, journal: flashJournal() });
  const lines: string[] = [];
  const logged = { ...world, log: (line: string) => lines.push(line) };
  powerDevice(
    logged,
    declaration,
    { slots: 8, bytes: 1000, packetBytes: 256, linkBytes: 60 },
    [],
    new ChargeMeter(clock),
  );
  clock.advance(hours(6));
  // Searches that fail come more and more seldom.
  expect(lines.filter((line) => line.includes("sleeps for")).length).toBeGreaterThan(20);
  expect(connects).toBeLessThan(60);
});

test(
  `${DAYS} days with a fault each lose no kept reading and no command`,
  async () => {
    const { clock, broker, world, powered, meter, seen, take, set } = asleep();
    const random = createRandom(70);
    const held = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const outage = () => random.between(1, hours(6));
    let cuts = 0;
    const faults = [
      function network() {
        world.setNetwork(false);
        clock.advance(outage());
        world.setNetwork(true);
      },
      function power() {
        cuts += 1;
        powered.cutPower();
        clock.advance(outage());
        powered.givePower();
      },
      function brokerAway() {
        broker.stop();
        clock.advance(outage());
        broker.start();
      },
      function memory() {
        cuts += 1;
        world.chip.memory = world.chip.memory.slice(0, -1);
      },
      function link() {
        world.breakLink("half-open");
      },
    ];
    let before = 0;
    for (let day = 1; day <= DAYS; day += 1) {
      const end = clock.now() + days(1);
      set("tare", String(day));
      clock.advance(random.between(0, hours(10)));
      faults[random.below(faults.length)]?.();
      clock.advance(end - clock.now());
      take();
      expect(broker.kept(`${ROOT}/tare`)).toBe(String(day));
      if (day === 10) before = held();
    }
    clock.advance(hours(1));
    take();
    // What it looks at as its power or its memory goes may be lost, and the last three may wait for their report.
    expect(seen.looks - seen.told).toBeLessThanOrEqual(cuts + 3);
    expect(broker.breaches).toEqual([]);
    expect(held() - before).toBeLessThan(3_000_000);
    // Flash takes thousands of erases of a page; one of the two areas is erased at a time.
    expect((seen.erases / 2) * (365 / DAYS)).toBeLessThan(100);
    const board = await readBoard(BOARD);
    const power = board.power ?? expect.fail("no source");
    const { mAhADay } = chargeEstimate(bed(), board) ?? expect.fail("no estimate");
    const { low, high } = meter.charge(power);
    expect(low).toBeGreaterThan(DAYS * mAhADay.low * 0.8);
    expect(high).toBeLessThan(DAYS * mAhADay.high * 1.5);
  },
  PATIENCE_MS,
);

test("a power cut at any step of a wake costs one reading", () => {
  for (let at = 0; at < seconds(4); at += STEP_MS) {
    for (const wake of [minutes(45), minutes(60)]) {
      const { clock, broker, powered, seen, take, set } = asleep();
      set("tare", "7");
      clock.advance(wake - minutes(5) - seconds(2) + at);
      powered.cutPower();
      clock.advance(seconds(1));
      powered.givePower();
      // It reports at once, and each hour from there.
      clock.advance(hours(2) + minutes(1));
      take();
      expect([at, broker.kept(`${ROOT}/tare`), broker.kept(`${ROOT}/status`)]).toEqual([at, "7", "sleeping"]);
      expect(seen.looks - seen.told).toBeLessThanOrEqual(1);
    }
  }
});

test("settings changed while asleep are applied at the next report", () => {
  const { clock, broker, storage, take } = asleep();
  take();
  broker.deliver(`${ROOT}/settings/set`, "keepalive=90");
  clock.advance(minutes(50));
  expect(storage.get(SETTINGS)).toBe(SETTINGS_RECORD);
  clock.advance(minutes(20));
  const { connects } = broker;
  expect(connects.at(-1)?.keepalive).toBe(90);
  clock.advance(hours(3));
  expect(
    take()
      .filter(({ topic }) => topic === `${ROOT}/status`)
      .at(-1)?.payload,
  ).toBe("sleeping");
});
