// The names that every Lua 5.3 of NodeMCU has from its start, in the order in which its loader adds them to
// an LFS behind the strings of the image. A string of the image that is called so is one of these.

const TOKENS = [
  "and break do else elseif end false for function goto if in local nil not or repeat return then true until while",
  "// .. ... == >= <= ~= << >> :: <eof> <number> <integer> <name> <string>",
]
  .join(" ")
  .split(" ");

const EVENTS =
  "index newindex gc mode len eq add sub mul mod pow div idiv band bor bxor shl shr unm bnot lt le concat call"
    .split(" ")
    .map((event) => `__${event}`);

/**
 * "nil" and "function" are tokens, too. The loader adds "userdata" twice, so that the names behind it move up
 * by one.
 */
const TYPES = ["no value", "boolean", "userdata", "number", "string", "table", "userdata", "thread", "proto"];

export const FIXED_STRINGS: readonly string[] = [...TOKENS, "not enough memory", "_ENV", ...EVENTS, ...TYPES];

/** The number of them that the image has to announce: the loader counts a name once. */
export const FIXED_COUNT = new Set(FIXED_STRINGS).size;
