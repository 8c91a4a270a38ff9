// Serial port of the commands that talk to a board: opened, the board behind it identified, and closed
// whatever happens.

import type { Command } from "commander";
import { TARGET_TITLES } from "../../boards/board.ts";
import type { BytePort } from "../flash/byte-port.ts";
import type { DeviceConsole, FoundBoard } from "../flash/device-console.ts";
import { beforeWords } from "../flash/runs-before.ts";
import { numberOption } from "./words/number-option.ts";

export interface PortOptions {
  port?: string;
  baud: number;
}

const BAUD = 115_200;
const FASTEST = 4_000_000;

/** Adds the options that say where the board is. */
export function withPort(command: Command): Command {
  return command
    .option("--port <port>", "where the board is (see ringmote ports); without it, the only port there is")
    .option(
      "--baud <rate>",
      "bits a second of its console",
      numberOption("--baud", { least: 300, most: FASTEST, whole: true }),
      BAUD,
    );
}

/** Opens the port that the options name, or the only one there is. Rejects with a FlashError. */
export async function openPort({ port, baud }: PortOptions): Promise<BytePort> {
  const { portMeant } = await import("../flash/terminal-ports.ts");
  const { openSerialPort } = await import("../flash/serial-port.ts");
  return openSerialPort(await portMeant(port), { baudRate: baud });
}

/** Runs `use` with the port that the options name, and closes it. */
export async function atPort<Result>(
  options: PortOptions,
  use: (port: BytePort) => Promise<Result>,
): Promise<Result> {
  const port = await openPort(options);
  try {
    return await use(port);
  } finally {
    await port.close();
  }
}

/** Runs `use` at the console of the board behind an open port. */
export async function withBoard<Result>(
  port: BytePort,
  use: (board: DeviceConsole) => Promise<Result>,
): Promise<Result> {
  const { openConsole } = await import("../flash/open-console.ts");
  const board = await openConsole(port);
  const result = await use(board);
  await board.release();
  return result;
}

/** Runs `use` at the console of the board at the port that the options name, and closes the port. */
export function atBoard<Result>(
  options: PortOptions,
  use: (board: DeviceConsole, port: BytePort) => Promise<Result>,
): Promise<Result> {
  return atPort(options, (port) => withBoard(port, (board) => use(board, port)));
}

/** The board in one line, and a second line where programs of others run there before ringmote's. */
export function describeBoard(port: string, board: FoundBoard): string {
  const line = boardLine(port, board);
  return board.runsBefore === undefined ? line : `${line}\n${beforeWords(board.runsBefore)}`;
}

/** The board in one line: chip, firmware, room, and the image that it runs. */
export function boardLine(port: string, board: FoundBoard): string {
  const firmware = TARGET_TITLES[board.target];
  const { chip, version, freeMemory, freeStorage, totalStorage, installed } = board;
  const runs = installed === undefined ? "" : `; it runs ${installed.firmware} for ${installed.board}`;
  return `${port}: ${chip} with ${firmware} ${version}, ${freeMemory} bytes of memory free, ${freeStorage} of ${totalStorage} bytes of storage free${runs}`;
}
