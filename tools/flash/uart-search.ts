// The search of a UART: what comes by itself at each rate, and what answers the questions of drivers.
import type { Pin } from "../../src/ports/pins.ts";

/**
 * One of the chip's UARTs, counted from the console's, which is 0; and its pins, as the interpreter calls
 * them.
 */
export interface UartLine {
  uart: number;
  tx: Pin;
  rx: Pin;
  /** Bits a second. */
  baud: number;
}

/** A driver that knows a kind of part by its bytes. */
export interface UartDriver {
  name: string;
  /** May its part speak at this rate? */
  speaksAt: (baud: number) => boolean;
  /** The question to its part, "" where it sends by itself; and the time of the answer, in milliseconds. */
  asks: () => { question: string; ms: number };
  /** Do these bytes hold a frame of its part? One that refuses the question counts. */
  knows: (heard: string) => boolean;
}

export interface HeardOnUart {
  baud: number;
  /** A byte string. */
  bytes: string;
  drivers: readonly string[];
}

/** Where the program on the board has the UART. */
export const UART_CURE = 'put another one there with "ringmote flash", or none with "ringmote erase".';
/** The most usual one first: a part that is known ends the search. */
export const USUAL_RATES = [9600, 115_200, 2400, 4800, 19_200, 38_400, 57_600];
/** A frame that comes every few seconds is heard whole. */
const LISTEN_MS = 3000;
/** The most bytes that a board keeps of it. */
export const MOST_HEARD = 512;
/** So many readable characters are a text, and no noise of another rate. */
const LEAST_TEXT = 12;

/**
 * `hear` sends something at a rate and returns the bytes that come in that time. Each rate at which anything
 * came is reported, up to the first at which a driver knows it or it can be read.
 */
export async function searchedUart(
  rates: readonly number[],
  drivers: readonly UartDriver[],
  hear: (baud: number, question: string, ms: number) => Promise<string>,
  onProgress?: (done: number) => void,
): Promise<HeardOnUart[]> {
  const heard: HeardOnUart[] = [];
  for (const [at, baud] of rates.entries()) {
    const fitting = drivers.filter(({ speaksAt }) => speaksAt(baud));
    const answer = await heardAt(baud, fitting, hear);
    if (answer.bytes !== "") heard.push(answer);
    onProgress?.(at + 1);
    if (answer.drivers.length > 0) return [answer];
    if (isReadable(answer.bytes)) break;
  }
  return heard;
}

async function heardAt(
  baud: number,
  drivers: readonly UartDriver[],
  hear: (baud: number, question: string, ms: number) => Promise<string>,
): Promise<HeardOnUart> {
  let bytes = await hear(baud, "", LISTEN_MS);
  const speaking = drivers.filter(({ knows }) => knows(bytes)).map(({ name }) => name);
  if (speaking.length > 0) return { baud, bytes, drivers: speaking };
  for (const { name, asks, knows } of drivers) {
    const { question, ms } = asks();
    if (question === "") continue;
    const answer = await hear(baud, question, ms);
    if (knows(answer)) return { baud, bytes: answer, drivers: [name] };
    if (bytes === "") bytes = answer;
  }
  return { baud, bytes, drivers: [] };
}

export function isReadable(bytes: string): boolean {
  return bytes.length >= LEAST_TEXT && /^[\t\r\n -~]+$/.test(bytes);
}
