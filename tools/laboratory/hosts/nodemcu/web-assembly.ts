// Reads a WebAssembly binary into sections, function bodies and instructions (core specification 1.0, section
// 5), to assemble it again with other instructions.

/** Opcodes whose operands, or whose meaning, somebody here needs. */
export const OP = {
  block: 0x02,
  if: 0x04,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  branchTable: 0x0e,
  call: 0x10,
  callIndirect: 0x11,
  getLocal: 0x20,
  setGlobal: 0x24,
  loadI32: 0x28,
  storeF64: 0x39,
  lastStore: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  constI32: 0x41,
  constI64: 0x42,
  constF32: 0x43,
  constF64: 0x44,
  addI64: 0x7c,
  mulI64: 0x7e,
  divideI64: 0x7f,
  remainderI64: 0x81,
  andI64: 0x83,
  shiftLeftI64: 0x86,
  shiftRightI64: 0x88,
  addF64: 0xa0,
  divideF64: 0xa3,
  wrapI64: 0xa7,
  extendI32: 0xac,
  demoteF64: 0xb6,
  convertI64ToF64: 0xb9,
  promoteF32: 0xbb,
  prefix: 0xfc,
} as const;

export const TYPE_I64 = 0x7e;
export const FUNCTION_TYPE = 0x60;
export const SECTION = { types: 1, imports: 2, functions: 3, code: 10, data: 11 };

const HEADER_BYTES = 8;
const MORE = 0x80;
const F32_BYTES = 4;
const F64_BYTES = 8;

export interface WasmSection {
  id: number;
  bytes: Buffer;
}

export interface Instruction {
  opcode: number;
  /** All of it, its opcode included. */
  bytes: Buffer;
}

/** A count or an index, from 0. */
export function leb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= MORE) {
    bytes.push((rest % MORE) + MORE);
    rest = Math.floor(rest / MORE);
  }
  return [...bytes, rest];
}

/** The instruction that pushes a whole number from 0. A bit more than its own says that it has no sign. */
export function wholeConstant(value: bigint): Buffer {
  const bytes: number[] = [OP.constI64];
  let rest = value;
  while (rest >= MORE / 2) {
    bytes.push(Number(rest % BigInt(MORE)) + MORE);
    rest /= BigInt(MORE);
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** The instruction that pushes a float. */
export function floatConstant(value: number): Buffer {
  const bytes = Buffer.alloc(1 + F64_BYTES, OP.constF64);
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

export function readSections(binary: Buffer): WasmSection[] {
  const reader = new Reader(binary, HEADER_BYTES);
  const sections: WasmSection[] = [];
  while (!reader.isAtEnd()) {
    const id = reader.byte();
    sections.push({ id, bytes: reader.bytes(reader.count()) });
  }
  return sections;
}

export function writeSections(binary: Buffer, sections: readonly WasmSection[]): Buffer {
  return Buffer.concat([
    binary.subarray(0, HEADER_BYTES),
    ...sections.flatMap(({ id, bytes }) => [Buffer.from([id, ...leb128(bytes.length)]), bytes]),
  ]);
}

/** The entries of a section of types, functions or code are as many as its first number says. */
export function wasmCount({ bytes }: WasmSection): number {
  return new Reader(bytes).count();
}

/** A section with one entry more at its end. */
export function withEntry(section: WasmSection, entry: readonly number[]): WasmSection {
  const reader = new Reader(section.bytes);
  const count = reader.count();
  return {
    id: section.id,
    bytes: Buffer.concat([Buffer.from(leb128(count + 1)), reader.rest(), Buffer.from(entry)]),
  };
}

/** How many of the imports are functions, which are numbered before the binary's own. */
export function importedFunctions({ bytes }: WasmSection): number {
  const reader = new Reader(bytes);
  let functions = 0;
  for (let left = reader.count(); left > 0; left -= 1) {
    reader.bytes(reader.count());
    reader.bytes(reader.count());
    const kind = reader.byte();
    if (kind !== 0) throw new Error(`An import of kind ${kind} is not read here: functions only.`);
    reader.count();
    functions += 1;
  }
  return functions;
}

/** A section of code with each function's instructions as `change` gives them back. */
export function changeCode(
  section: WasmSection,
  change: (body: readonly Instruction[]) => Buffer[],
): WasmSection {
  const reader = new Reader(section.bytes);
  const count = reader.count();
  const bodies: Buffer[] = [Buffer.from(leb128(count))];
  for (let left = count; left > 0; left -= 1) {
    const body = new Reader(reader.bytes(reader.count()));
    const locals = body.locals();
    const changed = Buffer.concat([locals, ...change(body.instructions())]);
    bodies.push(Buffer.from(leb128(changed.length)), changed);
  }
  return { id: section.id, bytes: Buffer.concat(bodies) };
}

class Reader {
  private readonly binary: Buffer;
  private position: number;

  constructor(binary: Buffer, position = 0) {
    this.binary = binary;
    this.position = position;
  }

  isAtEnd(): boolean {
    return this.position >= this.binary.length;
  }

  byte(): number {
    const byte = this.binary[this.position];
    if (byte === undefined) throw new Error("A WebAssembly binary ends in the middle.");
    this.position += 1;
    return byte;
  }

  bytes(count: number): Buffer {
    this.position += count;
    return this.binary.subarray(this.position - count, this.position);
  }

  rest(): Buffer {
    return this.binary.subarray(this.position);
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= MORE) {
      const byte = this.byte();
      value += (byte % MORE) * scale;
      if (byte < MORE) return value;
    }
  }

  /** The head of a function: groups of locals. */
  locals(): Buffer {
    const start = this.position;
    for (let groups = this.count(); groups > 0; groups -= 1) {
      this.count();
      this.byte();
    }
    return this.binary.subarray(start, this.position);
  }

  instructions(): Instruction[] {
    const instructions: Instruction[] = [];
    while (!this.isAtEnd()) {
      const start = this.position;
      const opcode = this.byte();
      this.operands(opcode);
      instructions.push({ opcode, bytes: this.binary.subarray(start, this.position) });
    }
    return instructions;
  }

  private operands(opcode: number): void {
    if (opcode === OP.branchTable) for (let labels = this.count(); labels >= 0; labels -= 1) this.count();
    else if (opcode === OP.constF32) this.bytes(F32_BYTES);
    else if (opcode === OP.constF64) this.bytes(F64_BYTES);
    else if (opcode === OP.callIndirect || isBetween(opcode, OP.loadI32, OP.lastStore)) this.numbers(2);
    else if (opcode === OP.prefix) this.prefixed();
    else if (hasOneNumber(opcode)) this.numbers(1);
  }

  /** Conversions that saturate have no operands; nothing else of these is in Lua. */
  private prefixed(): void {
    const code = this.count();
    if (code > LAST_SATURATING)
      throw new Error(`WebAssembly's instruction ${OP.prefix} ${code} is not read here.`);
  }

  private numbers(count: number): void {
    for (let left = count; left > 0; left -= 1) this.count();
  }
}

const LAST_SATURATING = 7;

function hasOneNumber(opcode: number): boolean {
  return (
    isBetween(opcode, OP.block, OP.if) ||
    isBetween(opcode, OP.branch, OP.branchIf) ||
    opcode === OP.call ||
    isBetween(opcode, OP.getLocal, OP.setGlobal) ||
    isBetween(opcode, OP.memorySize, OP.constI64)
  );
}

function isBetween(opcode: number, first: number, last: number): boolean {
  return opcode >= first && opcode <= last;
}
