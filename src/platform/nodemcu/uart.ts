// UARTs over NodeMCU's `uart` on the ESP32. On the ESP8266 the console has the only one that receives: the
// build refuses a part there.
import { heardAlso, USUALLY_KEPT } from "../../bytes/heard.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Uart } from "../../ports/uart.ts";

/** The console has the first one. */
const FIRST_FREE = 1;
const DATA_BITS = 8;
/** Each byte by itself: the firmware gives a lot only when it is full. */
const LOT = 0;
/** Of a long text each line: a new text for each byte would leave more behind than the heap is swept of. */
const LINE_END = "\n";

/** Of a line that is left out: the firmware gives it no pin. */
const NO_PIN = -1;

/** What the two have heard. */
let first = "";
let second = "";
let mostOfFirst = 0;
let mostOfSecond = 0;
let used = 0;

/** @cold */
function setUp(tx: Pin | undefined, rx: Pin, baud: number, keep: number): number {
  const number = used;
  const id = FIRST_FREE + number;
  used = used + 1;
  const pins = { tx: tx === undefined ? NO_PIN : tx, rx };
  uart.setup(id, baud, DATA_BITS, uart.PARITY_NONE, uart.STOPBITS_1, pins);
  if (number === 0) mostOfFirst = keep;
  else mostOfSecond = keep;
  const heard = number === 0 ? heardFirst : heardSecond;
  if (keep > USUALLY_KEPT) uart.on(id, "data", LINE_END, heard);
  else uart.on(id, "data", LOT, heard);
  uart.start(id);
  return number;
}

function heardFirst(this: void, bytes: string): void {
  first = heardAlso(first, bytes, mostOfFirst);
}

function heardSecond(this: void, bytes: string): void {
  second = heardAlso(second, bytes, mostOfSecond);
}

function write(number: number, bytes: string): void {
  uart.write(FIRST_FREE + number, bytes);
}

function take(number: number): string {
  const bytes = number === 0 ? first : second;
  if (number === 0) first = "";
  else second = "";
  return bytes;
}

export const UART: Uart = { setUp, write, take };
