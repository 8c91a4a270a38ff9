// Firmwares that sleep, for days on each engine: what changes around them is told there as it is in Node.
import { beforeAll, describe, expect, test } from "vitest";
import { days, hours } from "../../src/index.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { flashJournal } from "../../tools/sim/worlds/flash-journal.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { atGate, chosenAtGate } from "../everything.ts";
import { ENGINES, type FirmwareEngine, IN_NODE, ofBoard } from "./engines.ts";
import { idOf, joinToReset } from "./stage.ts";

const DAYS = atGate(4, 40);
/** An image starts some milliseconds later than Node at each wake: a report may fall out of the days, or into them. */
const AT_EDGE = 1;
const IMAGES = [...ENGINES.slice(1), ofBoard("script, esp32-espruino", "esp32-espruino")];
/** Each builds an image of its own: the gate tries one of each interpreter, and one of each way to wake. */
const AT_GATE = {
  soil: ["lua 5.1", "script, d1-mini"],
  "letter-box": ["lua 5.1", "script, esp32"],
  window: ["lua 5.3"],
  "rain-gauge": ["script, d1-mini"],
};
/** A letter a day, or a look out of the window. */
const OPEN_MS = 1000;
const LETTER_AT = hours(22);
/** Of a bucket that tips once an hour, in mm. */
const TIP = 0.2794;
/** Cells that sink by 10 % a day; a third above a whole one, as an ESP8266 reads them in steps of a third. */
const [FULL_MV, SINKS_MV] = [4790, 150];

/** Payloads of each topic in the order told, without the ones that only repeat the one before. */
type Told = ReadonlyMap<string, { changes: string[]; count: number }>;

async function toldIn(firmware: string, engine: FirmwareEngine): Promise<Told> {
  const { declaration, wiring } = await readFirmware(firmware);
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  let day = 0;
  const soil = () => ({ celsius: 5 + (day % 3) * 10, humidity: 50 });
  const around = { share: () => 0.2 + (day % 4) * 0.2, air: soil, flow: () => TIP };
  const fitted = fitParts(declaration, clock, {
    ...{ probe: around, ground: around, bucket: around },
    battery: { millivolts: () => ((FULL_MV - day * SINKS_MV) * 10) / 49 },
  });
  const { circuit, i2c } = fitted;
  if (engine.board !== undefined) joinToReset(declaration, wiring[engine.board], circuit, clock);
  const settings = { ssid: "net", password: "long enough", host: "broker", port: 1883, id: idOf(firmware) };
  const storage = new Map([[SETTINGS, settingsRecord(settings)]]);
  const world = { clock, peer: broker.peer, circuit, i2c, storage, journal: flashJournal() };
  await engine.start(firmware, createVirtualWorld(world));
  while (day < DAYS) {
    clock.advance(LETTER_AT);
    for (const contact of fitted.contacts.values()) {
      contact.open();
      clock.advance(OPEN_MS);
      contact.close();
    }
    clock.advance(days(1) - LETTER_AT);
    day += 1;
  }
  const told = new Map<string, { changes: string[]; count: number }>();
  for (const { topic, payload } of broker.received) {
    const before = told.get(topic) ?? { changes: [], count: 0 };
    if (payload !== before.changes.at(-1)) before.changes.push(payload);
    told.set(topic, { ...before, count: before.count + 1 });
  }
  expect(broker.wills).toEqual([]);
  expect(broker.breaches).toEqual([]);
  return told;
}

describe.each(Object.entries(AT_GATE))("%s", async (firmware, tried) => {
  const { declaration, wiring } = await readFirmware(firmware);
  const engines = chosenAtGate(IMAGES, ...tried).filter(
    ({ board }) => board !== undefined && Object.hasOwn(wiring, board),
  );
  const { sensors = [] } = declaration;
  let inNode: Told;
  beforeAll(async () => {
    inNode = await toldIn(firmware, IN_NODE);
  });

  test.each(engines)(`${DAYS} days on $name are told as in Node`, async (engine) => {
    const told = await toldIn(firmware, engine);
    for (const { name } of sensors) {
      const topic = `home/${idOf(firmware)}/${name}`;
      const [theirs, ours] = [inNode.get(topic), told.get(topic)];
      expect(ours?.changes).toEqual(theirs?.changes);
      // An image is up later than Node: both ends of a letter may take it two wakes, each with a look at the cells.
      if (name !== "battery")
        expect(Math.abs((ours?.count ?? 0) - (theirs?.count ?? 0))).toBeLessThanOrEqual(AT_EDGE);
    }
  });
});
