// PUC Lua 5.1 bytecode as string.dump writes it: stripped of what only debuggers read, and checked against
// the limits of NodeMCU's compiler, which stock Lua does not have.
//
// Format: luac 5.1 on a little-endian machine with 4-byte int and size_t and 8-byte numbers.

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
  const bytes = Buffer.from(chunk, "latin1");
  const kept: string[] = [];
  let position = 0;
  let problem: string | undefined;

  const keep = (count: number) => {
    kept.push(chunk.substring(position, position + count));
    position += count;
  };
  const skip = (count: number) => {
    position += count;
  };
  const peekInt = () => bytes.readInt32LE(position);
  const keepInt = () => {
    const value = peekInt();
    keep(4);
    return value;
  };
  const skipInt = () => {
    const value = peekInt();
    skip(4);
    return value;
  };
  const none = () => kept.push("\0\0\0\0");

  function constant(): void {
    const kind = bytes[position];
    keep(1);
    if (kind === CONSTANT.boolean) keep(1);
    else if (kind === CONSTANT.number) keep(8);
    else if (kind === CONSTANT.string) keep(keepInt());
  }

  function localRanges(): { from: number; to: number }[] {
    return Array.from({ length: skipInt() }, () => {
      skip(skipInt());
      return { from: skipInt(), to: skipInt() };
    });
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

  function complain(line: number, count: number, most: number, what: string): void {
    if (count <= most || problem !== undefined) return;
    const where = line === 0 ? "main function" : `function at line ${line}`;
    problem = `${where} has more than ${most} ${what}`;
  }

  function body(): void {
    skip(skipInt());
    none();
    const line = keepInt();
    keep(4);
    const upvalues = bytes[position] as number;
    keep(4);
    keep(4 * keepInt());
    for (let count = keepInt(); count > 0; count -= 1) constant();
    for (let count = keepInt(); count > 0; count -= 1) body();
    skip(4 * skipInt());
    none();
    complain(line, mostAlive(localRanges()), MOST_LOCALS, "local variables");
    none();
    complain(line, upvalues, MOST_UPVALUES, "upvalues");
    for (let count = skipInt(); count > 0; count -= 1) skip(skipInt());
    none();
  }

  keep(HEADER_BYTES);
  body();
  return { stripped: kept.join(""), problem };
}
