// DSMR: a smart meter's own telegrams over UART, from its P1 port (DSMR 4 and 5, ESMR 5). Source: Netbeheer
// Nederland, "Dutch Smart Meter Requirements, P1 Companion Standard", version 5.0.2 (2016), 5 and 6. It
// speaks by itself while its pin 2 is high (5 V), each second (DSMR 5) or each ten (DSMR 4). Its line is
// inverted and open-collector: it needs an inverter, as a transistor with a pull-up. A telegram is looked
// through once a measurement, when it is whole and its checksum is right: to check each as it comes would
// keep an interpreter busy for a large part of each second. Not implemented: DSMR 2 and 3 (9600 7E1, no
// checksum), telegrams above 1.5 kB, as those with a long message, and times.
import { seconds } from "../bytes/milliseconds.ts";
import type { Uart } from "../ports/uart.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import type { Reading } from "../reading/reading.ts";
import { beginUart, crc16, forgetHeard, newUartPart, type UartPart } from "./uart-part.ts";

const BAUD = 115200;
/** Room for a whole telegram of 1.5 kB, behind which all but the end of another one has come. */
const KEEP = 3072;
/** A telegram takes up to 140 ms on the line, and a meter is not quite regular. */
const LATE_MS = 500;
const START = "/";
/** Behind it is the checksum, in four hexadecimal digits, of all from the start to "!". */
const END = "\n!";
const DIGITS = "0123456789ABCDEF";
/** Bytes of a value: digits and a point, then its unit or the end. */
const ZERO = 48;
const NINE = 57;
const POINT = 46;
const UNIT = 42;
const CLOSE = 41;
/**
 * A whole number with another digit has 31 bits at most when it was no greater, and that digit no more than 7
 * where it was this.
 */
const MOST_BEFORE = 214748364;
const MOST_LAST = 7;

export interface Dsmr extends UartPart {
  sparePin: "tx";
  /** Between two telegrams. */
  everyMs: number;
  values: DsmrValue[];
}

export interface DsmrValue extends Quantity {
  /** In front of its value. */
  code: string;
}

/**
 * The meter on the UART that the wiring calls `role`: `{ rx }`, or `{ tx, rx }`. It speaks each `everyMs` (default: one second).
 *
 * @part smart meter with P1: DSMR 4 and 5
 * @esphome dsmr
 * @gives each `dsmrValue(part, "1-0:1.7.0", 3)`
 * @example dsmr(role)
 * @example dsmr(role, seconds(10))
 * @note Wired to a P1 port as `meter: { rx: "IO16" }`, its pin 2 at 5 V, by an inverter with a pull-up.
 * `dsmrValue(meter, "1-0:1.7.0", 3)` is kW. Text, a value below 0, and one of more than 31 bits with its decimals
 * (2147483.647 kWh) are the problem "cannot take" with its code.
 */
export function dsmr(role: string, everyMs?: number): Dsmr {
  const part = newUartPart<Dsmr>(role, BAUD, beginUart, request, collect, KEEP);
  part.sparePin = "tx";
  part.everyMs = everyMs === undefined ? seconds(1) : everyMs;
  part.values = [];
  describePart(part, "DSMR", [
    { what: "milliseconds between telegrams", value: part.everyMs, least: 1000, most: 30000 },
  ]);
  return part;
}

/**
 * What the meter says behind a code, in its last brackets and its own unit, for a sensor. Further decimals
 * are cut off. Text, a value below 0, and one that takes more than 31 bits with its decimals are a fault.
 */
export function dsmrValue(part: Dsmr, code: string, decimals: 0 | 1 | 2 | 3): DsmrValue {
  const value = { part, decimals, value: undefined, code };
  part.values.push(value);
  return value;
}

function request(part: Dsmr): number {
  forgetHeard(part);
  return part.everyMs + LATE_MS;
}

function collect(part: Dsmr): string {
  for (const value of part.values) setReading(value, undefined);
  const heard = (part.uart as Uart).take(part.line);
  const end = lastBefore(heard, END, heard.length - END.length - 4);
  const start = lastBefore(heard, START, end);
  if (start < 0) return faultOf(heard);
  const checked = heard.substring(start, end + END.length);
  if (crc16(checked, 0) !== readHex(heard, end + END.length)) return "bad checksum";
  let fault = "";
  for (const value of part.values) {
    const at = checked.indexOf("\n" + value.code + "(");
    if (at >= 0) setReading(value, numberIn(checked, at + 1, value.decimals));
    if (value.value === undefined) fault = (at < 0 ? "no " : "cannot take ") + value.code;
  }
  return fault;
}

/** Why there is no whole telegram. @cold */
function faultOf(heard: string): string {
  if (heard === "") return "no answer";
  return heard.indexOf(START) < 0 && heard.indexOf(END) < 0 ? "noise" : "cut frame";
}

/** Where `sought` is for the last time, at `most` or before; -1 where it is not. @cold */
function lastBefore(text: string, sought: string, most: number): number {
  let found = -1;
  let at = text.indexOf(sought);
  while (at >= 0 && at <= most) {
    found = at;
    at = text.indexOf(sought, at + 1);
  }
  return found;
}

/** @cold */
function readHex(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 16 + DIGITS.indexOf(text.substring(i, i + 1));
  return value;
}

/** The number in the last brackets of the line at `at`; `undefined` where there is none that fits. @cold */
function numberIn(telegram: string, at: number, decimals: number): Reading {
  const end = telegram.indexOf("\n", at);
  const open = lastBefore(telegram.substring(at, end), "(", end);
  let value = 0;
  let digits = 0;
  /** Of the digits behind the point; -1 in front of it. */
  let behind = -1;
  let i = at + open + 1;
  let byte = telegram.charCodeAt(i);
  while ((byte >= ZERO && byte <= NINE) || (byte === POINT && behind < 0)) {
    if (byte === POINT) behind = 0;
    else if (behind < decimals) {
      if (isFull(value, byte - ZERO)) return undefined;
      value = value * 10 + (byte - ZERO);
      digits += 1;
      if (behind >= 0) behind += 1;
    }
    i += 1;
    byte = telegram.charCodeAt(i);
  }
  if (digits === 0 || (byte !== UNIT && byte !== CLOSE)) return undefined;
  for (let left = Math.max(0, behind); left < decimals; left++) {
    if (isFull(value, 0)) return undefined;
    value *= 10;
  }
  return value;
}

/** Has a number no room for one more digit? @cold */
function isFull(value: number, digit: number): boolean {
  return value > MOST_BEFORE || (value === MOST_BEFORE && digit > MOST_LAST);
}
