// The base of parts on a UART: their line, the commands to them, and the search for a frame
// in the bytes that they send.
import { USUALLY_KEPT } from "../bytes/heard.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Uart } from "../ports/uart.ts";
import { newPart, type Part, pinOf, type Wires } from "../reading/part.ts";

export interface UartPart extends Part {
  wire: "uart";
  /** Bits a second. */
  baud: number;
  /** How many bytes are kept of what it says: 256, or more of one that speaks in lines of text. */
  keep: number;
  /** From `begin` on; and which of its UARTs the part is on. */
  uart: Uart | undefined;
  line: number;
  /** The frame that `findFrame` has found; "" when it has found none. */
  frame: string;
}

/**
 * A new part on the UART that the wiring calls `role`, at rest. The driver adds the fields of its own record
 * at once.
 */
export function newUartPart<Made extends UartPart>(
  role: string,
  baud: number,
  begin: Part["begin"],
  request: Part["request"],
  collect: Part["collect"],
  keep = USUALLY_KEPT,
): Made {
  const part = newPart<Made>(role, "uart", begin, request, collect);
  part.baud = baud;
  part.keep = keep;
  part.line = 0;
  part.frame = "";
  return part;
}

/** What the `begin` of such a part does first. */
export function beginUart(part: UartPart, ports: Ports, wires: Wires): void {
  part.uart = ports.uart;
  part.line = ports.uart.setUp(
    wires[part.role + ".tx"] as Pin | undefined,
    pinOf(wires, part.role, "rx"),
    part.baud,
    part.keep,
  );
}

/** Says something to the part; to nowhere where the wiring leaves `tx` out. */
export function sayTo(part: UartPart, bytes: string): void {
  (part.uart as Uart).write(part.line, bytes);
}

/** Forgets what the part has said so far, so that what it says from now on is new. */
export function forgetHeard(part: UartPart): void {
  (part.uart as Uart).take(part.line);
}

/**
 * Looks for a frame in what the part has said: `count` bytes, of which the first ones are `start`, and which
 * `isSound` finds right by their checksum. Noise around it is skipped, and of several sound ones the last is
 * taken. Returns "" and keeps it in `part.frame`; or what went wrong: nothing came ("no answer"), no frame
 * began in what came ("noise"), the last one was not all there ("cut frame"), or its checksum was wrong ("bad
 * checksum"). @cold
 */
export function findFrame(
  part: UartPart,
  start: string,
  count: number,
  isSound: (this: void, frame: string) => boolean,
): string {
  return findFrameIn(part, (part.uart as Uart).take(part.line), start, count, isSound);
}

/** The same in bytes that were taken from the part. @cold */
export function findFrameIn(
  part: UartPart,
  heard: string,
  start: string,
  count: number,
  isSound: (this: void, frame: string) => boolean,
): string {
  let fault = heard === "" ? "no answer" : "noise";
  part.frame = "";
  let at = heard.indexOf(start);
  while (at >= 0) {
    const frame = heard.substring(at, Math.min(at + count, heard.length));
    if (frame.length < count) fault = "cut frame";
    else if (isSound(frame)) part.frame = frame;
    else fault = "bad checksum";
    at = heard.indexOf(start, at + 1);
  }
  return part.frame === "" ? fault : "";
}

/**
 * CRC-16 (0xa001), begun with `from`, a byte in one step: what eight shifts bring back of it is the byte at
 * two places and, if it has an odd number of ones, 0xc001. @cold
 */
export function crc16(bytes: string, from: number): number {
  let crc = from;
  for (let i = 0; i < bytes.length; i++) {
    const byte = (crc ^ bytes.charCodeAt(i)) & 0xff;
    let ones = byte ^ (byte >> 4);
    ones = ones ^ (ones >> 2);
    ones = (ones ^ (ones >> 1)) & 1;
    crc = (crc >> 8) ^ (byte << 6) ^ (byte << 7) ^ (ones * 0xc001);
  }
  return crc;
}
