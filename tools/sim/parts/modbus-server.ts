// A Modbus RTU server, as an energy meter is one, byte by byte at the end of a UART.
// Sources: "MODBUS Application Protocol Specification V1.1b3" (6.3, 6.4, 7), "MODBUS over Serial Line" V1.02
// (2.5.1).
// Not modelled: what writes, silences between frames, other parts on the line.
import type { ModbusKind } from "../../../src/drivers/modbus-rtu.ts";
import { createMisuses, type Misused } from "./misuses.ts";
import { createVoice, type LineFault, type OnUart, spoiled } from "./voice.ts";

/**
 * Beside the faults of a line: it refuses, is busy, answers with another address, with fewer registers, or
 * its adapter gives back what the device sends, beside the answer or alone.
 */
export type ModbusFault =
  | LineFault
  | "refusing"
  | "busy"
  | "wrong-address"
  | "wrong-count"
  | "echo"
  | "echo-alone";

export interface ModbusServerOptions extends OnUart {
  baud: number;
  address: number;
  /** The only one that it knows. */
  functionCode: number;
  /** What is in a register; `undefined` where there is none. */
  word: (register: number) => number | undefined;
}

export interface ModbusServer extends Misused {
  fault: ModbusFault;
}

const QUESTION_BYTES = 8;
const MOST_REGISTERS = 125;
const [ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE, BUSY] = [1, 2, 3, 6];
const ANSWER_MS = 60;

export function createModbusServer(options: ModbusServerOptions): ModbusServer {
  return new ModbusAnswerer(options);
}

class ModbusAnswerer implements ModbusServer {
  fault: ModbusFault = "none";
  private readonly lines: OnUart["lines"];
  private readonly rx: OnUart["rx"];
  private readonly baud: number;
  private readonly address: number;
  private readonly functionCode: number;
  private readonly word: (register: number) => number | undefined;
  private readonly noted = createMisuses("Modbus");
  private incoming = "";
  private readonly say: (bytes: string) => void;

  constructor(options: ModbusServerOptions) {
    const { lines, tx, rx, baud, address, functionCode, word } = options;
    this.lines = lines;
    this.rx = rx;
    this.baud = baud;
    this.address = address;
    this.functionCode = functionCode;
    this.word = word;
    this.say = createVoice(options, this.baud, ANSWER_MS, this.lineFault);
    this.lines.whenSent(tx, this.baud, (bytes) => {
      if (this.fault === "echo" || this.fault === "echo-alone") this.lines.send(this.rx, bytes, this.baud);
      this.incoming += bytes;
      while (this.incoming.length >= QUESTION_BYTES) {
        this.hear(Buffer.from(this.incoming.substring(0, QUESTION_BYTES), "latin1"));
        this.incoming = this.incoming.substring(QUESTION_BYTES);
      }
    });
  }

  readonly misuses = this.noted.taken;

  private readonly lineFault = (): LineFault => {
    return this.fault as LineFault;
  };

  private hear(request: Buffer): void {
    if (modbusCrc(request) !== 0) this.noted.note("a question with a wrong checksum");
    else if (request[0] !== this.address)
      this.noted.note(`a question to ${request[0]}, where ${this.address} is alone`);
    else if (this.fault !== "echo-alone") this.run(request);
  }

  private run(request: Buffer): void {
    const [first, count] = [request.readUInt16BE(2), request.readUInt16BE(4)];
    const words = Array.from({ length: count }, (_, i) => this.word(first + i));
    const code = this.refusal(request[1] as number, count, words);
    if (code === 0) this.say(spoiled(this.answer(words as number[]), this.lineFault()));
    else this.say(summed([this.address, this.functionCode + 0x80, code]));
  }

  /** 0 for none. */
  private refusal(code: number, count: number, words: readonly (number | undefined)[]): number {
    if (this.fault === "busy") return BUSY;
    if (code !== this.functionCode) return ILLEGAL_FUNCTION;
    if (count < 1 || count > MOST_REGISTERS) return ILLEGAL_VALUE;
    return words.includes(undefined) || this.fault === "refusing" ? ILLEGAL_ADDRESS : 0;
  }

  private answer(words: readonly number[]): string {
    const some = this.fault === "wrong-count" ? words.slice(1) : words;
    const from = this.fault === "wrong-address" ? this.address + 1 : this.address;
    return summed([
      from,
      this.functionCode,
      some.length * 2,
      ...some.flatMap((word) => [word >> 8, word & 255]),
    ]);
  }
}

/** The ends of what a kind can say. */
const ENDS: Readonly<Record<ModbusKind, readonly [least: number, most: number]>> = {
  uint16: [0, 0xffff],
  int16: [-0x8000, 0x7fff],
  uint32: [0, 0xffffffff],
  int32: [-0x80000000, 0x7fffffff],
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
};

/**
 * What is in the registers that a value takes; of one beyond its kind's ends, the nearer end. A float of less
 * than its decimals is there all the same.
 */
export function registerWords(
  kind: ModbusKind,
  value: number,
  decimals: number,
  lowWordFirst: boolean,
): number[] {
  const bytes = Buffer.alloc(4);
  const [least, most] = ENDS[kind];
  const exact = kind === "float32" ? value : Math.round(value * 10 ** decimals);
  const said = Math.min(most, Math.max(least, exact));
  if (kind.endsWith("16")) return [said & 0xffff];
  if (kind === "float32") bytes.writeFloatBE(said);
  else bytes.writeUInt32BE(said >>> 0);
  const words = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)];
  return lowWordFirst ? words.reverse() : words;
}

function summed(bytes: readonly number[]): string {
  const crc = modbusCrc(bytes);
  return Buffer.from([...bytes, crc & 255, crc >> 8]).toString("latin1");
}

/** Bit by bit, as the specification draws it (6.2.2). */
export function modbusCrc(bytes: Iterable<number>): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
