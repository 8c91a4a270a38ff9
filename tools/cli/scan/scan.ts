// ringmote scan: the ROM codes of the one-wire parts on a pin of a board, the addresses on an I2C bus, what
// comes on a UART, and the levels of pins, as its interpreter finds them.
import { Command } from "commander";
import type { Board } from "../../../boards/board.ts";
import type { I2cPins } from "../../../src/ports/i2c.ts";
import type { DeviceConsole } from "../../flash/device-console.ts";
import { I2C_COUNT } from "../../flash/i2c-search.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { atBoard, type PortOptions, withPort } from "../device-port.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { withExamples } from "../words/example.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import { createProgress } from "../words/progress.ts";
import { type BusOptions, busInWords, busOf, withDrivers } from "./scan-i2c.ts";
import { levelPins, levelsInWords, type NamedLevels } from "./scan-levels.ts";
import { heardOn, type UartOptions, uartCoded, uartInWords, uartOf, uartWarnings } from "./scan-uart.ts";

interface ScanOptions extends PortOptions, BusOptions, UartOptions {
  board: string;
  levels?: boolean;
  json?: boolean;
}

interface Found {
  pin: string;
  /** Byte strings of eight. */
  codes: readonly string[];
}

export function scanCommand(): Command {
  const command = withPort(
    new Command("scan")
      .description(
        "asks a board for the ROM codes of the one-wire parts on its pins, for the addresses on an I2C bus, for what comes on a UART, and for the levels of its pins; the program that is on it stays",
      )
      .argument("[pin...]", "where one-wire parts are, as ringmote board calls the pins")
      .requiredOption("--board <board>", "which board it is (see ringmote boards)"),
  )
    .option("--sda <pin>", "the data line of an I2C bus; restart a board whose program has its bus elsewhere")
    .option("--scl <pin>", "the clock line of it")
    .option("--rx <pin>", "where a UART hears a part; refused where the program has all of its UARTs")
    .option("--tx <pin>", "where it asks the part")
    .option(
      "--uart-baud <rate>",
      "bits a second there, in place of the usual rates",
      numberOption("--uart-baud", { least: 300, most: 1_000_000, whole: true }),
    )
    .option(
      "--levels",
      "tells the level of each pin; what hangs on them is open or pulled up meanwhile, and the program starts anew",
    )
    .option("--json", "prints the same as JSON, the codes in hexadecimal digits")
    .action(scan);
  return withExamples(command, "ringmote scan D4 --board esp32-espruino --port /dev/ttyUSB0");
}

async function scan(pins: string[], options: ScanOptions): Promise<void> {
  const { checkedBoard, readBoard } = await import("../catalogue.ts");
  const { requireFit } = await import("../../flash/board-fit.ts");
  const board = await readBoard(checkedBoard(options.board));
  await requireConsole(board, pins);
  const bus = busOf(options, board);
  const uart = uartOf(options, board);
  if (pins.length === 0 && bus === undefined && uart === undefined && options.levels === undefined)
    throw new UsageError(
      "ringmote scan needs a <pin> of one-wire parts, --sda and --scl of an I2C bus, --rx and --tx of a UART, or --levels.",
    );
  if (uart) for (const warning of await uartWarnings(options, board)) note(`ringmote: warning: ${warning}`);
  const ids = pins.map((pin) => idOf(pin, board));
  await atBoard(options, async (console, port) => {
    requireFit(board, console.found);
    const buses: Found[] = [];
    for (const [at, pin] of pins.entries()) buses.push({ pin, codes: await console.searchOneWire(ids[at]) });
    const onBus = bus && (await withDrivers(await addressesOn(console, bus)));
    const heard = uart && (await heardOn(console, uart, options.uartBaud));
    const levels = options.levels && (await levelsOn(console, board));
    if (options.json) {
      const coded = buses.map(({ pin, codes }) => ({ pin, codes: codes.map(digits) }));
      const { sda, scl } = options;
      const beside = {
        ...(onBus && { i2c: { sda, scl, parts: onBus } }),
        ...(heard && { uart: uartCoded(options, heard) }),
        ...(levels && { levels }),
      };
      printJson({ port: port.name, pins: coded, ...beside }, 2);
    } else {
      const said = await Promise.all(buses.map(inWords));
      if (onBus) said.push(busInWords(options, onBus));
      if (heard) said.push(uartInWords(options, heard));
      if (levels) said.push(levelsInWords(levels));
      print(said.join("\n"));
    }
  });
}

async function levelsOn(console: DeviceConsole, board: Board): Promise<NamedLevels[]> {
  const pins = levelPins(board);
  // The board's program is not to stay stopped.
  let isOver = false;
  void whenAskedToEnd().then((why) => {
    isOver = true;
    note(why);
  });
  const levels = await console.readLevels(
    pins.map(([, pin]) => pin),
    () => isOver,
  );
  if (levels.length < pins.length)
    throw new RunError("The levels were not all asked, and the program has started anew.");
  return levels.map((pinLevels, at) => ({ pin: pins[at]?.[0] ?? "", ...pinLevels }));
}

async function addressesOn(console: DeviceConsole, bus: I2cPins): Promise<number[]> {
  const progress = createProgress("I2C");
  try {
    return await console.searchI2c(bus, (tried) => progress(tried, I2C_COUNT));
  } finally {
    progress.end();
  }
}

/** A small computer is asked on itself. */
async function requireConsole({ name, title, target }: Board, [pin = ""]: readonly string[]): Promise<void> {
  const { TARGET_FACTS } = await import("../../targets/facts.ts");
  const { hasConsole, findsCodesBy } = TARGET_FACTS[target];
  if (!hasConsole) throw new UsageError(`${title} has no console to ask; ${findsCodesBy(name, pin)}.`);
}

/** What the interpreter calls a pin that a one-wire line can be on. */
function idOf(pin: string, { title, pins }: Board): string | number {
  const able = Object.keys(pins).filter((name) => pins[name].can.includes("one-wire"));
  if (able.includes(pin)) return pins[pin].id;
  throw new UsageError(`"${pin}" is no pin of ${title} for a one-wire line; these are: ${able.join(", ")}.`);
}

async function inWords({ pin, codes }: Found): Promise<string> {
  if (codes.length === 0)
    return `${pin}: nobody answers. The line needs a resistor of 4.7 kOhm to 3.3 V, and each part its ground and its supply.`;
  const { oneWireCrc } = await import("../../sim/parts/one-wire-bus.ts");
  const lines = codes.map(
    (code) => `  "${literal(code)}"${oneWireCrc(code) === 0 ? "" : "  which came broken: ask again"}`,
  );
  return [`${pin}: ${codes.length === 1 ? "one part" : `${codes.length} parts`}`, ...lines].join("\n");
}

/** As a device file has it between quotes. */
function literal(code: string): string {
  return digits(code).replace(/../g, "\\x$&");
}

function digits(code: string): string {
  return Buffer.from(code, "latin1").toString("hex");
}
