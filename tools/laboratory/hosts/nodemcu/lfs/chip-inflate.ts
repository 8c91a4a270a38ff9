// Unpacks an image as NodeMCU does on the chip, with the firmware's own refusals. Written from RFC 1951 and
// 1952 and the firmware's documented limits.
import { crc32 } from "../../../../files/crc32.ts";

/** The chip keeps so many bytes of what it has written. */
const WINDOW = 16_384;
/** A file of this length or less is none to the chip. */
const NO_FILE = 200;
const GZIP_HEADER = 10;
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Symbols by their code, a code as its bits in text. */
type Codes = ReadonlyMap<string, number>;

export function chipInflate(file: Uint8Array): Uint8Array {
  return new Inflater(file).inflate();
}

class Inflater {
  private readonly file: Uint8Array;
  private readonly view: DataView<ArrayBufferLike>;
  private readonly written: number[] = [];
  private at = GZIP_HEADER * 8;

  constructor(file: Uint8Array) {
    this.file = file;
    this.view = new DataView(this.file.buffer, this.file.byteOffset, this.file.byteLength);
    if (this.file.length <= NO_FILE) throw new Error("too short for the chip");
    if (this.view.getUint16(0) !== 0x1f8b || this.file[2] !== 8) throw new Error("no gzip");
    if (this.file[3] !== 0) throw new Error("a gzip header with more in it");
  }

  private readonly bits = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index += 1, this.at += 1)
      value |= ((this.file[this.at >> 3] >> (this.at & 7)) & 1) << index;
    return value;
  };

  inflate(): Uint8Array {
    for (let isLast = false; !isLast; ) {
      isLast = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === 0) this.plainBlock();
      else if (kind === 1) this.packedBlock(codesOf(FIXED_LITERALS), codesOf(repeated(32, 5)));
      else if (kind === 2) this.dynamicBlock();
      else throw new Error("a block of no kind");
    }
    const end = (this.at + 7) >> 3;
    if (end + 8 !== this.file.length) throw new Error("ends before or behind its file");
    const result = Uint8Array.from(this.written);
    if (this.view.getUint32(end + 4, true) !== result.length) throw new Error("another length than it says");
    if (this.view.getUint32(end, true) !== crc32(Buffer.from(result).toString("latin1")) >>> 0)
      throw new Error("a wrong checksum");
    return result;
  }

  private symbol(codes: Codes): number {
    let code = "";
    while (code.length < 16) {
      code += this.bits(1);
      const value = codes.get(code);
      if (value !== undefined) return value;
    }
    throw new Error("a code that is none");
  }

  private copy(length: number, distance: number): void {
    if (distance > WINDOW) throw new Error("looks further back than the chip keeps");
    // The firmware takes a look at the very first byte for one at what is not there.
    if (distance >= this.written.length) throw new Error("looks back behind the beginning");
    for (let index = 0; index < length; index += 1)
      this.written.push(this.written[this.written.length - distance]);
  }

  private packedBlock(literals: Codes, distances: Codes): void {
    for (;;) {
      const literal = this.symbol(literals);
      if (literal === 256) return;
      if (literal < 256) this.written.push(literal);
      else this.copy(lengthOf(literal, this.bits), distanceOf(this.symbol(distances), this.bits));
    }
  }

  private plainBlock(): void {
    this.at = (this.at + 7) & ~7;
    const [length, inverted] = [this.bits(16), this.bits(16)];
    if (length !== (~inverted & 0xffff)) throw new Error("a block without a length");
    for (let index = 0; index < length; index += 1) this.written.push(this.bits(8));
  }

  private dynamicBlock(): void {
    const [literalCount, distanceCount, count] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4];
    const ofLengths = Array.from({ length: 19 }, () => 0);
    for (const place of CODE_LENGTH_ORDER.slice(0, count)) ofLengths[place] = this.bits(3);
    const codes = codesOf(ofLengths);
    const lengths: number[] = [];
    while (lengths.length < literalCount + distanceCount) {
      const lengthCode = this.symbol(codes);
      if (lengthCode < 16) lengths.push(lengthCode);
      else if (lengthCode === 16) lengths.push(...repeated(this.bits(2) + 3, lengths[lengths.length - 1]));
      else lengths.push(...repeated(lengthCode === 17 ? this.bits(3) + 3 : this.bits(7) + 11, 0));
    }
    this.packedBlock(codesOf(lengths.slice(0, literalCount)), codesOf(lengths.slice(literalCount)));
  }
}

const FIXED_LITERALS = [...repeated(144, 8), ...repeated(112, 9), ...repeated(24, 7), ...repeated(8, 8)];

function repeated(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

function codesOf(lengths: readonly number[]): Codes {
  const codes = new Map<string, number>();
  let next = 0;
  for (let length = 1; length < 16; length += 1) {
    next *= 2;
    lengths.forEach((codeLength, symbol) => {
      if (codeLength !== length) return;
      codes.set(next.toString(2).padStart(length, "0"), symbol);
      next += 1;
    });
  }
  return codes;
}

function lengthOf(symbol: number, bits: (count: number) => number): number {
  if (symbol === 285) return 258;
  const index = symbol - 257;
  if (index < 4) return index + 3;
  const extra = (index >> 2) - 1;
  return ((4 + (index & 3)) << extra) + 3 + bits(extra);
}

function distanceOf(symbol: number, bits: (count: number) => number): number {
  if (symbol < 2) return symbol + 1;
  const extra = (symbol >> 1) - 1;
  return ((2 + (symbol & 1)) << extra) + 1 + bits(extra);
}
