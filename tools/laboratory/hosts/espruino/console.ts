// Espruino's console for a hosted program: its line editor, its packets, and the start of a program from
// Storage. Modelled on Espruino 2v29, README_Protocol.md and src/jsinteractive.c.

import type { Board } from "../../../../boards/board.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import type { ConsoleModel } from "../consoles/model-port.ts";
import { waysOf } from "./chips.ts";
import { PacketReceiver } from "./console-packets.ts";
import { consoleText } from "./console-text.ts";
import { type EspruinoDevice, hostEspruino } from "./host.ts";
import { BOOT_FILE } from "./storage.ts";

export interface EspruinoConsoleOptions {
  board: Board;
  /** Its storage is the board's; what it logs goes to the console besides. */
  world: World;
  /** Default "2v29". Before "2v25" there are no packets. */
  version?: string;
}

export interface EspruinoConsole extends ConsoleModel {
  readonly device: EspruinoDevice;
  /** The power goes. What is stored stays. */
  powerOff: () => void;
}

const DLE = "\x10";
const SOH = "\x01";
const BREAK = "\x03";
const ENQ = "\x05";
const DELETE_LINE = "\x15";
const DELETE = "\x7f";
const ESCAPE = "\x1b";
/** How often the console looks whether the board has started. */
const LOOK_MS = 10;
const BANNER =
  "\r\n ____                 _ \r\n|  __|___ ___ ___ _ _|_|___ ___ \r\n|____|___|  _|_| |___|_|_|_|___|\r\n         |_| espruino.com\r\n";

/** Powers a board on that has the storage of `world`. */
export function espruinoConsole(options: EspruinoConsoleOptions): EspruinoConsole {
  return new ConsoleOfEspruino(options);
}

class ConsoleOfEspruino implements EspruinoConsole {
  readonly device: EspruinoDevice;
  private readonly world: World;
  private readonly version: string;
  private readonly chip: string;
  private readonly packets: PacketReceiver;
  private output: (bytes: string) => void = () => undefined;
  private isOff = false;
  private boots = 0;
  private input = "";
  private line = "";
  private isQuiet = false;
  private echoes = true;
  private before = "";
  private sequence = "";
  private isPumping = false;

  constructor({ board, world, version = "2v29" }: EspruinoConsoleOptions) {
    this.world = world;
    this.version = version;
    this.chip = board.chip.toUpperCase();
    const log = (line: string): void => {
      world.log(line);
      this.print(`${line}\r\n`);
    };
    const { chunkBytes } = waysOf(board.chip);
    this.device = hostEspruino({ world: { ...world, log }, board, chunkBytes });
    this.packets = new PacketReceiver(world, this.print, (source) => this.device.evaluate(source));
    this.pumpIn(LOOK_MS);
  }

  type(bytes: string): void {
    this.input += bytes;
  }

  onOutput(taker: (bytes: string) => void): void {
    this.output = taker;
  }

  powerOff(): void {
    this.isOff = true;
    this.device.kill();
  }

  private readonly print = (bytes: string): void => {
    if (!this.isOff) this.output(bytes);
  };

  private get shows(): boolean {
    return this.echoes && !this.isQuiet;
  }

  private fresh(): void {
    const { version } = this;
    this.boots = this.device.boots;
    [this.line, this.isQuiet, this.echoes, this.before, this.sequence] = ["", false, true, "", ""];
    this.packets.abandon();
    this.device.evaluate(`process.env.VERSION=${JSON.stringify(version)};global.echo=function(){}`);
    this.print(`${this.world.storage.has(BOOT_FILE) ? "" : `${BANNER} ${version}\r\n`}\r\n>`);
  }

  private run(): void {
    const text = this.line;
    const { shows } = this;
    if (shows) this.print("\r\n");
    [this.line, this.isQuiet] = ["", false];
    if (text.trim() !== "") {
      try {
        const value = this.device.evaluate(text);
        if (shows) this.print(`=${consoleText(value)}\r\n`);
      } catch (error) {
        this.print(`Uncaught ${String(error)}\r\n    at line 1 col 1\r\n`);
      }
    }
    this.print(">");
  }

  private take(char: string): void {
    const previous = this.before;
    this.before = char;
    if (this.packets.isReceiving) this.packets.take(char);
    else if (previous === ESCAPE || this.sequence !== "") {
      this.before = this.sequence === "" && !/[[O]/.test(char) ? "" : char;
      this.takeEscape(char);
    } else if (char === SOH && previous === DLE && Number(this.version.slice(2).split(".")[0]) >= 25) {
      if (this.line === "") this.isQuiet = false;
      this.packets.begin();
    } else if (char === DELETE || (char < " " && char !== "\t")) this.takeControl(char, previous);
    else {
      this.line += char;
      if (this.shows) this.print(char);
    }
  }

  private takeEscape(char: string): void {
    this.sequence += char;
    if (this.sequence === "\n") this.line += "\n";
    if (/^(\[|O|\[\d+)$/.test(this.sequence)) return;
    this.sequence = "";
    this.before = "";
  }

  private takeControl(char: string, previous: string): void {
    if (char === BREAK) {
      if (this.line !== "") this.print("\r\n>");
      [this.line, this.isQuiet] = ["", false];
    } else if (char === ENQ && this.line === "") this.print(`Espruino ${this.version} ${this.chip}\r\n`);
    else if (char === DLE) this.isQuiet ||= this.line === "";
    else if (char === DELETE_LINE) this.line = "";
    else if (char === "\b" || char === DELETE) this.line = this.line.slice(0, -1);
    else if (char === "\r" || (char === "\n" && previous !== "\r")) this.takeEnd();
  }

  private takeEnd(): void {
    if (openBrackets(this.line) <= 0) {
      this.run();
      return;
    }
    this.line += "\n";
    if (this.shows) this.print("\r\n:");
  }

  /**
   * One line in each turn of the world: what it asked for (a restart, a timer) happens before the next one is
   * read.
   */
  private pump(): void {
    this.isPumping = false;
    if (this.isOff) return;
    if (this.device.evaluate("1") !== 1) {
      this.pumpIn(LOOK_MS);
      return;
    }
    if (this.device.boots !== this.boots) this.fresh();
    for (let at = 0; at < this.input.length; at += 1) {
      const char = this.input[at] as string;
      this.take(char);
      if (char !== "\n" && char !== "\r") continue;
      this.input = this.input.slice(at + 1);
      this.pumpIn(0);
      return;
    }
    this.input = "";
    this.pumpIn(LOOK_MS);
  }

  private pumpIn(ms: number): void {
    if (this.isPumping) return;
    this.isPumping = true;
    this.world.after(ms, () => this.pump());
  }
}

/**
 * Brackets that are open at the end of a line; quotes and comments hide them. A quote that is open counts for
 * none.
 */
function openBrackets(text: string): number {
  const bare = text.replace(
    /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    "",
  );
  return (bare.match(/[([{]/g) ?? []).length - (bare.match(/[)\]}]/g) ?? []).length;
}
