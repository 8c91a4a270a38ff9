// The chips' own interpreters, where they are installed. Nobody drives these: they are given what a host of
// this process was asked and told, so that only the computing is theirs, and that has to come to the same.
import { expect } from "vitest";
import type { EspruinoBinary } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { replayLife as replayInEspruino } from "../../tools/laboratory/hosts/espruino/replay.ts";
import { Transcript } from "../../tools/laboratory/hosts/espruino/transcript.ts";
import {
  type LuacCross,
  replayInLua as replayInNodeMcu,
} from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { createTranscript } from "../../tools/laboratory/hosts/nodemcu/transcript.ts";
import { espruinoStage, nodeMcuStage } from "./engines.ts";
import { type BoardName, imageOf } from "./firmwares.ts";
import { CHIP_ID, type Stage } from "./replay-world.ts";

/** Pools up to this many JsVars are an ESP8266's. */
export const SMALL_POOL = 2047;

/** The board whose Lua a VM has. */
export function boardOfVm({ version }: LuacCross): BoardName & `${string}-nodemcu` {
  return version === "5.1" ? "esp8266-nodemcu" : "esp32-nodemcu";
}

/** The board whose pool an interpreter has. */
export function boardOfInterpreter({ jsVars }: EspruinoBinary): BoardName & `${string}-espruino` {
  return jsVars <= SMALL_POOL ? "esp8266-espruino" : "esp32-espruino";
}

/** Lets a host `live`, then NodeMCU's own VM of the chip whose Lua it has. Fails where that computes another thing. */
export async function playInOwnVm(
  program: LuacCross,
  firmware: string,
  live: (stage: Stage) => unknown,
  clock = 0,
): Promise<void> {
  const board = boardOfVm(program);
  const chip = board === "esp8266-nodemcu" ? "esp8266" : "esp32";
  const image = await imageOf(firmware, board, clock);
  const transcript = createTranscript();
  live(nodeMcuStage(image, chip, program.version, transcript));
  const [life = []] = transcript.lives;
  const played = replayInNodeMcu(program, { chip, image: new Map(Object.entries(image.files)), life });
  expect(played.difference).toBeUndefined();
  expect(played.errors).toEqual([]);
  expect(transcript.lives.length).toBe(1);
}

/** Lets a context `live`, then an interpreter of Espruino. Fails where that computes another thing. */
export async function playInInterpreter(
  binary: EspruinoBinary,
  firmware: string,
  live: (stage: Stage) => unknown,
): Promise<void> {
  const board = boardOfInterpreter(binary);
  const chip = board === "esp8266-espruino" ? "esp8266" : "esp32";
  const transcript = new Transcript();
  live(espruinoStage(await imageOf(firmware, board), chip, transcript));
  const [life] = transcript.lives;
  if (life === undefined) throw new Error("The program did not start.");
  const played = await replayInEspruino({ binary, life, chipId: CHIP_ID });
  expect(played.difference).toBeUndefined();
  expect(played.remarks).toEqual([]);
}
