// What the climate device holds of an Espruino's JsVars when it is connected, and what its messages leave behind.
import type { EspruinoBinary } from "../../hosts/espruino/binaries.ts";
import { espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { ANSWERS, COMMANDS, climateImage, HEATER } from "../climate.ts";
import { type Row, rowOf } from "../row.ts";
import type { Section } from "../section.ts";
import { type EspruinoClimate, startClimate } from "./board.ts";
import { ABSENT, engineName } from "./machine.ts";
import { emptyVars, standInVars, steadily } from "./meter.ts";
import { AIR } from "./stand-ins.ts";

/** The pool of an ESP8266, which the gate is about, and the bound: more than half of it. */
const SMALL_POOL = 1600;
const LEAST_FREE = SMALL_POOL / 2;

const MESSAGES = 1000;
const READINGS = 20;
/** Messages after which their counters have outgrown the small numbers, which take no JsVar of their own. */
const WARM_UP = 1600;
/** Commands and readings after which every slot of the ring and of the filters has been used. */
const USED_ONCE = 40;
const FILLED = 6;
/** Air changes this often: the median of five gives way to it after three readings of the slower sensor's minute. */
const AIR_MS = 3 * 60_000;
const LOOKS = 12;

export const espruinoHeld: Section = {
  title: "Held when connected: Espruino",
  subject: "climate on Espruino",
  measure: (skip) => onEach(skip, held),
};

export const espruinoLeftBehind: Section = {
  title: "Left behind: Espruino",
  subject: "climate on Espruino",
  measure: (skip) => onEach(skip, leftBehind),
};

/** The image is that of the board whose pool the interpreter has. */
async function scriptFor(binary: EspruinoBinary): Promise<string> {
  const image = await climateImage(boardFor(binary));
  return image.files[0]?.content.text ?? "";
}

function boardFor({ jsVars }: EspruinoBinary): string {
  return jsVars <= 2047 ? "esp8266-espruino" : "esp32-espruino";
}

async function onEach(
  skip: (reason: string) => void,
  measure: (binary: EspruinoBinary) => Promise<Row[]>,
): Promise<Row[]> {
  const binaries = espruinoBinaries();
  if (binaries.length === 0) skip(ABSENT);
  return (await Promise.all(binaries.map((binary) => steadily(() => measure(binary))))).flat();
}

async function held(binary: EspruinoBinary): Promise<Row[]> {
  const empty = await emptyVars(binary);
  const standIns = await standInVars(binary);
  const climate = await startClimate(binary, await scriptFor(binary));
  try {
    await sendCommands(climate, USED_ONCE);
    await changeAir(climate, FILLED);
    const ours = (await looksAt(climate)).most - standIns;
    const free = binary.jsVars - empty - ours;
    const engine = engineName(binary);
    const where = `code in Storage (${boardFor(binary)})`;
    const figure = (name: string, vars: number, atLeast?: number): Row =>
      rowOf({
        engine,
        unit: "JsVar",
        name,
        ours: vars,
        target: atLeast === undefined ? undefined : { atLeast },
      });
    return [
      figure("held by the empty interpreter", empty),
      figure(`held by the climate device, stand-ins taken off, ${where}`, ours),
      figure(
        `free with the climate device connected, its ring and filters used, ${where}`,
        free,
        binary.jsVars === SMALL_POOL ? LEAST_FREE : undefined,
      ),
    ];
  } finally {
    climate.dispose();
  }
}

/**
 * A time or a count that is no small number any more takes a JsVar of its own: so many may come and go. What each message
 * left behind would be there twenty times and more.
 */
const WIDER_NUMBERS = 4;

async function leftBehind(binary: EspruinoBinary): Promise<Row[]> {
  const climate = await startClimate(binary, await scriptFor(binary));
  const row = (name: string, vars: number): Row =>
    rowOf({
      engine: engineName(binary),
      unit: "JsVar",
      name: `left behind by ${name}`,
      ours: vars,
      target: { atMost: WIDER_NUMBERS },
    });
  try {
    await changeAir(climate, FILLED);
    await sendCommands(climate, WARM_UP);
    const before = await looksAt(climate);
    await sendCommands(climate, MESSAGES);
    const between = await looksAt(climate);
    await changeAir(climate, READINGS);
    const after = await looksAt(climate);
    return [
      row(
        `${MESSAGES} commands, their answers at QoS 0 and 1 and all acknowledgements`,
        between.least - before.least,
      ),
      row(
        `${READINGS} changed readings of each sensor, published at QoS 0, and pings`,
        after.least - between.least,
      ),
    ];
  } finally {
    climate.dispose();
  }
}

/**
 * The least and the most of several looks, each with the device in the same state. Times that it took from one event
 * share a JsVar, and which do depends on what came first on the loopback: one or two JsVars more, or less.
 */
async function looksAt(climate: EspruinoClimate): Promise<{ least: number; most: number }> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await sendCommands(climate, COMMANDS.length);
    await climate.quiet();
    await climate.advance(AIR_MS);
    await climate.quiet();
    looks.push(await climate.vars());
  }
  return { least: Math.min(...looks), most: Math.max(...looks) };
}

async function sendCommands(climate: EspruinoClimate, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const turn = i % COMMANDS.length;
    await climate.exchange(HEATER, COMMANDS[turn] as string, ANSWERS[turn] as number);
  }
}

/** Each time warmer or colder than the last; an even count leaves the air as it was. */
async function changeAir(climate: EspruinoClimate, times: number): Promise<void> {
  const before = climate.published();
  for (let i = 0; i < times; i += 1) {
    await climate.ask(`$air="${i % 2 === 0 ? AIR.warm : AIR.cool}";print("\\x02air 0");`, "air");
    await climate.advance(AIR_MS);
  }
  const seen = climate.published() - before;
  if (seen < 2 * (times - 1)) {
    throw new Error(`The climate device published ${seen} readings where ${2 * times} were due.`);
  }
}
