// The same bytes on every engine: each recording is given to each engine, which has to ask and do the same.
import { afterAll, describe, expect, test } from "vitest";
import { type EspruinoBinary, espruinoBinaries } from "../../tools/sim/espruino/binaries.ts";
import { replayLife as replayInEspruino } from "../../tools/sim/espruino/replay.ts";
import { Transcript as EspruinoTranscript } from "../../tools/sim/espruino/transcript.ts";
import {
  type LuacCross,
  luacCross,
  replayLife as replayInNodeMcu,
} from "../../tools/sim/nodemcu/luac-cross.ts";
import { createTranscript } from "../../tools/sim/nodemcu/transcript.ts";
import { ENGINES, espruinoStage, nodeMcuStage } from "./engines.ts";
import { imageOf } from "./firmwares.ts";
import { writeRecording } from "./recording-text.ts";
import { recordingNames, recordingOf, recordingText } from "./recordings.ts";
import { CHIP_ID, replay } from "./replay-world.ts";

const names = recordingNames();
const ownVms = luacCross();
const interpreters = espruinoBinaries();
/** Pools up to this many JsVars are an ESP8266's. */
const SMALL_POOL = 2047;

const ran = new Map<string, number>();
const count = (engine: string) => ran.set(engine, (ran.get(engine) ?? 0) + 1);

describe.each(ENGINES)("$name", (engine) => {
  test.each(names)("does the same in %s", async (name) => {
    const recording = recordingOf(name);
    const stage = await engine.stage(recording.firmware);
    expect(writeRecording(replay(recording, stage))).toBe(recordingText(name));
    count(engine.name);
  });
});

// These two are given what a host of this process was asked and told, so that only their own computing is theirs.

async function inOwnVm(program: LuacCross, name: string): Promise<void> {
  const chip = program.version === "5.1" ? "esp8266" : "esp32";
  const recording = recordingOf(name);
  const image = await imageOf(recording.firmware, `${chip}-nodemcu`);
  const transcript = createTranscript();
  replay(recording, nodeMcuStage(image, chip, program.version, transcript));
  const [life = []] = transcript.lives;
  const played = replayInNodeMcu(program, { chip, image: new Map(Object.entries(image.files)), life });
  expect(played.difference).toBeUndefined();
  expect(played.errors).toEqual([]);
  expect(transcript.lives.length).toBe(1);
}

async function inInterpreter(binary: EspruinoBinary, name: string): Promise<void> {
  const chip = binary.jsVars <= SMALL_POOL ? "esp8266" : "esp32";
  const recording = recordingOf(name);
  const transcript = new EspruinoTranscript();
  replay(recording, espruinoStage(await imageOf(recording.firmware, `${chip}-espruino`), chip, transcript));
  const [life] = transcript.lives;
  if (life === undefined) throw new Error("The program did not start.");
  const played = await replayInEspruino({ binary, life, chipId: CHIP_ID });
  expect(played.difference).toBeUndefined();
  expect(played.remarks).toEqual([]);
}

describe.each(ownVms)("NodeMCU's own VM, luac.cross $version", (program) => {
  test.each(names)("computes the same in %s", async (name) => {
    await inOwnVm(program, name);
    count(`NodeMCU's own VM ${program.version}`);
  });
});

if (ownVms.length === 0) test.skipIf(true)("NodeMCU's own VM, luac.cross, computes the same", () => {});

describe.each(interpreters)("Espruino's interpreter with $jsVars JsVars", (binary) => {
  test.each(names)("computes the same in %s", async (name) => {
    await inInterpreter(binary, name);
    count(`Espruino's interpreter with ${binary.jsVars} JsVars`);
  });
});

if (interpreters.length === 0) test.skipIf(true)("Espruino's interpreter computes the same", () => {});

afterAll(() => {
  const present = [...ran].map(([engine, done]) => `${engine} (${done})`);
  const absent = [
    ...(["5.1", "5.3"] as const)
      .filter((version) => !ownVms.some((program) => program.version === version))
      .map((version) => `NodeMCU's own VM ${version}, no luac.cross`),
    ...(interpreters.length > 0 ? [] : ["Espruino's interpreter, no espruino"]),
  ];
  console.log(
    `${names.length} recordings were equal on: ${present.join(", ")}.${absent.length > 0 ? ` Absent: ${absent.join("; ")}.` : ""}`,
  );
});
