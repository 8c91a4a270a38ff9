// Engines that answer a session's tape beside Node: the program as the build makes it, in both Luas, in
// Espruino's context, and in the real interpreters of Espruino that are installed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { emit, type ImageFile, linkEntry } from "../../../image/build.ts";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import type { EspruinoBinary } from "../../hosts/espruino/binaries.ts";
import { startInterpreter } from "../../hosts/espruino/interpreter-process.ts";
import { createRealm } from "../../hosts/espruino/realm.ts";
import { luaLiteral } from "../../lua-literal.ts";
import { startInLua } from "../program-in-lua.ts";
import { weigh } from "../weigh.ts";
import { act, clientOfSession } from "./program.ts";
import { argumentsOf, differenceInWords, type TapedCall } from "./tape.ts";

/** An engine with the program in it. */
export interface SessionEngine {
  name: string;
  /**
   * Plays a tape from its first call on. Returns the first answer that is another one, in a sentence; "" when
   * none is.
   */
  play: (tape: readonly TapedCall[]) => string;
  /** What it holds behind a tape: bytes of Lua's heap, elsewhere values that can be reached. */
  held: () => number;
}

const FOLDER = join(packageFolder, "tools", "laboratory", "soak", "session");
const ENTRY = join(FOLDER, "image-entry.ts");
/** The watchdog bites behind a million instructions; a call takes some thousand. */
const CALLS_AT_ONCE = 50;

const images = new Map<"nodemcu" | "espruino", Promise<ImageFile[]>>();

/** Built once. */
function imageFor(target: "nodemcu" | "espruino"): Promise<ImageFile[]> {
  const entry = { file: ENTRY, text: readFileSync(ENTRY, "utf8") };
  const image =
    images.get(target) ??
    emit(linkEntry(entry, [join(FOLDER, "globals.d.ts")], target, {}), target, "session");
  images.set(target, image);
  return image;
}

/**
 * `from` is counted from 0; what comes of it is "" or the number of a call, from 0, a space and its answer.
 */
function luaCalls(tape: readonly TapedCall[], from: number): string {
  const calls = tape.slice(from, from + CALLS_AT_ONCE);
  const checks = calls.map((call, index) => `c(${from + index},${argumentsOf(call, luaLiteral)})`);
  return `local first=""
local function c(at,what,text,number,now,answer)
if first~="" then return end
local got=sessionAct(what,text,number,now)
if got~=answer then first=at.." "..got end
end
${checks.join("\n")}
return first`;
}

function inWords(tape: readonly TapedCall[], difference: string): string {
  if (difference === "") return "";
  const space = difference.indexOf(" ");
  return differenceInWords(tape, Number(difference.substring(0, space)), difference.substring(space + 1));
}

/** The program as Node runs it, once more. */
export const sessionInNode: SessionEngine = {
  name: "Node",
  play(tape) {
    const answers = tape.map(({ what, text, number, now }) => act(what, text, number, now));
    const at = tape.findIndex(({ answer }, index) => answer !== answers[index]);
    return at < 0 ? "" : differenceInWords(tape, at, answers[at]);
  },
  held: () => weigh(clientOfSession()),
};

/** The image for NodeMCU on a chip whose Lua is this one, started. */
export async function sessionInLua(lua: LuaVersion): Promise<SessionEngine> {
  const files = await imageFor("nodemcu");
  const program = startInLua(files, lua);
  return {
    name: `Lua ${lua}`,
    play(tape) {
      // A tape that it did not survive may have been played before.
      program.revive();
      for (let from = 0; from < tape.length; from += CALLS_AT_ONCE) {
        const difference = program.evaluate(luaCalls(tape, from));
        if (difference !== "") return inWords(tape, difference);
      }
      return "";
    },
    held: program.heapBytes,
  };
}

/** Every character is a byte. */
function scriptLiteral(bytes: string): string {
  const escaped = bytes.replace(
    /[^ !#-[\]-~]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}

/** Functions of the script's side: `$c` calls and compares, `$first` is as in `luaCalls`. */
const CHECK = `var $first="",$at=0,$c=function(what,text,number,now,answer){
if($first!="")return;
var got=sessionAct(what,text,number,now);
if(got!=answer)$first=$at+" "+got;
$at++;};`;

function scriptCalls(tape: readonly TapedCall[]): string {
  return tape.map((call) => `$c(${argumentsOf(call, scriptLiteral)});`).join("\n");
}

/** The script in a context as poor as Espruino's. */
export async function sessionInContext(): Promise<SessionEngine> {
  const [{ content }] = await imageFor("espruino");
  const { global, run } = createRealm(
    () => 0,
    () => 0,
  );
  run(content.text, "session.js");
  run(CHECK, "check");
  return {
    name: "the context of Espruino",
    play: (tape) => inWords(tape, String(run(`$first="";$at=0;\n${scriptCalls(tape)}\n$first`, "tape"))),
    held: () => weigh(global),
  };
}

const LIMIT_MS = 60_000;
const END = "end of the tape ";
/** What fits its flash beside the program. */
const MOST_TEXT = 120_000;
const PROGRAM_FILE = "program";
const TAPE_FILE = "tape";

/**
 * Where an interpreter has its program: its flash, as on a board, or its memory, where it runs 13 times as
 * fast.
 */
export type ProgramPlace = "flash" | "memory";

/**
 * Plays tapes, one behind the other, to the script in a real interpreter. In memory the program takes some
 * 2,500 JsVars. Returns as `play` does; rejects when it hangs.
 */
export async function playInInterpreter(
  binary: EspruinoBinary,
  tapes: readonly (readonly TapedCall[])[],
  place: ProgramPlace,
): Promise<string> {
  let batch: TapedCall[] = [];
  let bytes = 0;
  for (const [index, tape] of tapes.entries()) {
    batch = [...batch, ...tape];
    bytes += scriptCalls(tape).length;
    if (bytes < MOST_TEXT && index + 1 < tapes.length) continue;
    const difference = inWords(batch, await playBatch(binary, batch, place));
    if (difference !== "") return difference;
    batch = [];
    bytes = 0;
  }
  return "";
}

// As a literal: an answer may hold the end of a line.
const TELL = `print("\x02${END}"+JSON.stringify([$at,$first]));`;

/**
 * The Linux build opens a file for each few bytes that it reads from flash, and code there is read at each
 * run.
 */
const FROM_MEMORY = `(function(){
var read=require("Storage").read;
eval(""+read("${PROGRAM_FILE}"));
var tape=read("${TAPE_FILE}"),from=0,to;
while((to=tape.indexOf("\\n",from))>=0){eval(""+tape.substring(from,to));from=to+1;}
})();
${TELL}`;

function filesWith(program: string, tape: readonly TapedCall[], place: ProgramPlace): Map<string, string> {
  const calls = scriptCalls(tape);
  return place === "flash"
    ? new Map([[".bootcde", `${program}\n${CHECK}\n${calls}\n${TELL}`]])
    : new Map([
        [PROGRAM_FILE, program],
        [TAPE_FILE, `${calls}\n`],
        [".bootcde", `${CHECK}\n${FROM_MEMORY}`],
      ]);
}

async function playBatch(
  binary: EspruinoBinary,
  tape: readonly TapedCall[],
  place: ProgramPlace,
): Promise<string> {
  const [{ content }] = await imageFor("espruino");
  const remarks: string[] = [];
  let difference: string | undefined;
  let played = 0;
  const child = startInterpreter({
    binary,
    files: filesWith(content.text, tape, place),
    onLine(line, isMarked) {
      if (isMarked && line.startsWith(END)) {
        [played, difference] = JSON.parse(line.substring(END.length)) as [number, string];
        child.kill();
      } else if (line !== "") remarks.push(line);
    },
  });
  const limit = setTimeout(() => child.kill(), LIMIT_MS);
  const end = await child.exited;
  clearTimeout(limit);
  child.dispose();
  if (difference === undefined || remarks.length > 0)
    throw new Error(`${binary.name} says ${JSON.stringify(remarks.slice(-5))}, and ends by ${end}.`);
  if (difference === "" && played < tape.length)
    throw new Error(`${binary.name} played ${played} of ${tape.length} calls.`);
  return difference;
}
