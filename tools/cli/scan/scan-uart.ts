// The part of ringmote scan about a UART: its pins, and the bytes from there in words.
import type { Board } from "../../../boards/board.ts";
import type { DeviceConsole } from "../../flash/device-console.ts";
import {
  type HeardOnUart,
  isReadable,
  searchedUart,
  type UartLine,
  USUAL_RATES,
} from "../../flash/uart-search.ts";
import { UsageError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";

export interface UartOptions {
  rx?: string;
  tx?: string;
  uartBaud?: number;
}

/** So many bytes are shown. */
const SHOWN = 32;

/**
 * The line as the interpreter calls it; `undefined` when none was named. The last UART: a program takes the
 * first ones.
 */
export function uartOf({ rx, tx, uartBaud }: UartOptions, board: Board): Omit<UartLine, "baud"> | undefined {
  if (rx === undefined && tx === undefined && uartBaud === undefined) return undefined;
  const { parts, because = "ringmote knows none there" } = board.uart ?? { parts: 0 };
  if (parts === 0) throw new UsageError(`${board.title} has no UART to listen on, because ${because}.`);
  if (rx === undefined || tx === undefined || rx === tx)
    throw new UsageError("A UART has two pins: give --rx and --tx, each another pin.");
  return { uart: parts, rx: idOf("rx", rx, board), tx: idOf("tx", tx, board) };
}

/** What the build says of a part on these pins, a sentence each. */
export async function uartWarnings({ rx = "", tx = "" }: UartOptions, board: Board): Promise<string[]> {
  const { trapWarnings } = await import("../../image/wiring/traps.ts");
  const needed = (["rx", "tx"] as const).map((kind) => ({ role: `--${kind}`, kind }));
  return trapWarnings(needed, { board, roles: { "--rx": rx, "--tx": tx } }).map(
    ({ role, pin, trap }) => `${role} is on pin "${pin}": ${trap}`,
  );
}

function idOf(way: "rx" | "tx", pin: string, { title, pins }: Board): string | number {
  const able = Object.keys(pins).filter((name) => pins[name].can.includes(way));
  if (able.includes(pin)) return pins[pin].id;
  throw new UsageError(
    `"${pin}" is no pin of ${title} for the ${way} of a UART; these are: ${able.join(", ")}.`,
  );
}

export async function heardOn(
  console: DeviceConsole,
  line: Omit<UartLine, "baud">,
  rate: number | undefined,
): Promise<HeardOnUart[]> {
  const { uartDrivers } = await import("../../flash/uart-drivers.ts");
  const drivers = await uartDrivers();
  const rates = rate === undefined ? USUAL_RATES : [rate];
  const progress = createProgress("UART");
  try {
    const hear = (baud: number, question: string, ms: number) =>
      console.hearUart({ ...line, baud }, question, ms);
    return await searchedUart(rates, drivers, hear, (done) => progress(done, rates.length));
  } finally {
    progress.end();
  }
}

export function uartInWords({ rx, tx }: UartOptions, heard: readonly HeardOnUart[]): string {
  const name = `UART on ${rx}, ${tx}`;
  if (heard.length === 0)
    return `${name}: nothing comes. The part's TX goes to ${rx} and its RX to ${tx}, and each part needs its ground and its supply.`;
  return [`${name}:`, ...heard.flatMap(rateInWords)].join("\n");
}

function rateInWords({ baud, bytes, drivers }: HeardOnUart): string[] {
  const named = drivers.join(", ") || (isReadable(bytes) ? "a text" : "no driver of ringmote");
  const shown = bytes.slice(0, SHOWN);
  const more = bytes.length > SHOWN ? ` ... ${bytes.length} bytes` : "";
  const hex = Buffer.from(shown, "latin1")
    .toString("hex")
    .replace(/..(?!$)/g, "$& ");
  return [`  ${baud}  ${named}`, `    ${hex}${more}`, `    ${shown.replace(/[^ -~]/g, ".")}`];
}

/** As JSON has it, the bytes in hexadecimal digits. */
export function uartCoded({ rx, tx }: UartOptions, heard: readonly HeardOnUart[]): object {
  const coded = heard.map(({ bytes, ...answer }) => ({
    ...answer,
    bytes: Buffer.from(bytes, "latin1").toString("hex"),
  }));
  return { rx, tx, heard: coded };
}
