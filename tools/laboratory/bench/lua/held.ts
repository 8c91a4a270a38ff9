// What the climate device holds of Lua's heap when it is connected, and what its messages leave behind.
import { ANSWERS, COMMANDS, HEATER } from "../climate.ts";
import { exact, figure, gateRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { hostStateBytes } from "./host-state.ts";
import { CHIPS, engineName, type HostedClimate, hostClimate, type LuaChip } from "./hosted-climate.ts";

/** Bytes that the device may hold on Lua 5.3. */
const MOST_HELD = 22 * 1024;

const MESSAGES = 1000;
const READINGS = 120;
/** Messages and readings after which the VM's own tables have their size. */
const WARM_UP = 1000;
const WARM_UP_READINGS = 20;
/** Looks at the heap until its size comes in a fixed round, and as many more to find the least of a round. */
const LOOKS = 32;

const MINUTE_MS = 60_000;

export const luaHeld: Section = {
  title: "Held when connected: Lua",
  subject: "climate on NodeMCU",
  isGate: true,
  isExact: true,
  measure: async () => Promise.all(CHIPS.map(held)),
};

async function held(chip: LuaChip): Promise<Row> {
  const { device } = await hostClimate(chip);
  const name = `heap held by the climate device, connected, from stripped bytecode, above the host with a connected socket (${chip.board})`;
  const bytes = device.heapBytes() - hostStateBytes(chip);
  return exact(
    chip.lua === "5.3"
      ? gateRow(engineName(chip), "byte", name, bytes, { atMost: MOST_HELD })
      : figure(engineName(chip), "byte", name, bytes),
  );
}

export const luaLeftBehind: Section = {
  title: "Left behind: Lua",
  subject: "climate on NodeMCU",
  isGate: true,
  measure: async () => (await Promise.all(CHIPS.map(leftBehind))).flat(),
};

async function leftBehind(chip: LuaChip): Promise<Row[]> {
  const climate = await hostClimate(chip);
  const row = (name: string, bytes: number): Row =>
    gateRow(engineName(chip), "byte", `heap left behind by ${name}`, bytes, { exactly: 0 });
  return [
    row(
      `${MESSAGES} commands, their answers at QoS 0 and 1 and all acknowledgements`,
      growth(climate, (times) => sendCommands(climate, times), { warmUp: WARM_UP, times: MESSAGES }),
    ),
    row(
      `${READINGS} changed readings of each sensor, published at QoS 0, and pings`,
      growth(climate, (times) => changeAir(climate, times), { warmUp: WARM_UP_READINGS, times: READINGS }),
    ),
  ];
}

/** By how many bytes the heap is larger after `act` has been done `times` times. */
function growth(
  climate: HostedClimate,
  act: (times: number) => void,
  { warmUp, times }: { warmUp: number; times: number },
): number {
  act(warmUp);
  const before = leastHeap(climate, act);
  act(times);
  return leastHeap(climate, act) - before;
}

/**
 * The heap without the room that the VM's stack has to spare: Lua 5.1 halves and doubles its stack, each time a few
 * slots larger than it was, so that the size of an unchanged heap goes round in a circle.
 */
function leastHeap({ device }: HostedClimate, act: (times: number) => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 2 * LOOKS; look += 1) {
    act(COMMANDS.length);
    const bytes = device.heapBytes();
    if (look >= LOOKS) least = Math.min(least, bytes);
  }
  return least;
}

function sendCommands(climate: HostedClimate, count: number): void {
  const before = climate.published();
  for (let i = 0; i < count; i += 1) climate.command(HEATER, COMMANDS[i % COMMANDS.length] as string);
  const answers = (count / COMMANDS.length) * ANSWERS.reduce((sum, one) => sum + one, 0);
  requireAnswers(climate.published() - before, answers);
}

/** Each time warmer or colder than the last; an even count leaves the air as it was. */
function changeAir(climate: HostedClimate, times: number): void {
  const before = climate.published();
  for (let i = 0; i < times; i += 1) {
    climate.setAir(i % 2 === 0 ? 24 : 21, i % 2 === 0 ? 50 : 44);
    // The median of five gives way to the new air after three of the slower sensor's minutes.
    climate.advance(3 * MINUTE_MS);
  }
  requireAnswers(climate.published() - before, 2 * (times - 1));
}

function requireAnswers(seen: number, wanted: number): void {
  if (seen >= wanted) return;
  throw new Error(`The climate device published ${seen} messages where ${wanted} were due.`);
}
