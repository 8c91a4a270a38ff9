// Functions of JavaScript's library that no engine has in the same way, written in the device language: a
// program gets one when it calls it, and keeps it as far as it calls it.
import ts from "typescript";
import type { FunctionDef } from "../ir/program.ts";
import { LIBRARY_FILE } from "../source/own-code.ts";
import { FieldBook } from "./fields.ts";
import { closeFunction } from "./functions.ts";
import { newScope } from "./new-scope.ts";
import type { Readers } from "./scope.ts";
import { openFunctions } from "./statements.ts";

/** The name of these functions' file behind a pass, and in sentences, should one ever fail. */
const FILE = LIBRARY_FILE;

/** Rounds quotients by their remainders: no sum with the dividend leaves 32 bits. */
const TEXT = `
interface ReadonlyArray<T> { readonly length: number; readonly [place: number]: T }
interface Array<T> { length: number; [place: number]: T; push(entry: T): number }
type Plain = number | string | boolean;
function roundedQuotient(a: number, b: number): number {
  const quotient = Math.floor(a / b);
  const rest = a - quotient * b;
  return (b > 0 ? rest >= b - rest : rest <= b - rest) ? quotient + 1 : quotient;
}
function truncatedQuotient(a: number, b: number): number {
  const quotient = Math.floor(a / b);
  return quotient < 0 && quotient * b !== a ? quotient + 1 : quotient;
}
function placeIn(place: number, length: number): number {
  const at = place < 0 ? place + length : place;
  return at < 0 ? 0 : at > length ? length : at;
}
function slicedText(text: string, from: number, before: number): string {
  const first = placeIn(from, text.length);
  const end = placeIn(before, text.length);
  return first < end ? text.substring(first, end) : "";
}
function slicedList(list: readonly Plain[], from: number, before: number): Plain[] {
  const part: Plain[] = [];
  const end = placeIn(before, list.length);
  for (let i = placeIn(from, list.length); i < end; i++) part.push(list[i]);
  return part;
}
function hasEntry(list: readonly Plain[], sought: Plain): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === sought) return true;
  return false;
}
function inHexadecimal(value: number): string {
  let rest = value < 0 ? -1 - value : value;
  let carry = value < 0 ? 1 : 0;
  let text = "";
  do {
    const sum = (rest & 15) + carry;
    carry = sum > 15 ? 1 : 0;
    const digit = sum & 15;
    text = "0123456789abcdef".substring(digit, digit + 1) + text;
    rest = rest >> 4;
  } while (rest > 0 || carry > 0);
  return value < 0 ? "-" + text : text;
}
`;

export type LibraryName =
  | "roundedQuotient"
  | "truncatedQuotient"
  | "slicedText"
  | "slicedList"
  | "hasEntry"
  | "inHexadecimal";

/** All functions, made anew for each program: passes change their input. */
export function libraryFunctions(readers: Readers): readonly FunctionDef[] {
  const options: ts.CompilerOptions = { noLib: true, target: ts.ScriptTarget.ES2022, strict: true };
  const file = ts.createSourceFile(FILE, TEXT, ts.ScriptTarget.ES2022, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === FILE ? file : undefined),
    getDefaultLibFileName: () => "",
    writeFile: () => {},
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === FILE,
    readFile: () => undefined,
  };
  const checker = ts.createProgram([FILE], options, host).getTypeChecker();
  const scope = newScope([file], checker, new FieldBook(checker), readers);
  const opened = openFunctions(file.statements, scope);
  for (const [node, open] of opened) closeFunction(open, node, scope);
  return opened.map(([, open]) => open);
}
