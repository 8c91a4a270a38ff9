// The same bytes on every engine: each recording is given to each engine, which has to ask and do the same.
import { afterAll, describe, expect, test } from "vitest";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { luacCross } from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { EVERYTHING } from "../everything.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { ENGINES, type Engine } from "./engines.ts";
import { type BoardName, firmwareOf } from "./firmwares.ts";
import { boardOfInterpreter, boardOfVm, playInInterpreter, playInOwnVm, SMALL_POOL } from "./own-vms.ts";
import { writeRecording } from "./recording-text.ts";
import { FILED, recordingOf, recordingText } from "./recordings.ts";
import { replay } from "./replay-world.ts";
import type { Session } from "./session.ts";
import { SESSIONS } from "./sessions/sessions.ts";

/** No ESP8266 and no Linux has a UART for parts. */
const isWired = ({ firmware }: Session, board: BoardName | undefined) =>
  board === undefined || board in firmwareOf(firmware).wiring;
const namesOn = (board: BoardName | undefined) =>
  SESSIONS.filter((session) => isWired(session, board)).map(({ name }) => name);

const FIRMWARES = [...new Set(SESSIONS.map(({ firmware }) => firmware))];

/** Filed ones that need an image each, and nothing of a board that the others do not ask it for. */
const OF_ONE_ENGINE = ["thermostat", "version-5"];
const ON_EACH = FILED.filter((name) => !OF_ONE_ENGINE.includes(name));

/** Is the session tried there? In the gate some are on each engine, and others on one: their firmwares take turns. */
function isTried(session: Session, engine: Engine): boolean {
  if (!isWired(session, engine.board) || EVERYTHING || ON_EACH.includes(session.name))
    return isWired(session, engine.board);
  const able = ENGINES.filter(({ board }) => isWired(session, board));
  return able[FIRMWARES.indexOf(session.firmware) % able.length] === engine;
}
const ownVms = luacCross();
const interpreters = espruinoBinaries();

const ran = new Map<string, number>();
const count = (engine: string) => ran.set(engine, (ran.get(engine) ?? 0) + 1);

describe.each(ENGINES.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
  const names = SESSIONS.filter((session) => isTried(session, engine)).map(({ name }) => name);
  test.each(names)("does the same in %s", async (name) => {
    const recording = recordingOf(name);
    const stage = await engine.stage(recording.firmware, recording.clock);
    expect(writeRecording(replay(recording, stage))).toBe(recordingText(name));
    count(engine.name);
  });
});

describe.each(ownVms)("NodeMCU's own VM, luac.cross $version", (program) => {
  test.each(namesOn(boardOfVm(program)))("computes the same in %s", async (name) => {
    const recording = recordingOf(name);
    await playInOwnVm(program, recording.firmware, (stage) => replay(recording, stage), recording.clock);
    count(`NodeMCU's own VM ${program.version}`);
  });
});

describe.each(interpreters)("Espruino's interpreter with $jsVars JsVars", needs(ESPRUINO), (binary) => {
  // A program that fits a board does not fit beside the player of a replay, which holds some 400 JsVars.
  const fitting = namesOn(boardOfInterpreter(binary)).filter(
    (name) => binary.jsVars > SMALL_POOL || firmwareOf(recordingOf(name).firmware).fillsSmallPool !== true,
  );
  test.each(fitting)("computes the same in %s", async (name) => {
    const recording = recordingOf(name);
    await playInInterpreter(binary, recording.firmware, (stage) => replay(recording, stage));
    count(`Espruino's interpreter with ${binary.jsVars} JsVars`);
  });
});

afterAll(() => {
  const present = [...ran].map(([engine, done]) => `${engine} (${done})`);
  const absent = [
    ...(["5.1", "5.3"] as const)
      .filter((version) => !ownVms.some((program) => program.version === version))
      .map((version) => `NodeMCU's own VM ${version}, no luac.cross`),
    ...(interpreters.length > 0 ? [] : ["Espruino's interpreter, no espruino"]),
  ];
  console.log(
    `${SESSIONS.length} recordings were equal on: ${present.join(", ")}.${absent.length > 0 ? ` Absent: ${absent.join("; ")}.` : ""}`,
  );
});
