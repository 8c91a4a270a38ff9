// A device that a contact wakes, as an image on each engine: the flap of a letter box, which is back before
// the program looks.
import { describe, expect, test } from "vitest";
import { createLines } from "../../src/platform/node/circuit.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { flashJournal } from "../../tools/sim/worlds/flash-journal.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { chosenAtGate } from "../everything.ts";
import { espruino, nodeMcu } from "./engines.ts";
import { type BoardName, imageOf } from "./firmwares.ts";
import { CHIP_ID } from "./replay-world.ts";
import { ROOT, SETTINGS_RECORD } from "./session.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ENGINES = [nodeMcu("esp8266", "5.1"), nodeMcu("esp32", "5.3"), espruino("esp8266"), espruino("esp32")];
/** Each builds an image of its own: the gate tries one of each way to wake. */
const TRIED = chosenAtGate(ENGINES, nodeMcu("esp8266", "5.1").name, espruino("esp32").name);
const FLAP_MS = 100;

describe.each(TRIED.map((engine) => ({ name: engine.name, engine })))("$name", ({ engine }) => {
  test("a brief flap wakes the device and is reported with both states", async () => {
    const stage = await engine.stage("flap");
    const { wires } = await imageOf("flap", engine.board as BoardName);
    const pin = wires.flap as string | number;
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
    const circuit = createLines();
    circuit.drive(pin, 0);
    const journal = flashJournal();
    stage.start(createVirtualWorld({ clock, peer: broker.peer, storage, circuit, journal, chipId: CHIP_ID }));
    const told = (name: string) =>
      broker.received.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
    clock.advance(DAY_MS);
    expect(told("flap")).toEqual(["closed"]);
    expect(told("status").at(-1)).toBe("sleeping");
    for (let day = 1; day <= 3; day += 1) {
      circuit.drive(pin, 1);
      clock.advance(FLAP_MS);
      circuit.drive(pin, 0);
      // What a capacitor makes of that at an ESP8266's RST.
      circuit.drive("RST", 0);
      clock.advance(1);
      circuit.drive("RST", 1);
      clock.advance(MINUTE_MS);
      expect(told("status").at(-1)).toBe("sleeping");
      expect(told("flap")).toHaveLength(1 + 2 * day);
      expect(told("flap").slice(-2)).toEqual(["open", "closed"]);
      clock.advance(DAY_MS);
    }
    expect(told("flap")).toHaveLength(7);
    expect(broker.wills).toEqual([]);
  });
});
