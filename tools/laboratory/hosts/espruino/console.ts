// Espruino's console over the context beside it: its line editor, its packets, and a program that starts from
// Storage. After Espruino 2v29, README_Protocol.md and src/jsinteractive.c.

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
const ESCAPE = "\x1b";
/** How often the console looks whether the board has started. */
const LOOK_MS = 10;
const BANNER =
  "\r\n ____                 _ \r\n|  __|___ ___ ___ _ _|_|___ ___ \r\n|____|___|  _|_| |___|_|_|_|___|\r\n         |_| espruino.com\r\n";

/** Powers a board on that has the storage of `world`. */
export function espruinoConsole({ board, world, version = "2v29" }: EspruinoConsoleOptions): EspruinoConsole {
  let output: (bytes: string) => void = () => undefined;
  let isOff = false;
  const print = (bytes: string): void => {
    if (!isOff) output(bytes);
  };
  const device = hostEspruino({
    world: {
      ...world,
      log(line) {
        world.log(line);
        print(`${line}\r\n`);
      },
    },
    board,
    chunkBytes: waysOf(board.chip).chunkBytes,
  });
  let boots = 0;
  let input = "";
  let line = "";
  let isQuiet = false;
  let echoes = true;
  let before = "";
  let sequence = "";
  let isPumping = false;
  const packets = new PacketReceiver(world, print, (source) => device.evaluate(source));
  const hasPackets = Number(version.slice(2).split(".")[0]) >= 25;

  const fresh = (): void => {
    boots = device.boots;
    [line, isQuiet, echoes, before, sequence] = ["", false, true, "", ""];
    packets.abandon();
    device.evaluate(`process.env.VERSION=${JSON.stringify(version)};global.echo=function(){}`);
    print(`${world.storage.has(BOOT_FILE) ? "" : `${BANNER} ${version}\r\n`}\r\n>`);
  };

  const run = (): void => {
    const text = line;
    const shows = echoes && !isQuiet;
    if (shows) print("\r\n");
    [line, isQuiet] = ["", false];
    if (text.trim() !== "") {
      try {
        const value = device.evaluate(text);
        if (shows) print(`=${consoleText(value)}\r\n`);
      } catch (error) {
        print(`Uncaught ${String(error)}\r\n    at line 1 col 1\r\n`);
      }
    }
    print(">");
  };

  const inEscape = (char: string): void => {
    sequence += char;
    if (sequence === "\n") line += "\n";
    if (!/^(\[|O|\[\d+)$/.test(sequence)) sequence = "";
    else return;
    before = "";
  };

  const take = (char: string): void => {
    const previous = before;
    before = char;
    if (packets.isReceiving) {
      packets.take(char);
      return;
    }
    if (previous === ESCAPE || sequence !== "") {
      before = sequence === "" && !/[[O]/.test(char) ? "" : char;
      inEscape(char);
      return;
    }
    if (char === SOH && previous === DLE && hasPackets) {
      if (line === "") isQuiet = false;
      packets.begin();
    } else if (char === BREAK) {
      if (line !== "") print("\r\n>");
      [line, isQuiet] = ["", false];
    } else if (char === ENQ && line === "") print(`Espruino ${version} ${board.chip.toUpperCase()}\r\n`);
    else if (char === DLE) isQuiet ||= line === "";
    else if (char === DELETE_LINE) line = "";
    else if (char === "\b" || char === "\x7f") line = line.slice(0, -1);
    else if (char === "\n" && previous === "\r") return;
    else if (char === "\r" || char === "\n") {
      if (openBrackets(line) <= 0) run();
      else {
        line += "\n";
        if (echoes && !isQuiet) print("\r\n:");
      }
    } else if (char >= " " || char === "\t") {
      line += char;
      if (echoes && !isQuiet) print(char);
    }
  };

  /**
   * One line in each turn of the world: what it asked for (a restart, a timer) happens before the next one is
   * read.
   */
  const pump = (): void => {
    isPumping = false;
    if (isOff) return;
    if (device.evaluate("1") !== 1) {
      again(LOOK_MS);
      return;
    }
    if (device.boots !== boots) fresh();
    for (let at = 0; at < input.length; at += 1) {
      const char = input[at] as string;
      take(char);
      if (char !== "\n" && char !== "\r") continue;
      input = input.slice(at + 1);
      again(0);
      return;
    }
    input = "";
    again(LOOK_MS);
  };
  const again = (ms: number): void => {
    if (isPumping) return;
    isPumping = true;
    world.after(ms, pump);
  };
  again(LOOK_MS);

  return {
    device,
    type(bytes) {
      input += bytes;
    },
    onOutput(taker) {
      output = taker;
    },
    powerOff() {
      isOff = true;
      device.kill();
    },
  };
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
