// The climate device on a hosted NodeMCU chip, in virtual time, connected to a broker: what a command costs
// it.
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { createSht3x } from "../../../sim/parts/i2c/sht3x.ts";
import { createVirtualClock, type VirtualClock } from "../../../sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { hostNodeMcu } from "../../hosts/nodemcu/nodemcu.ts";
import { type CannedBroker, createCannedBroker } from "../canned-broker.ts";
import { CHIP_ID, climateImage, climateSettings, HEATER } from "../climate.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";

/** The chips, each with the Lua that its firmware is built with by default. */
export const CHIPS = [
  { board: "esp32-nodemcu", chip: "esp32", lua: "5.3" },
  { board: "esp8266-nodemcu", chip: "esp8266", lua: "5.1" },
] as const satisfies readonly { board: string; chip: "esp32" | "esp8266"; lua: LuaVersion }[];

/** Bytes allocated for a command. */
const ALLOCATED = 500;
/**
 * Instructions to route a retained message, which no actuator takes: what the client had when it had least,
 * and what the platform takes from the socket to it.
 */
const PASSED = { "5.3": 97 + 53, "5.1": 101 + 55 };

export type LuaChip = (typeof CHIPS)[number];

/** How the rows call this engine. */
export function luaEngineName({ lua }: LuaChip): string {
  return `Lua ${lua}, 32-bit`;
}

/** From power to connected, greeted and told everything, the delay of init.lua included. */
const SETTLED_MS = 10_000;
const ANSWER_MS = 100;
/** In turn, so that each switches the heater: its state goes out at QoS 1. */
const COMMANDS = ["on", "off"];
/** Each time a mean of so many commands; the middle of so many times is told. */
const COUNTED = 20;
const TIMES = 9;

export const luaCommand: Section = {
  title: "The climate device, for one command: Lua's virtual machine",
  measure: async () => (await Promise.all(CHIPS.map(commandRows))).flat(),
};

/**
 * With its platform, so that a way that only a device goes, from its socket to its actuator, does not grow
 * unseen.
 */
async function commandRows(chip: LuaChip): Promise<Row[]> {
  const { device, command, retained, waits } = await hostClimate(chip);
  const { instructionsDuring, allocatedDuring } = device;
  const each = (count: typeof instructionsDuring, work: (index: number) => void): number => {
    const times = Array.from({ length: TIMES }, () =>
      count(() => {
        for (let i = 0; i < COUNTED; i += 1) work(i);
      }),
    );
    return (times.sort((a, b) => a - b)[(TIMES - 1) / 2] as number) / COUNTED;
  };
  const switched = (i: number): void => command(COMMANDS[i % COMMANDS.length] as string);
  const engine = luaEngineName(chip);
  const what =
    "to take a command (QoS 1), switch the heater, acknowledge, publish the state (QoS 1), take its PUBACK";
  return [
    benchRow({
      engine,
      unit: "instruction",
      name: `of the VM ${what}`,
      ours: each(instructionsDuring, switched),
    }),
    benchRow({
      engine,
      unit: "byte",
      name: `allocated ${what}`,
      ours: each(allocatedDuring, switched),
      target: { atMost: ALLOCATED },
    }),
    benchRow({
      engine,
      unit: "instruction",
      name: "of the VM to take a PUBLISH (QoS 0) and route it to the actuator, which passes over retained ones, from its socket on",
      ours: each(instructionsDuring, retained) - each(instructionsDuring, waits),
      target: { atMost: PASSED[chip.lua] },
    }),
  ];
}

/** Powers the device up and waits until it is connected and its first readings have gone out. */
async function hostClimate({ board, chip, lua }: LuaChip) {
  const image = await climateImage(board);
  const clock = createVirtualClock();
  let broker: CannedBroker | undefined;
  let published = 0;
  const world = createVirtualWorld({
    clock,
    chipId: CHIP_ID,
    i2c: createSht3x({ now: clock.now, air: () => ({ celsius: 21, humidity: 44 }) }),
    storage: new Map([[SETTINGS, climateSettings("broker", 1883)]]),
    peer: (end) => {
      broker = createCannedBroker({
        write: end.write,
        published() {
          published += 1;
        },
      });
      return { received: broker.received, closed: () => undefined };
    },
  });
  const files = Object.fromEntries(image.files.map(({ name, content }) => [name, content.text]));
  const device = hostNodeMcu({ image: files, chip, lua, world, loadBytecode: true, splitOdds: 0 });
  device.boot();
  clock.advance(SETTLED_MS);
  if (broker === undefined || published === 0)
    throw new Error(`The climate device did not connect on ${board}: ${device.bootError() ?? device.panics}`);
  return { device, ...messagesTo(broker, clock, () => published) };
}

/** What a connected device is sent, each with the time that it takes to answer. */
function messagesTo(broker: CannedBroker, clock: VirtualClock, published: () => number) {
  return {
    /** Has the device take a retained message, another one each time. */
    retained(index: number) {
      broker.publish(HEATER, `r${index}`, { qos: 0, retained: true });
      clock.advance(ANSWER_MS);
    },
    /** As long as either takes, without a message. */
    waits: () => clock.advance(ANSWER_MS),
    /** Sends the heater a command, and lets the device answer. */
    command(payload: string) {
      const before = published();
      broker.publish(HEATER, payload);
      clock.advance(ANSWER_MS);
      if (published() === before) throw new Error(`The climate device did not answer "${payload}".`);
    },
  };
}
