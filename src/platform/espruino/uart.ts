// The UARTs (Espruino 2v29 reference, Serial).
import { heardAlso } from "../../bytes/heard.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Uart } from "../../ports/uart.ts";

/** What the two UARTs have heard. The console has Serial1. */
let first = "";
let second = "";
let mostOfFirst = 0;
let mostOfSecond = 0;
let used = 0;

function setUp(tx: Pin | undefined, rx: Pin, baud: number, keep: number): number {
  const number = used;
  const serial = number === 0 ? Serial2 : Serial3;
  used = used + 1;
  if (number === 0) mostOfFirst = keep;
  else mostOfSecond = keep;
  // Without one it would take one: the build has asked for it.
  serial.setup(baud, { tx: tx as Pin, rx });
  serial.on("data", number === 0 ? heardFirst : heardSecond);
  return number;
}

function heardFirst(bytes: string): void {
  first = heardAlso(first, bytes, mostOfFirst);
}

function heardSecond(bytes: string): void {
  second = heardAlso(second, bytes, mostOfSecond);
}

function write(uart: number, bytes: string): void {
  (uart === 0 ? Serial2 : Serial3).write(bytes);
}

function take(uart: number): string {
  const bytes = uart === 0 ? first : second;
  if (uart === 0) first = "";
  else second = "";
  return bytes;
}

export const UART: Uart = { setUp, write, take };
