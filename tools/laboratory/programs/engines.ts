// Runs one program on every engine that is here: as its author wrote it in Node, and as the build made it
// elsewhere.
import { hash } from "node:crypto";
import { join } from "node:path";
import vm from "node:vm";
import ts from "typescript";
import { requireWellFormed } from "../../compiler/ir/check.ts";
import { bytesOfLiteral } from "../../compiler/source/bytes.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { type Constants, emit, linkEntry } from "../../image/build.ts";
import type { ImageFile } from "../../targets/image.ts";
import type { CompiledName } from "../../targets/targets.ts";
import { type EspruinoBinary, espruinoBinaries } from "../hosts/espruino/binaries.ts";
import { espruinoIndexOf } from "../hosts/espruino/index-of.ts";
import { startInterpreter } from "../hosts/espruino/interpreter-process.ts";
import { withLateReads } from "../hosts/espruino/late-reads.ts";
import { type LuacCross, luacCross, runLuaScript } from "../hosts/nodemcu/luac-cross.ts";
import { stored, topOfStack } from "../hosts/nodemcu/machine.ts";
import { instantiateChipLua } from "../hosts/nodemcu/narrow-lua.ts";
import { textOf } from "../hosts/nodemcu/prelude.ts";
import { luaLiteral } from "../lua-literal.ts";

export const FIXTURES = join(packageFolder, "test", "image", "fixtures");
export const GLOBALS = [join(FIXTURES, "globals.d.ts")];

/** What each engine emitted, by the engine's name. "source" is the program itself, in Node. */
export type Answers = Record<string, string[]>;

/** Names of the engines that are not on this computer, in the words of a test's title. */
export const absentEngines = [
  ...(luacCross().length === 0 ? ["luac.cross"] : []),
  ...(espruinoBinaries().length === 0 ? ["espruino"] : []),
];

/** Runs a module's text, which hands its results to `emit`, everywhere. */
export async function everywhere(text: string): Promise<Answers> {
  return { source: runSource(text), ...(await builtEverywhere(text)) };
}

/** In an import: the folder of the target that the text is built for. */
const TARGET = "<target>";

/**
 * As `everywhere`, without the program as its author wrote it: for a text that imports modules, those of its
 * target too. Well-formed behind each pass. Interpreters of Espruino with fewer JsVars than it says are left
 * out.
 */
export async function builtEverywhere(
  text: string,
  constants: Constants = {},
  leastJsVars = 0,
): Promise<Answers> {
  const link = (target: CompiledName) => {
    const entry = { file: join(FIXTURES, "case.ts"), text: text.replaceAll(TARGET, target) };
    const platform = join(packageFolder, "src", "platform", target, "globals.d.ts");
    const globals = text.includes(TARGET) ? [...GLOBALS, platform] : GLOBALS;
    return linkEntry(entry, globals, target, constants, (_, changed) => requireWellFormed(changed));
  };
  const [script] = await emit(link("espruino"), "espruino", "case");
  const files = await emit(link("nodemcu"), "nodemcu", "case");
  return { ...onEveryLua(files), ...(await onEveryEspruino(script?.content.text ?? "", leastJsVars)) };
}

/**
 * Runs a script for Espruino in Node, with what Espruino's texts do wrong, and in each interpreter that is
 * here.
 */
export async function onEveryEspruino(script: string, leastJsVars = 0): Promise<Answers> {
  const answers: Answers = { "script in node:vm": runBuiltScript(script) };
  for (const binary of espruinoBinaries())
    if (binary.jsVars >= leastJsVars) answers[binary.name] = await runEspruino(binary, script);
  return answers;
}

/** Runs the files of a NodeMCU image on each Lua that is here. */
export function onEveryLua(files: readonly ImageFile[]): Answers {
  const lua = luaProgram(files.map(({ name, content }) => [name, content.text]));
  const answers: Answers = {};
  for (const version of ["5.1", "5.3"] as const) answers[`lua ${version}`] = runLua(version, lua);
  for (const program of luacCross()) answers[`luac.cross ${program.version}`] = runLuacCross(program, lua);
  return answers;
}

/** Espruino's own folder, whose modules may use what of JavaScript no Lua has. */
const ESPRUINO_FOLDER = join(packageFolder, "src", "platform", "espruino");

/** Runs a text of Espruino's own folder: as its author wrote it, and as the build made it for Espruino. */
export async function onEspruino(text: string): Promise<Answers> {
  return { source: runSource(text), ...(await onEveryEspruino(await espruinoScript(text))) };
}

/** The script that the build makes of a text of Espruino's own folder. */
export async function espruinoScript(text: string): Promise<string> {
  const entry = { file: join(ESPRUINO_FOLDER, "case.ts"), text };
  const globals = [...GLOBALS, join(ESPRUINO_FOLDER, "globals.d.ts")];
  const [script] = await emit(linkEntry(entry, globals, "espruino"), "espruino", "case");
  return script?.content.text ?? "";
}

/** The program as its author wrote it, in Node. */
export function runSource(text: string): string[] {
  const { outputText } = ts.transpileModule(bytesOfLiteral(text), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return runScript(outputText.replace(/^export \{\};?$/m, ""));
}

/** Espruino's own library, as far as a case calls it. */
const ESPRUINO_LIBRARY = {
  E: {
    toFlatString: ({ data }: { data: string }) => data,
    toString: (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1"),
  },
  require: (name: string) => {
    if (name !== "crypto") throw new Error(`A case asks for "${name}", which is not here.`);
    const digest = (of: string) => (bytes: string) => hash(of, Buffer.from(bytes, "latin1"), "buffer");
    return { SHA256: digest("sha256"), SHA1: digest("sha1") };
  },
};

/** A script in Node. */
export function runScript(code: string, library = {}): string[] {
  const lines: string[] = [];
  const sandbox = {
    ...library,
    emit: (line: string) => lines.push(hex(line)),
    given: (value: unknown) => value,
    espruinoIndexOf,
  };
  vm.runInNewContext(`var global = globalThis;${code}`, sandbox);
  return lines;
}

/**
 * A script that was made for Espruino, in Node with what Espruino's texts do wrong, and what it reads late.
 */
function runBuiltScript(code: string): string[] {
  const faults =
    "String.prototype.indexOf = function (sought, from) { return espruinoIndexOf(String(this), sought, from); };";
  return runScript(`${faults}${withLateReads(code)}`, ESPRUINO_LIBRARY);
}

function hex(line: string): string {
  return Buffer.from(line, "latin1").toString("hex");
}

/**
 * One chunk of all files: the modules run as `init.lua` runs them, the others when they are loaded. Each is a
 * chunk of its own, as on the chip: a function with `...` has a local more in Lua 5.1.
 */
function luaProgram(files: readonly (readonly [string, string])[]): string {
  const list = files.find(([name]) => name === "ringmote.lua")?.[1] ?? "";
  const names = /^return "([^"]*)"/.exec(list)?.[1]?.split(" ") ?? [];
  const modules = names.map((name) => files.find(([file]) => file === `${name}.lua`)?.[1] ?? "");
  const chunk = (text: string) => `assert((loadstring or load)(${luaLiteral(text)}))`;
  const calls = modules.map((module) => `${chunk(module)}(shared)`).join("\n");
  const loaded = files.map(([name, text]) => `files["${name}"]=${chunk(text)}`).join("\n");
  const crypto = files.some(([, text]) => text.includes("crypto.")) ? textOf("crypto") : "";
  return `${LUA_HOST}${crypto}${loaded}\nlocal shared={};\n${calls}\n`;
}

const LUA_HOST = `
lines={}
function emit(line) lines[#lines+1]=(string.gsub(line,".",function(c) return string.format("%02x",string.byte(c)) end)) end
function given(value) return value end
files={}
function loadfile(name) return files[name],"cannot open "..name end
`;

/** On a computer of 64 bits luac.cross 5.1 has whole numbers of 64 bits, and a chip 32. */
const SHORT_SHIFT = `
if not math.type then
local lshift=bit.lshift
bit=setmetatable({lshift=function(a,n) local w=lshift(a,n)%2^32 return w<2^31 and w or w-2^32 end},{__index=bit})
end
`;

function runLua(version: "5.1" | "5.3", program: string): string[] {
  const lua = instantiateChipLua(version);
  const state = lua.call("luaL_newstate");
  lua.call("luaL_openlibs", state);
  const text = `${textOf("bit")}${program}return table.concat(lines,"\\n")`;
  const failed =
    lua.call("luaL_loadstring", state, stored(lua, text)) ||
    (version === "5.1"
      ? lua.call("lua_pcall", state, 0, 1, 0)
      : lua.call("lua_pcallk", state, 0, 1, 0, 0, 0));
  const answer = topOfStack(lua, state);
  if (failed) throw new Error(`Lua ${version}: ${answer}`);
  return split(answer);
}

function runLuacCross(program: LuacCross, text: string): string[] {
  const script = `${SHORT_SHIFT}${text}print(table.concat(lines,"\\n"))\n`;
  const { output, problem } = runLuaScript(program, script);
  if (problem !== undefined) throw new Error(`luac.cross: ${problem}`);
  return split(output.trimEnd());
}

const ESPRUINO_HOST = `
function emit(line){var h="";for(var i=0;i<line.length;i++)h+=(256+line.charCodeAt(i)).toString(16).substr(1);print("<<"+h+">>")}
function given(value){return value}
`;

/** From Storage, as on a board: the bodies of functions stay in flash. */
async function runEspruino(binary: EspruinoBinary, script: string): Promise<string[]> {
  const files = new Map([
    [".boot0", ESPRUINO_HOST],
    [".bootcde", `${script}\nprint("<<<end>>>");`],
  ]);
  const lines: string[] = [];
  let ended = () => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const onLine = (line: string) => {
    lines.push(line);
    if (line.includes("<<<end>>>") || FAILURE.test(line)) ended();
  };
  const running = startInterpreter({ binary, files, onLine });
  await Promise.race([end, running.exited]);
  running.dispose();
  const output = lines.join("\n");
  if (FAILURE.test(output)) throw new Error(output);
  return [...output.matchAll(/<<([0-9a-f]*)>>/g)].map((match) => match[1] ?? "");
}

const FAILURE = /Uncaught|ERROR|MEMORY/;

function split(answer: string): string[] {
  return answer === "" ? [] : answer.split("\n");
}
