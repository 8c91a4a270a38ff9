// Expressions of a program made by chance, by what is to be seen where they stand: numbers, places in texts,
// texts and truths.

export type Draw = (below: number) => number;

export interface Scope {
  /** Names of variables that can be read. */
  numbers: readonly string[];
  texts: readonly string[];
  /** So many changers there are to be called. */
  changers: number;
  /** A closure that changes a local. */
  closure?: string;
  /** A local that is a place in a text. */
  place?: string;
  draw: Draw;
}

/** Those without another expression in them. */
function plainNumbers({ draw, numbers }: Scope): readonly (() => string)[] {
  return [
    () => `${draw(9)}`,
    () => pick(draw, numbers),
    () => pick(draw, numbers),
    () => "list.length",
    () => "s.length",
    () => "part.n",
    () => "bigger.extra",
    () => `(list[${draw(3)} % list.length] ?? 5)`,
    () => `(maybe ?? ${draw(9)})`,
    () => `orElse(maybe, ${draw(9)})`,
    () => `(orElse(part.isOn, ${pick(draw, ["true", "false"])}) ? 5 : 6)`,
    () => "(pair[2] + pair[1].n)",
    () => `(part.m === undefined ? ${draw(9)} : part.m)`,
    () => `(part.isOn ?? ${pick(draw, ["true", "false"])} ? 3 : 4)`,
    () => "size(part)",
    () => "size(bigger as Part)",
    () => `(sizes["${pick(draw, ["one", "a", "b"])}"] ?? ${draw(9)})`,
  ];
}

export function number(scope: Scope, depth: number): string {
  const { draw } = scope;
  const deeper = () => number(scope, depth - 1);
  const plain = plainNumbers(scope);
  const calls = [
    ...(scope.changers > 0 ? [() => `change${draw(scope.changers)}()`] : []),
    ...(scope.closure === undefined ? [] : [() => `${scope.closure}(${draw(5)})`]),
  ];
  if (depth === 0) return pick(draw, plain)();
  if (calls.length > 0 && draw(3) === 0) return pick(draw, calls)();
  return pick(draw, [
    ...plain,
    () => `(${deeper()} + ${deeper()}) % 97`,
    () => `(${deeper()} * ${deeper()}) % 89`,
    () => `Math.max(${deeper()}, ${deeper()})`,
    () => `(list[${deeper()} % list.length] ?? 6)`,
    () => `(${drawnTruth(scope, depth - 1)} ? ${deeper()} : ${deeper()})`,
    () => `cut(${textual(scope, depth - 1)}).length`,
    () => `[${deeper()}, ${deeper()}].length`,
    () => `({ const: ${deeper()} }).const`,
    () => `(cut(${textual(scope, 0)}).indexOf("${pick(draw, ["a", "ab", "x", "++"])}") + 1)`,
    () =>
      `(cut(${textual(scope, 0)}).indexOf("${pick(draw, ["a", "k"])}", ${drawnPlace(scope, depth - 1)}) + 1)`,
    () => `(cut(${textual(scope, 0)}).charCodeAt(${drawnPlace(scope, depth - 1)}) & 31)`,
    () =>
      `(cut(${textual(scope, 0)}).charCodeAt(${drawnPlace(scope, depth - 1)}) ${pick(draw, [">", "<=", "==="])} ${97 + draw(3)} ? 7 : 8)`,
  ])();
}

/** A place in a text, which may lie below zero: nothing calculates with it but sums and differences. */
export function drawnPlace(scope: Scope, depth: number): string {
  const { draw } = scope;
  const value = () => number(scope, Math.max(0, depth - 1));
  const plain = [
    () => "low",
    () => "spot.at",
    () => `(places[${draw(2)}] ?? 0)`,
    () => `under(${value()})`,
    () => `(${value()} - ${draw(9)})`,
    () => scope.place ?? "low",
  ];
  if (depth === 0) return pick(draw, plain)();
  return pick(draw, [
    ...plain,
    value,
    () => `(${value()} - ${value()})`,
    () => `Math.min(${value()}, ${drawnPlace(scope, 0)})`,
    () => `Math.max(-1, ${drawnPlace(scope, 0)})`,
    () => `(low < 0 ? ${value()} : low)`,
    () => `(${scope.place ?? "low"} >= 0 ? ${scope.place ?? "low"} : ${value()})`,
    () => `(${drawnTruth(scope, depth - 1)} ? ${drawnPlace(scope, 0)} : ${value()})`,
  ])();
}

export function textual(scope: Scope, depth: number): string {
  const { draw } = scope;
  const deeper = () => textual(scope, depth - 1);
  const plain = [
    () => `"${pick(draw, ["", "k", "end", "0"])}"`,
    () => pick(draw, scope.texts),
    () => pick(draw, scope.texts),
    () => "part.s",
    () => `orElse(text, "${pick(draw, ["", "d"])}")`,
    () => "modeWord(mode)",
    () => "(pair[0] + pair[1].n)",
    () => "word(part)",
    () => "word(bigger)",
    () => "both(bigger)",
    () => `(words[${draw(2)} % words.length] ?? "no")`,
    () => `(text ?? "${pick(draw, ["", "d"])}")`,
    () => `(text === "" ? "e" : "f")`,
    () => `(codes[${draw(4)}] ?? "c")`,
  ];
  if (depth === 0) return pick(draw, plain)();
  if (scope.changers > 0 && draw(3) === 0) return `tell${draw(scope.changers)}()`;
  return pick(draw, [
    ...plain,
    () => `${deeper()} + ${deeper()}`,
    () => `${deeper()} + ${deeper()} + ${deeper()}`,
    () => `"" + ${number(scope, depth - 1)} + ${deeper()}`,
    () => `\`\${${deeper()}}-\${${deeper()}}\``,
    () => `(codes[(${number(scope, depth - 1)}) % 4] ?? ${deeper()})`,
    () => `(${drawnTruth(scope, depth - 1)} ? ${deeper()} : ${deeper()})`,
    () => `cut(${deeper()}).substring(${draw(2)})`,
    () => `cut(${deeper()}).substring(${drawnPlace(scope, depth)})`,
    () => `cut(${deeper()}).substring(${drawnPlace(scope, depth)}, 99)`,
    () => `cut(${deeper()}).substring(${drawnPlace(scope, depth - 1)}, ${drawnPlace(scope, depth - 1)})`,
    () => `cut(${deeper()}).slice(${drawnPlace(scope, depth)})`,
    () => `both({ n: ${number(scope, depth - 1)}, s: ${deeper()}, m: ${draw(4)} }, ${deeper()})`,
    () => `behind(cut(${deeper()}), ${drawnPlace(scope, depth)})`,
  ])();
}

export function drawnTruth(scope: Scope, depth: number): string {
  const { draw } = scope;
  const value = () => number(scope, Math.max(0, depth - 1));
  return pick(draw, [
    () => `${value()} + 0 ${pick(draw, ["<=", ">", "===", "!=="])} ${value()}`,
    () => `${value()} + 0 ${pick(draw, ["<=", ">", "===", "!=="])} ${value()}`,
    () => `cut(${textual(scope, Math.max(0, depth - 1))}) === ${textual(scope, 0)}`,
    () => `maybe ${pick(draw, ["===", "!=="])} undefined`,
    () => `text ${pick(draw, ["===", "!=="])} undefined`,
    () => `part.m ${pick(draw, ["===", "!=="])} undefined`,
    () => `(part.isOn ?? ${pick(draw, ["true", "false"])})`,
    () => `part.isOn ${pick(draw, ["===", "!=="])} undefined`,
    () => `list.length > ${value()}`,
  ])();
}

export function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}
