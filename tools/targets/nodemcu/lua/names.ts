// Names in Lua: its keywords, the names that the compiler makes itself, and the shortest ones.

export const LUA_KEYWORDS: readonly string[] =
  "and break do else elseif end false for function goto if in local nil not or repeat return then true until while".split(
    " ",
  );

const RESERVED: ReadonlySet<string> = new Set(LUA_KEYWORDS);

/** The start of names that the compiler makes: no name of a program begins so. */
const MADE = "____";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Could the text stand as a name in Lua? */
export function isLuaName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !RESERVED.has(text);
}

/** A name that no variable of a program has. */
export function madeName(text: string): string {
  return MADE + text;
}

export function isMadeName(name: string): boolean {
  return name.startsWith(MADE);
}

/** The names of so many made parameters of a function. */
export function parameterNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => madeName(`parameter${index + 1}`));
}

/** The shortest name for each number from 0 on; none is a keyword or taken. */
export function shortestNames(taken: ReadonlySet<string>): (number: number) => string {
  const names: string[] = [];
  let next = 0;
  return (number) => {
    while (names.length <= number) {
      const name = inLetters(next);
      next += 1;
      if (isLuaName(name) && !taken.has(name)) names.push(name);
    }
    return names[number] as string;
  };
}

function inLetters(number: number): string {
  const letter = LETTERS[number % LETTERS.length] as string;
  const rest = Math.floor(number / LETTERS.length);
  return rest === 0 ? letter : inLetters(rest - 1) + letter;
}
