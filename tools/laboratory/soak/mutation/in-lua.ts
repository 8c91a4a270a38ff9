// The tortured client as the build makes it for NodeMCU, in Lua 5.1 and 5.3. The host's watchdog stops what
// does not end.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { type Constants, emit, type ImageFile, linkEntry } from "../../../image/build.ts";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { luaLiteral } from "../../lua-literal.ts";
import { startInLua } from "../program-in-lua.ts";
import { inPieces, type MutationStep, type Tortured } from "./steps.ts";

const FOLDER = join(packageFolder, "tools", "laboratory", "soak", "mutation");
const ENTRY = join(FOLDER, "image-entry.ts");
/**
 * The watchdog bites after a million instructions, and a packet takes some thousand. So the host is given a
 * few steps at a time.
 */
const STEPS_AT_ONCE = 5;
const REPORT = 'return tortureBroken().."\\n"..tortureReport()';

/** What most firmwares do without. */
const LEAN = { QOS2: false, PARTS: false, OVERFLOW_THIN: false, PRIORITIES: false, DEADLINES: false };

const images = new Map<boolean, Promise<ImageFile[]>>();

function tortureImage(isLean: boolean): Promise<ImageFile[]> {
  const entry = { file: ENTRY, text: readFileSync(ENTRY, "utf8") };
  const constants: Constants = isLean ? { "src/features.ts": LEAN } : {};
  const image =
    images.get(isLean) ??
    emit(linkEntry(entry, [join(FOLDER, "globals.d.ts")], "nodemcu", constants), "nodemcu", "torture");
  images.set(isLean, image);
  return image;
}

const name = (call: string): string => `torture${call[0].toUpperCase()}${call.slice(1)}`;

/**
 * The program on a chip whose Lua is this one, started. `isLean`: without QoS 2 and what few firmwares use.
 */
export async function inLua(lua: LuaVersion, isLean = false): Promise<Tortured> {
  const files = await tortureImage(isLean);
  const program = startInLua(files, lua);
  const calls = (steps: readonly MutationStep[]): string =>
    steps.map(({ call, bytes }) => `${name(call)}(${luaLiteral(bytes)})`).join(" ");
  return {
    engine: isLean ? `Lua ${lua}, lean` : `Lua ${lua}`,
    begin: (flags) => {
      program.revive();
      program.evaluate(`tortureBegin(${luaLiteral(flags)})`);
    },
    run(steps) {
      const pieces = steps.flatMap(inPieces);
      for (let at = 0; at < pieces.length; at += STEPS_AT_ONCE)
        program.evaluate(calls(pieces.slice(at, at + STEPS_AT_ONCE)));
      const answer = program.evaluate(REPORT);
      const end = answer.indexOf("\n");
      return { broken: answer.substring(0, end), report: answer.substring(end + 1) };
    },
    held: program.heapBytes,
  };
}
