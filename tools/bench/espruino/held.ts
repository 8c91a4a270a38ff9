// What the climate device holds of an Espruino's JsVars when it is connected, and what its messages leave behind.
import type { EspruinoBinary } from "../../sim/espruino/binaries.ts";
import { espruinoBinaries } from "../../sim/espruino/binaries.ts";
import { ANSWERS, COMMANDS, climateImage, HEATER } from "../climate.ts";
import { figure, gateRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { type EspruinoClimate, emptyVars, standInVars, startClimate } from "./board.ts";

/** The pool of an ESP8266, which the gate is about, and the bound: more than half of it. */
const SMALL_POOL = 1600;
const LEAST_FREE = SMALL_POOL / 2;

const MESSAGES = 1000;
/** Counters of messages have outgrown the small numbers then, which take no JsVar of their own. */
const WARM_UP = 1200;

const ABSENT =
  "no Espruino interpreter is here: name one in ESPRUINO_BIN or put it on the PATH as espruino-1600.";

export const espruinoHeld: Section = {
  title: "Held when connected: Espruino",
  words: ["held", "espruino"],
  isGate: true,
  measure: (skip) => onEach(skip, held),
};

export const espruinoLeftBehind: Section = {
  title: "Left behind: Espruino",
  words: ["left", "behind", "espruino"],
  isGate: true,
  measure: (skip) => onEach(skip, leftBehind),
};

/** The image is that of the board whose pool the interpreter has. */
export async function scriptFor(binary: EspruinoBinary): Promise<string> {
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
  return (await Promise.all(binaries.map(measure))).flat();
}

function engineName({ jsVars }: EspruinoBinary): string {
  return `Espruino, pool of ${jsVars}`;
}

async function held(binary: EspruinoBinary): Promise<Row[]> {
  const script = await scriptFor(binary);
  const [empty, standIns, climate] = [
    await emptyVars(binary),
    await standInVars(binary),
    await startClimate(binary, script),
  ];
  try {
    await climate.quiet();
    const ours = (await climate.vars()) - standIns;
    const free = binary.jsVars - empty - ours;
    const engine = engineName(binary);
    const where = `code in Storage (${boardFor(binary)})`;
    const freeName = `free when the climate device is connected, stand-ins taken off, ${where}`;
    return [
      figure(engine, "JsVar", "held by the empty interpreter", empty),
      figure(engine, "JsVar", `held by the climate device, connected, ${where}`, ours),
      binary.jsVars === SMALL_POOL
        ? gateRow(engine, "JsVar", freeName, free, { moreThan: LEAST_FREE })
        : figure(engine, "JsVar", freeName, free),
    ];
  } finally {
    climate.dispose();
  }
}

async function leftBehind(binary: EspruinoBinary): Promise<Row[]> {
  const climate = await startClimate(binary, await scriptFor(binary));
  try {
    await sendCommands(climate, WARM_UP);
    await climate.quiet();
    const before = await climate.vars();
    await sendCommands(climate, MESSAGES);
    await climate.quiet();
    const after = await climate.vars();
    const name = `JsVars left behind by ${MESSAGES} commands, their answers at QoS 0 and 1 and all acknowledgements`;
    return [gateRow(engineName(binary), "JsVar", name, after - before, { exactly: 0 })];
  } finally {
    climate.dispose();
  }
}

async function sendCommands(climate: EspruinoClimate, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const turn = i % COMMANDS.length;
    await climate.exchange(HEATER, COMMANDS[turn] as string, ANSWERS[turn] as number);
  }
}
