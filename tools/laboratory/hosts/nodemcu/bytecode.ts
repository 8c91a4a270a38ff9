// PUC Lua 5.1 bytecode as written by string.dump: stripped of debug data, and checked against the limits of
// NodeMCU's compiler, which stock Lua lacks. Format: luac 5.1 on a little-endian machine with 4-byte int and
// size_t and 8-byte numbers.

/** NodeMCU's luaconf.h; stock Lua allows 200 locals. */
const MOST_LOCALS = 50;
const MOST_UPVALUES = 60;
const HEADER_BYTES = 12;
const CONSTANT = { nil: 0, boolean: 1, number: 3, string: 4 };

export interface ReadChunk {
  /** The same program without names and lines. */
  stripped: string;
  /** The first limit of NodeMCU's compiler that a function breaks, in its own words. */
  problem: string | undefined;
}

/** `chunk` is what string.dump gave, as a byte string. */
export function readLua51Chunk(chunk: string): ReadChunk {
  return new ChunkReader(chunk).read();
}

class ChunkReader {
  private readonly chunk: string;
  private readonly bytes: Buffer<ArrayBuffer>;
  private readonly kept: string[] = [];
  private position = 0;
  private problem: string | undefined = undefined;

  constructor(chunk: string) {
    this.chunk = chunk;
    this.bytes = Buffer.from(this.chunk, "latin1");
  }

  read(): ReadChunk {
    this.keep(HEADER_BYTES);
    this.body();
    return { stripped: this.kept.join(""), problem: this.problem };
  }

  private keep(count: number): void {
    this.kept.push(this.chunk.substring(this.position, this.position + count));
    this.position += count;
  }

  private skip(count: number): void {
    this.position += count;
  }

  private peekInt(): number {
    return this.bytes.readInt32LE(this.position);
  }

  private keepInt(): number {
    const value = this.peekInt();
    this.keep(4);
    return value;
  }

  private skipInt(): number {
    const value = this.peekInt();
    this.skip(4);
    return value;
  }

  private none(): number {
    return this.kept.push("\0\0\0\0");
  }

  private constant(): void {
    const kind = this.bytes[this.position];
    this.keep(1);
    if (kind === CONSTANT.boolean) this.keep(1);
    else if (kind === CONSTANT.number) this.keep(8);
    else if (kind === CONSTANT.string) this.keep(this.keepInt());
  }

  private localRanges(): { from: number; to: number }[] {
    return Array.from({ length: this.skipInt() }, () => {
      this.skip(this.skipInt());
      return { from: this.skipInt(), to: this.skipInt() };
    });
  }

  private complain(line: number, count: number, most: number, what: string): void {
    if (count <= most || this.problem !== undefined) return;
    const where = line === 0 ? "main function" : `function at line ${line}`;
    this.problem = `${where} has more than ${most} ${what}`;
  }

  private body(): void {
    this.skip(this.skipInt());
    this.none();
    const line = this.keepInt();
    this.keep(4);
    const upvalues = this.bytes[this.position] as number;
    this.keep(4);
    this.keep(4 * this.keepInt());
    for (let count = this.keepInt(); count > 0; count -= 1) this.constant();
    for (let count = this.keepInt(); count > 0; count -= 1) this.body();
    this.skip(4 * this.skipInt());
    this.none();
    this.complain(line, mostAlive(this.localRanges()), MOST_LOCALS, "local variables");
    this.none();
    this.complain(line, upvalues, MOST_UPVALUES, "upvalues");
    for (let count = this.skipInt(); count > 0; count -= 1) this.skip(this.skipInt());
    this.none();
  }
}

/** How many locals are alive together. */
function mostAlive(ranges: { from: number; to: number }[]): number {
  let most = 0;
  ranges.forEach(({ from, to }, index) => {
    const alive = ranges.slice(0, index).filter((range) => range.to > from || range.to === to).length + 1;
    most = Math.max(most, alive);
  });
  return most;
}
