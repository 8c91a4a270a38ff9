// The bytes of a dump, read in turn: little-endian, as the Lua in WebAssembly writes them.

export interface DumpBytes {
  byte: () => number;
  /** A count or a line: 32 bits. */
  int: () => number;
  instruction: () => number;
  integer: () => bigint;
  float: () => number;
  /** One character a byte. */
  text: (length: number) => string;
  skip: (count: number) => void;
  atEnd: () => boolean;
}

export function dumpBytes(bytes: Uint8Array): DumpBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 0;

  function skip(count: number): number {
    const start = position;
    position += count;
    return start;
  }

  return {
    byte: () => view.getUint8(skip(1)),
    int: () => view.getInt32(skip(4), true),
    instruction: () => view.getUint32(skip(4), true),
    integer: () => view.getBigInt64(skip(8), true),
    float: () => view.getFloat64(skip(8), true),
    text: (length) => {
      let text = "";
      for (let index = 0; index < length; index += 1) text += String.fromCharCode(view.getUint8(skip(1)));
      return text;
    },
    skip,
    atEnd: () => position === bytes.length,
  };
}

/** A list: its count, and so many items. */
export function listOf<Item>(dump: DumpBytes, item: () => Item): Item[] {
  return Array.from({ length: dump.int() }, item);
}

/**
 * Lines of instructions, local variables with their ranges, names of upvalues; each Lua has its own form of a
 * string.
 */
export function skipDebugData(dump: DumpBytes, skipString: () => void): void {
  listOf(dump, () => dump.skip(4));
  listOf(dump, () => {
    skipString();
    dump.skip(8);
  });
  listOf(dump, skipString);
}
