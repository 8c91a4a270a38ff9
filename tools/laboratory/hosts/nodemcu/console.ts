// NodeMCU's console as a board shows it on its serial line: real Lua behind a prompt, a file system,
// restarts.
//
// Read in app/driver/input.c and app/lua53/lua.c of nodemcu-firmware: each character is echoed as it comes;
// backspace takes one back; a line holds 255 characters, and one that is longer begins anew; an empty line
// shows the prompt; a statement that is not finished asks for more with ">> "; a line feed goes out as CR and
// LF, but not from `uart.write`; errors begin with "Lua error: ". After a restart the ROM speaks at another
// rate, which arrives as noise, then comes the banner, and the prompt when `init.lua` has run.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ESP_CHIPS, type EspName, type LaterVariant } from "../../../../boards/chips/chip.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import type { ConsoleModel } from "../consoles/model-port.ts";
import { hostNodeMcu, type NodeMcuDevice } from "./nodemcu.ts";

export interface NodeMcuConsoleOptions {
  chip: EspName;
  /** The chip exactly, where it is a later one of its family. */
  variant?: LaterVariant | undefined;
  /** Default: as in `hostNodeMcu`. */
  lua?: "5.1" | "5.3";
  /** Its timers are the chip's; its storage is the chip's file system. */
  world: World;
  /** What is in the file system at first. */
  files?: Readonly<Record<string, string>>;
  /** Globals that the firmware was built without. */
  missing?: readonly string[];
  /** Was it built with `encoder`? Default: no. */
  encoder?: boolean;
  /** Was it built with `crypto`? Default: no. */
  hasCrypto?: boolean;
  /** Bytes that its LFS holds. Default 0: it has none. */
  lfsBytes?: number;
  /** The compiler runs out of memory for a source that is longer, in bytes. */
  longestSource?: number;
  /** Size of the file system, in bytes. Default 1 MB. */
  flashBytes?: number;
  /** Milliseconds from a restart to the first byte. Default 300. */
  restartMs?: number;
}

export interface NodeMcuConsole extends ConsoleModel {
  readonly device: NodeMcuDevice;
  /** Power goes, and comes again. */
  powerCycle(): void;
  /**
   * Lets the power go in the middle of a change of a file, `changes` of them after the next restart, as
   * `Files.cutPower` does.
   */
  cutPower(changes: number, keptBytes: number): void;
  /** The files of the chip, by name. */
  files(): ReadonlyMap<string, string>;
}

/** Characters of a line, its end included (LUA_MAXINPUT). */
const LINE_BUFFER = 256;
const RAW = "\x01raw\x01";
/** What the ROM says at 74,880 baud, read at 115,200. */
const ROM_NOISE =
  "\xe6r\x9cl\x9e\x00|\x80\x8cl\xe2\x0c|\x8e\x82\xec\x0c\x8c\xecb|\x8e\x82r\xe2\xec\x0c\x8c\x0c\x8c\xecl\xec\xff\n";
const PROMPT = "> ";
const MORE_PROMPT = ">> ";
const CHIP_NUMBER = 0x1a2b3c;
/** The compiler whose code the model loads: a program, as NodeMCU's luac.cross is. */
export const MODEL_LUAC = fileURLToPath(new URL("console/luac.cross.js", import.meta.url));

/** A board that is switched on. */
export function nodeMcuConsole(options: NodeMcuConsoleOptions): NodeMcuConsole {
  return new ConsoleOfNodeMcu(options);
}

class ConsoleOfNodeMcu implements NodeMcuConsole {
  readonly device: NodeMcuDevice;
  private readonly options: NodeMcuConsoleOptions;
  private readonly version: string;
  private show: (bytes: string) => void = () => {};
  private line = "";
  private unfinished = "";
  private lastEnd = "";
  private boots = 0;
  private cut: (() => void) | undefined;

  constructor(options: NodeMcuConsoleOptions) {
    const { chip, variant, world, flashBytes, restartMs, lfsBytes, hasCrypto = false } = options;
    const lua = options.lua ?? ESP_CHIPS[chip].lua;
    this.options = options;
    this.version = lua;
    this.device = hostNodeMcu({
      image: { ...options.files },
      chip,
      variant,
      lua,
      world: Object.create(world, { log: { value: (text: string) => this.log(text) } }) as World,
      booted: () => this.booted(),
      hasCrypto,
      ...(flashBytes === undefined ? {} : { flashBytes }),
      ...(restartMs === undefined ? {} : { restartMs }),
      ...(lfsBytes === undefined ? {} : { lfsBytes }),
    });
    this.device.boot();
  }

  type(bytes: string): void {
    for (const character of bytes) this.take(character);
  }

  onOutput(taker: (bytes: string) => void): void {
    this.show = taker;
  }

  powerCycle(): void {
    this.device.kill();
    this.device.boot();
  }

  cutPower(changes: number, keptBytes: number): void {
    this.cut = () => this.device.files.cutPower(changes, keptBytes);
  }

  files(): ReadonlyMap<string, string> {
    const names = this.device.evaluate(
      "local t={} for k in pairs(file.list()) do t[#t+1]=k end return table.concat(t,'\\n')",
    );
    return new Map(
      names
        .split("\n")
        .filter((name) => name !== "")
        .sort()
        .map((name) => [name, this.device.files.contents(name) ?? ""]),
    );
  }

  private log(text: string): void {
    if (text.startsWith(RAW)) this.show(text.slice(RAW.length));
    else this.shown(`${text}\n`);
  }

  private shown(text: string): void {
    this.show(text.replaceAll("\n", "\r\n"));
  }

  private booted(): void {
    this.boots += 1;
    const boot = this.boots;
    this.line = "";
    this.unfinished = "";
    this.shown(
      `${ROM_NOISE}\nNodeMCU 3.0.0.0 built on model provided by ringmote\n\tmodules: ${this.options.chip}\n build powered by Lua ${this.version} on SDK 3.0.1-dev\n`,
    );
    this.device.evaluate(consoleLua(this.options));
    this.cut?.();
    this.cut = undefined;
    // The first prompt is queued before `init.lua` runs, and shown after it.
    this.options.world.after(1, () => {
      if (boot === this.boots) this.shown(PROMPT);
    });
  }

  private take(character: string): void {
    // A chip that is starting does not listen.
    if (!this.device.isRunning()) return;
    const { lastEnd } = this;
    const isEnd = character === "\r" || character === "\n";
    const isSecondOfPair = isEnd && lastEnd !== character && (lastEnd === "\r" || lastEnd === "\n");
    const isBack = character === "\b" || character === "\x7f";
    this.lastEnd = isSecondOfPair || isBack ? "" : character;
    if (isSecondOfPair) return;
    if (isBack) this.takeBack();
    else if (isEnd) this.takeEnd();
    else this.takeText(character);
  }

  private takeBack(): void {
    if (this.line !== "") this.shown("\b \b");
    this.line = this.line.slice(0, -1);
  }

  private takeText(character: string): void {
    this.shown(character);
    if (this.line.length + 1 >= LINE_BUFFER) this.line = "";
    this.line += character;
  }

  private takeEnd(): void {
    this.shown("\n");
    const typed = this.line;
    this.line = "";
    if (typed === "") this.shown(this.unfinished === "" ? PROMPT : MORE_PROMPT);
    else this.run(typed);
  }

  private run(typed: string): void {
    const source = this.unfinished === "" ? typed.replace(/^=/, "return ") : `${this.unfinished}\n${typed}`;
    let problem: string;
    try {
      problem = this.device.evaluate(lineLua(source));
    } catch (error) {
      // The line has restarted the chip: nothing more is shown until it is up.
      if (!this.device.isRunning()) return;
      throw error;
    }
    if (/<eof>'?$/.test(problem)) {
      this.unfinished = source;
      this.shown(MORE_PROMPT);
      return;
    }
    this.unfinished = "";
    if (problem !== "") this.shown(`Lua error: ${problem}\n`);
    this.shown(PROMPT);
  }
}

/** The console's own Lua, with the facts of the board in front of it. */
function consoleLua({ chip, lfsBytes, encoder, missing, longestSource }: NodeMcuConsoleOptions): string {
  const facts = [
    `chip="${chip}"`,
    `number=${CHIP_NUMBER}`,
    `lfsBytes=${lfsBytes ?? 0}`,
    `encoder=${encoder === true}`,
    `missing="${(missing ?? []).join(" ")}"`,
    ...(longestSource === undefined ? [] : [`longestSource=${longestSource}`]),
  ];
  return `options_of_the_model={${facts.join(",")}}\n${CONSOLE_LUA}`;
}

const CONSOLE_LUA = readFileSync(new URL("console/console.lua", import.meta.url), "utf8");

/** Runs a line as the prompt does; gives the compiler's problem with it, or "". */
function lineLua(source: string): string {
  return `local run,problem=(loadstring or load)(${quoted(source)},"=stdin")
if not run then return problem end
local function say(done,...)
if not done then print("Lua error: "..tostring((...)))
elseif select("#",...)>0 then print(...) end
end
say(xpcall(run,function(message) return debug.traceback(message,2) end))
return ""`;
}

function quoted(bytes: string): string {
  const escaped = (byte: string) => `\\${byte.charCodeAt(0).toString().padStart(3, "0")}`;
  return `"${bytes.replace(/[^ !#-[\]-~]/g, escaped)}"`;
}
