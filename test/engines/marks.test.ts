// Rules by the time in the chips' own interpreters: they compute what a host of this process did in virtual time.
import { getTimes } from "suncalc";
import { describe, expect, test } from "vitest";
import { changed } from "../../src/platform/node/circuit.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { luacCross } from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { NODE } from "./engines.ts";
import { playInInterpreter, playInOwnVm, SMALL_POOL } from "./own-vms.ts";
import { CHIP_ID, type Stage } from "./replay-world.ts";

const [SECOND, MINUTE] = [1000, 60_000] as const;
const ID = "marks-1";
const SETTINGS_OF_IT = { ssid: "net", password: "long enough", host: "broker", id: ID };

/** The image believes no time from before its build. */
const YEAR = new Date().getUTCFullYear() + 1;
/** 01:00 UTC of the last Sunday of March, when 02:00 becomes 03:00 in Berlin. */
const SPRING = Date.UTC(YEAR, 2, 31 - new Date(Date.UTC(YEAR, 2, 31)).getUTCDay(), 1);
const SUNSET = getTimes(new Date(Date.UTC(YEAR, 5, 1, 12)), 52.5, 13.4).sunset?.valueOf() ?? 0;

/** What its relay did, in minutes from `from` on; it hears the time from its first seconds on. */
function live(stage: Stage, from: number, length: number): string[] {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const acts: string[] = [];
  const storage = new Map([[SETTINGS, settingsRecord(SETTINGS_OF_IT)]]);
  const world = createVirtualWorld({ clock, peer: broker.peer, chipId: CHIP_ID, storage });
  const circuit = changed(world.circuit, {
    written(pin, level) {
      acts.push(`${stage.roleOf(pin)} ${level} ${Math.round(clock.now() / MINUTE)}`);
      world.circuit.written(pin, level);
    },
  });
  const device = stage.start({ ...world, circuit });
  clock.advance(5 * SECOND);
  acts.length = 0;
  broker.deliver(`home/${ID}/wake/set`, "03:01");
  while (clock.now() < length) {
    broker.deliver("home/time", String(Math.floor((from + clock.now()) / SECOND)));
    clock.advance(20 * SECOND);
  }
  device.kill();
  return acts;
}

/** A spring night, and a summer evening whose sunset the table has within two minutes. */
function night(stage: Stage): void {
  expect(live(stage, SPRING - 2 * MINUTE, 4 * MINUTE)).toEqual(["heater 1 2", "heater 0 3"]);
}
function evening(stage: Stage): void {
  const acts = live(stage, SUNSET - 3 * MINUTE, 7 * MINUTE);
  expect(acts.map((act) => act.slice(0, 8))).toEqual(["heater 1", "heater 0"]);
  const [on, off] = acts.map((act) => Number(act.slice(9)));
  expect(Math.abs((on ?? 0) - 3)).toBeLessThanOrEqual(2);
  expect(off).toBe((on ?? 0) + 1);
}

test("a relay in Node acts after the skipped hour and at sunset", async () => {
  const stage = await NODE.stage("marks");
  night(stage);
  evening(stage);
});

describe.each(luacCross())("NodeMCU's own VM, luac.cross $version", (program) => {
  test("the VM computes the hour that spring skips as Node does", () => playInOwnVm(program, "marks", night));
  test("the VM computes sunset as Node does", () => playInOwnVm(program, "marks", evening));
});

// The player of a replay holds some 400 JsVars, beside which it does not fit an ESP8266's pool.
const large = espruinoBinaries().filter(({ jsVars }) => jsVars > SMALL_POOL);

describe.each(large)("Espruino's interpreter with $jsVars JsVars", needs(ESPRUINO), (binary) => {
  test("the interpreter computes the skipped hour and sunset as Node does", async () => {
    await playInInterpreter(binary, "marks", night);
    await playInInterpreter(binary, "marks", evening);
  });
});
