// Modbus RTU over UART: registers of one server, as an energy meter has them: Eastron SDM120 and SDM230,
// PZEM-004T v3. Sources: Modbus.org, "MODBUS Application Protocol Specification V1.1b3" (6.3, 6.4, 7) and
// "MODBUS over Serial Line Specification and Implementation Guide V1.02" (2.5.1, 6.2.2). A reader alone: it
// writes no register. RS-485 needs an adapter that turns its direction by itself. A question that it gives
// back is cut off. Not implemented: several servers on one line, several blocks of registers, parity.
import { readUint16, uint16 } from "../bytes/integers.ts";
import type { Uart } from "../ports/uart.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import type { Reading } from "../reading/reading.ts";
import { fixedPointOf } from "./float32.ts";
import {
  beginUart,
  crc16,
  findFrameIn,
  forgetHeard,
  newUartPart,
  sayTo,
  type UartPart,
} from "./uart-part.ts";

/**
 * Of an answer: address, function code and count of bytes are in front of the registers, and the checksum
 * behind them.
 */
const DATA_AT = 3;
const AROUND_DATA = 5;
/** Of an exception: the function code has this bit, and the reason is behind it. */
const REFUSED = 0x80;
/** With the question given back, so many registers fit in what a UART keeps. */
const MOST_REGISTERS = 120;
const QUESTION_BYTES = 8;
/** What the checksum begins with. */
const FROM = 0xffff;
/** In how many milliseconds a server begins to answer: the meters need some 100. */
const THINKS_MS = 300;
/** So many checksums one answer is given: in noise a frame could begin at each byte. */
const MOST_TRIES = 4;
const EXCEPTIONS: Record<number, string> = {
  1: "illegal function",
  2: "illegal data address",
  3: "illegal data value",
  4: "server device failure",
};

export interface ModbusOptions {
  /** Of the server, 1 (default) to 248: beyond 247 a PZEM has one for any. */
  address?: number;
  /** 4 (default) reads input registers, 3 holding registers. */
  functionCode?: 3 | 4;
  /** Bits a second, 1200 to 115200. Default 9600. */
  baud?: number;
  /** Of a value in two registers, the first one has the low word. */
  lowWordFirst?: boolean;
}

/** How a value stands in one register, or in that and the next one. */
export type ModbusKind = "uint16" | "int16" | "uint32" | "int32" | "float32";

export interface ModbusRtu extends UartPart {
  address: number;
  functionCode: number;
  lowWordFirst: boolean;
  /** All that are in use, which one question covers, and the ends of that block. */
  registers: ModbusRegister[];
  first: number;
  last: number;
  /** What was asked last. */
  question: string;
  /** How many checksums may still be tried. */
  tries: number;
}

/** A value that does not fit in 31 bits with its decimals, and a float that is no number, are a fault. */
export interface ModbusRegister extends Quantity {
  number: number;
  kind: ModbusKind;
}

/**
 * The server on the UART that the wiring calls `role`: `{ tx, rx }`, as those of an adapter for RS-485.
 *
 * @part Modbus RTU: SDM120, SDM230, PZEM-004T v3
 * @esphome modbus modbus_controller pzemac sdm_meter
 * @gives each `modbusRegister(part, 0x0c, "float32", 1)`
 * @example modbusRtu(role, { baud: 2400 })
 * @example modbusRtu(role, { lowWordFirst: true })
 * @note One question reads from the first to the last register, at most 120. An adapter for RS-485 turns its direction
 * by itself. `const meter = modbusRtu("meter", { baud: 2400 })` of an SDM120 has `modbusRegister(meter, 0x0c, "float32",
 * 1)` W and `(meter, 0x48, "float32", 2)` kWh. A value of more than 31 bits with its decimals is a problem: give it
 * fewer.
 */
export function modbusRtu(role: string, options?: ModbusOptions): ModbusRtu {
  const given: ModbusOptions = options === undefined ? {} : options;
  const baud = given.baud === undefined ? 9600 : given.baud;
  const part = newUartPart<ModbusRtu>(role, baud, beginUart, request, collect);
  part.address = given.address === undefined ? 1 : given.address;
  part.functionCode = given.functionCode === undefined ? 4 : given.functionCode;
  part.lowWordFirst = given.lowWordFirst === true;
  part.registers = [];
  part.first = 0;
  part.last = 0;
  part.question = "";
  part.tries = 0;
  describe(part);
  return part;
}

/** What the server has from register `number` on, for a sensor. The first one is 0, which lists call 30001 or 40001. */
export function modbusRegister(
  part: ModbusRtu,
  number: number,
  kind: ModbusKind,
  decimals: 0 | 1 | 2 | 3 | 4 | 5 | 6,
): ModbusRegister {
  const last = kind === "uint16" || kind === "int16" ? number : number + 1;
  part.first = part.registers.length === 0 ? number : Math.min(part.first, number);
  part.last = Math.max(part.last, last);
  const register = { part, decimals, value: undefined, number, kind };
  part.registers.push(register);
  describe(part);
  return register;
}

function describe(part: ModbusRtu): void {
  describePart(part, "Modbus", [
    { what: "address", value: part.address, least: 1, most: 248 },
    { what: "bits a second", value: part.baud, least: 1200, most: 115200 },
    { what: "first register", value: part.first, least: 0, most: 65535 },
    { what: "last register", value: part.last, least: part.first, most: 65535 },
    { what: "registers in one block", value: countOf(part), least: 1, most: MOST_REGISTERS },
  ]);
}

/** How many registers one question covers. */
function countOf(part: ModbusRtu): number {
  return part.last - part.first + 1;
}

function request(part: ModbusRtu): number {
  const count = countOf(part);
  const frame = String.fromCharCode(part.address, part.functionCode) + uint16(part.first) + uint16(count);
  const sum = crc16(frame, FROM);
  part.question = frame + String.fromCharCode(sum & 255, sum >> 8);
  forgetHeard(part);
  sayTo(part, part.question);
  // A byte has ten bits on the line.
  return THINKS_MS + Math.floor(((QUESTION_BYTES + AROUND_DATA + count * 2) * 10000) / part.baud);
}

function collect(part: ModbusRtu): string {
  for (const register of part.registers) setReading(register, undefined);
  let heard = (part.uart as Uart).take(part.line);
  if (heard.substring(0, QUESTION_BYTES) === part.question) heard = heard.substring(QUESTION_BYTES);
  part.tries = MOST_TRIES;
  const bytes = countOf(part) * 2;
  const start = String.fromCharCode(part.address, part.functionCode, bytes);
  let fault = findFrameIn(part, heard, start, bytes + AROUND_DATA, (frame) => tryFrame(part, frame));
  if (fault !== "") return reasonIn(part, heard, fault);
  for (const register of part.registers) {
    setReading(register, readingOf(part, register));
    if (register.value === undefined) fault = "cannot take register " + register.number;
  }
  return fault;
}

/**
 * A whole frame that is no answer says why there is none: the server refuses, or another one speaks, or of
 * something else. @cold
 */
function reasonIn(part: ModbusRtu, heard: string, fault: string): string {
  const refused = String.fromCharCode(part.address, part.functionCode + REFUSED);
  if (findFrameIn(part, heard, refused, AROUND_DATA, (frame) => tryFrame(part, frame)) === "") {
    const code = part.frame.charCodeAt(2);
    return EXCEPTIONS[code] ?? "exception " + code;
  }
  for (let at = 0; part.tries > 0 && at + AROUND_DATA <= heard.length; at++) {
    const end = at + AROUND_DATA + heard.charCodeAt(at + 2);
    if (heard.charCodeAt(at + 1) === part.functionCode && end <= heard.length) {
      if (tryFrame(part, heard.substring(at, end)))
        return heard.charCodeAt(at) === part.address ? "wrong count" : "wrong address";
    }
  }
  return fault;
}

function readingOf(part: ModbusRtu, register: ModbusRegister): Reading {
  const at = DATA_AT + (register.number - part.first) * 2;
  const word = readUint16(part.frame, at);
  const kind = register.kind;
  if (kind === "uint16") return word;
  if (kind === "int16") return word < 0x8000 ? word : word - 0x10000;
  const next = readUint16(part.frame, at + 2);
  const high = part.lowWordFirst ? next : word;
  const low = part.lowWordFirst ? word : next;
  if (kind === "float32") return fixedPointOf(high, low, register.decimals);
  if (high < 0x8000) return high * 0x10000 + low;
  return kind === "uint32" || high + low === 0x8000 ? undefined : (high - 0xffff) * 0x10000 + (low - 0x10000);
}

/**
 * Spends one of the tries on a frame. Returns whether it is sound: the checksum over the whole frame, its own
 * two bytes too, is 0. @cold
 */
function tryFrame(part: ModbusRtu, frame: string): boolean {
  part.tries -= 1;
  return part.tries >= 0 && crc16(frame, FROM) === 0;
}
