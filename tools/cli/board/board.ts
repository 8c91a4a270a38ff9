// ringmote board: one board, its pins drawn, what each can do and what goes wrong with it; with a firmware's
// roles on them.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import type { Board, PinFacts } from "../../../boards/board.ts";
import { pinsDriven } from "../../image/wiring/pwm-faults.ts";
import { print, printJson } from "../../terminal/output.ts";
import { columns } from "../words/columns.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { boardDrawing } from "./board-drawing.ts";

interface BoardOptions {
  firmware?: string;
  json?: boolean;
}

/** A firmware on the board: its roles by pin, and what its user should know. */
interface OnBoard {
  firmware?: string;
  /** The ring of the device. */
  ring?: Board["ring"];
  roles: ReadonlyMap<string, string>;
  warnings: readonly string[];
}

const NOTHING: OnBoard = { roles: new Map(), warnings: [] };

export function boardCommand(): Command {
  const command = new Command("board")
    .description("draws a board, and says what each of its pins can do and what goes wrong with it")
    .argument("<board>", "its name (see ringmote boards), or the path of the file of your own")
    .option("--firmware <firmware>", "shows the roles of a firmware on the pins: its name, or its folder")
    .option("--json", "prints the same as JSON")
    .action(showBoard);
  return withExamples(
    command,
    "ringmote board d1-mini-nodemcu",
    "ringmote board d1-mini-nodemcu --firmware climate",
  );
}

async function showBoard(name: string, { firmware, json }: BoardOptions): Promise<void> {
  const board = await boardMeant(name, firmware);
  const wired = firmware === undefined ? NOTHING : await wiredFirmware(firmware, board);
  if (json) printJson(asJson(board, wired), 2);
  else print(asText(board, wired));
}

/** Of this package, of the firmware's wiring, or by the path of its file. */
async function boardMeant(nameOrPath: string, firmware: string | undefined): Promise<Board> {
  const { boardNames, checkedBoard, checkedBoardOf, checkedFirmware, readBoard } = await import(
    "../catalogue.ts"
  );
  if (/[/\\.]/.test(nameOrPath)) {
    const file = resolve(nameOrPath);
    if (!existsSync(file))
      throw new UsageError(`There is no file ${nameOrPath}; a board is one file with its facts.`);
    const { readBoardFile } = await import("../../image/firmware/firmware.ts");
    return readBoardFile(file);
  }
  if (firmware === undefined && !boardNames().includes(nameOrPath) && existsSync(resolve(`${nameOrPath}.ts`)))
    throw new UsageError(
      `"${nameOrPath}" is a file here, and no board of ringmote; write ./${nameOrPath}.ts.`,
    );
  if (firmware === undefined || boardNames().includes(nameOrPath)) return readBoard(checkedBoard(nameOrPath));
  const { boardOf } = await import("../../image/firmware/wired-board.ts");
  const path = checkedFirmware(firmware);
  return boardOf(path, await checkedBoardOf(path, nameOrPath));
}

async function wiredFirmware(nameOrPath: string, board: Board): Promise<OnBoard> {
  const { checkedFirmware, readFirmware } = await import("../catalogue.ts");
  const { noWiring } = await import("../../image/firmware/wired-board.ts");
  const { soundWires } = await import("../../image/firmware/sound-wires.ts");
  const { neededRoles } = await import("../../image/wiring/wiring.ts");
  const { warningsOf } = await import("../../image/wiring/traps.ts");
  const { drawnByPin } = await import("../../image/wiring/roles-by-pin.ts");
  const { sleepWarnings } = await import("../../image/wiring/sleep-fit.ts");
  const { limitsFor } = await import("../../image/limits.ts");
  const read = await readFirmware(checkedFirmware(nameOrPath));
  const { name, declaration, wiring } = read;
  const wired = Object.hasOwn(wiring, board.name) ? wiring[board.name] : undefined;
  if (wired === undefined) throw new UsageError(noWiring(read, board.name));
  const needed = neededRoles(declaration);
  await soundWires(read, wired);
  const { slots, bytes } = limitsFor(declaration, board);
  return {
    firmware: name,
    ring: { slots, bytes },
    roles: drawnByPin(declaration, wired),
    warnings: [...warningsOf(needed, wired), ...sleepWarnings(declaration, wired)],
  };
}

function asJson(board: Board, { firmware, ring = board.ring, roles, warnings }: OnBoard): object {
  const pins = Object.entries(board.pins).map(([name, facts]) => ({ name, ...facts, role: roles.get(name) }));
  return { ...board, ring, pins, ...(firmware !== undefined && { firmware, warnings }) };
}

function asText(board: Board, { firmware, ring, roles, warnings }: OnBoard): string {
  const trapped = Object.entries(board.pins).filter(([, { trap }]) => trap !== undefined);
  return [
    [
      board.title,
      factsLine(board),
      ...(ring === undefined ? [] : [`The ring of ${firmware} keeps ${keptIn(ring)}.`]),
      ...(board.danger === undefined ? [] : [board.danger]),
    ].join("\n"),
    boardDrawing(board, roles).join("\n"),
    pinTable(board, roles),
    columns(trapped.map(([name, { trap = "" }]) => [`! ${name}`, trap])),
    ...(firmware === undefined || warnings.length === 0
      ? []
      : [`${firmware} on it:\n${warnings.join("\n")}`]),
    `From:\n${board.sources.map((source) => `  ${source}`).join("\n")}`,
  ].join("\n\n");
}

function keptIn({ slots, bytes }: Board["ring"]): string {
  return `${slots} messages of ${bytes} bytes in all`;
}

function factsLine({
  module,
  memory,
  flashBytes,
  budget,
  ring,
  analogMillivolts,
  pwm,
  i2c = {},
  machine,
  uart,
  spi,
  pixels,
  edges,
  dht,
  hx711,
  turns,
  tls,
}: Board): string {
  const held = memory.jsVars === undefined ? `${budget.held} bytes of heap` : `${budget.held} JsVars`;
  return [
    module,
    `an image may take ${budget.flashBytes} of ${flashBytes} bytes of flash and hold ${held}`,
    `the ring of a device that asks for no other keeps ${keptIn(ring)}`,
    ...(analogMillivolts === undefined ? [] : [`analog inputs take ${analogMillivolts} mV`]),
    `PWM drives ${pinsDriven(pwm)}, at ${pwm.hertz.least} to ${pwm.hertz.most} Hz`,
    `${(machine?.i2c.length ?? i2c.buses) === 2 ? "two I2C buses" : "one I2C bus"}${i2c.isFast ? ", at 100 or 400 kHz" : ""}`,
    uart === undefined || uart.parts === 0
      ? "no UART for parts"
      : `${uart.parts === 1 ? "one UART" : `${uart.parts} UARTs`} for parts`,
    ...(spi === undefined || spi.because !== undefined ? ["no SPI for parts"] : []),
    ...(pixels === undefined || pixels.because !== undefined ? ["no strips of LEDs"] : []),
    ...(edges === undefined ? [] : ["no times of edges"]),
    ...(dht === undefined ? [] : ["no DHTs"]),
    ...(hx711?.because === undefined ? [] : ["no HX711s"]),
    ...(turns?.because === undefined ? [] : ["no rotary encoders"]),
    tls ? (tls === true ? "TLS" : "TLS where it was built in") : "no TLS",
  ].join("; ");
}

function pinTable({ pins }: Board, roles: ReadonlyMap<string, string>): string {
  const entries = Object.entries<PinFacts>(pins);
  const wanted = [
    ["pin", (name: string) => name],
    ["GPIO", (_: string, { gpio }: PinFacts) => String(gpio ?? "")],
    ["called", (_: string, { id }: PinFacts) => String(id)],
    ["can", (_: string, { can }: PinFacts) => (can.length === 0 ? "nothing" : can.join(" "))],
    ["role", (name: string) => roles.get(name) ?? ""],
    ["has", (_: string, { has = "" }: PinFacts) => has],
  ] as const;
  const shown = wanted.filter(([, cell]) => entries.some(([name, facts]) => cell(name, facts) !== ""));
  return columns([
    shown.map(([heading]) => heading),
    ...entries.map(([name, facts]) => shown.map(([, cell]) => cell(name, facts))),
  ]);
}
