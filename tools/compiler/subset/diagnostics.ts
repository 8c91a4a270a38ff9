// Every sentence with which the build refuses what is outside the device language (docs/device-subset.md):
// what was written, why a board cannot have it, what to write instead.
import { TARGET_TITLES, type TargetName } from "../../../boards/board.ts";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { insteadOfMember, insteadOfName, plain } from "./instead.ts";

/** Words and forms that are refused wherever they stand. */
export const refused = {
  class: "a class costs too much on a board; write a record (an interface) and functions that take it",
  enum: "an enum is a table at run time; write one const for each value",
  namespace: "a namespace is a table at run time; write a module and import from it",
  ambientModule:
    "what is declared in declare namespace, declare global or declare module is in no image; write a module and import from it",
  globalThis: "globalThis is not there on every engine; name what is wanted of it",
  importedType:
    "import(...) of a type names a file that an image no longer has; import the type at the top, with import type",
  accessor: "a getter or setter hides a call from every reader of the field; write a function",
  literalMethod:
    "a method in a literal takes a hidden self in Lua; write a function and name it in the literal",
  generator:
    "a generator needs an engine that can stop in the middle of a function; keep the state in a record",
  async: "there are no promises on a board; hand over a function that is called when it is done",
  null: "null and undefined are one value in Lua; write undefined",
  regularExpression: "regular expressions differ on every engine; write indexOf and substring",
  bigInt: "numbers are whole and have 32 bits on a board; keep large ones in two",
  taggedTemplate: "tagged templates do not exist on Espruino; call the function",
  templateLines: "a template over several lines is hard to see the bytes of; write \\n",
  label: "labels do not exist on Espruino; leave the loop with a flag or by return",
  fallThrough:
    "a case that goes on into the next one is a jump, which Lua does not have; end it with break or return",
  switchBreak:
    "a break in the middle of a case is a jump, which Lua does not have; write if and else, with break at the end of the case",
  caseDeclaration: "what a case declares is there in the other cases too; put braces around its statements",
  try: "nothing is thrown in the device language, and catching costs two closures in Lua; return what went wrong",
  finally:
    "Espruino passes over finally when a function returns; write catch, and what comes behind it there and behind the try",
  throw: "only a text can be thrown, and it restarts the chip; return what went wrong",
  throwInVoid:
    "only a text can be thrown, and it restarts the chip; this function returns nothing: leave it with return, or write throw with a text where the chip is to restart",
  spread: "spread does not exist on Espruino; write a loop or name the fields",
  rest: "rest parameters do not exist on Espruino; take a list",
  otherFields:
    "...rest of a record is a loop over its keys, which come in another order on every engine; name each field",
  arrayPattern: "taking a list apart makes a second list in Lua; read its elements by index",
  delete: "delete does not exist in Lua; store undefined",
  new: "there are no classes in the device language; call a function that returns the record",
  instanceof: "there are no classes in the device language; keep the kind in a field",
  debugger: "no board stops at debugger; take it out, and send what is to be seen as a sensor of its own",
  keyIn:
    "in asks for keys, and a key whose value is undefined is none in Lua; write r.key !== undefined, or r[key] !== undefined",
  typeOf:
    'typeof is there in a comparison only; write typeof x === "string", with number, boolean, function, undefined or object',
  plus: "+ in front makes a number of a text, differently on each engine; leave it out before a number, and read the digits of a text by charCodeAt(i): n = n * 10 + code - 48",
  minusText:
    "a text is no number; read its digits by charCodeAt(i): n = n * 10 + code - 48, and write 0 - n or -n behind that",
  void: "void says nothing in the device language; write undefined",
  power:
    "the operator ** does not exist on Espruino; write 1 << n for a power of two, or a loop that multiplies",
  unsignedShift:
    "the operator >>> needs a constant number of bits, 1 to 31, for numbers have 32 signed bits on a board; write a >>> 8, or a >> n for a number not below zero",
  rounding:
    "numbers are whole on a board, and Math.round and Math.trunc make one of a quotient; write Math.round(a / b), with the quotient outermost",
  plainList:
    "slice and includes take lists of numbers, texts or truths, and includes one of them; write a loop",
  digits: 'a number is written in tens or sixteens; write "" + x, or x.toString(16)',
  place: "slice takes one place or two, which are there; write x.slice(a) or x.slice(a, b)",
  comma: "two expressions in one place are read differently by the engines; write two statements",
  forIn: "the keys of a record come in another order on every engine; keep a list of names beside it",
  importAll: "import * needs a table of the module at run time; import the names",
  dynamicImport: "an image has no modules to load later; import at the top",
  exportLet:
    "an exported variable that changes cannot be shared between the files of an image; keep it in a record",
  requireForm: "import = and export = belong to another module system; write import and export",
  arguments: "arguments are not the same thing on any two engines; name the parameters",
  stringIndex: "a text has no index in Lua; write charCodeAt(i) or substring(i, i + 1)",
  noArguments: "what is made of nothing at all is not the same on every engine; give it one value at least",
  textOf: 'String is no function in Lua; write "" + n for the digits of a number',
  placeBelowZero:
    "a place below zero counts from the end of a text in Lua, and as 0 in JavaScript; write 0, or text.length - n",
  emptySought:
    "an empty text is found at every place, but not on Espruino; look for a text that is not empty",
  textOfList: "a list has no fields in Lua; write list.length, or an index",
  any: "nothing says what this is (its type is any), and a list is read otherwise in Lua; write its type where it is declared, as in values: number[] or reading: { celsius: number }",
  numberedList:
    "a list counts from 1 in Lua, which a type with numbers for keys does not say; call it a list, as in number[]",
  setLength: "Espruino cannot set the length of a list; make a new list",
  var: "var is there before its line on some engines and not on others; write let or const",
  computedKey: "computed keys do not exist on Espruino; assign to the record afterwards",
  optionalLibrary:
    "?. reads fields of records only: what a text or a list has is an operation in Lua; compare with undefined first",
  patternTarget:
    "variables that are there already are not given values by taking something apart; assign each of them",
  wrappedTarget:
    "a cast or parentheses around what is given a value hide it; write x = 1, with the cast on the right",
  loopTarget: "a loop over a list needs a variable of its own; write for (const x of list)",
  hole: "undefined ends a list in Lua, which then forgets its length; leave it out, or keep another value in its place",
  push: "a list takes one value at a time in Lua, and does not tell its length for it; write list.push(x) as a statement, once for each value",
  walkedHole:
    "for...of ends in Lua at the first undefined of a list; write a counting loop, to a number of your own",
  lengthWithHoles:
    "undefined is no entry in Lua, which does not count it; keep the number of places in a variable, or another value in its place",
  closureInLoop:
    "a closure made in a loop sees the loop's last turn on Espruino; write a function and call it",
  ownName: "a function expression does not know its own name in Lua; declare the function, and name it here",
  nestedStep: "++ and -- inside an expression cost three temporaries in Lua; write x += 1 as a statement",
  nestedAssignment:
    "an assignment inside an expression costs temporaries in Lua; write it as a statement of its own",
  earlyFunction: "Espruino knows no function before its text was reached; put the function above its use",
} as const;

/** Reasons against what Espruino has, but does differently from JavaScript. */
export const espruino = {
  toFixed:
    "toFixed cuts digits off on Espruino where JavaScript rounds; write fixed-point text from a whole number",
  replace: "replace puts a function's text in on Espruino; write indexOf and substring",
  json: "JSON takes what follows a value and writes bytes as two on Espruino; read and write the text yourself",
  instanceof: "instanceof knows no built-in class on Espruino; look at a field",
} as const;

export function espruinoLacks(name: string): string {
  return `Espruino has no ${name}; write it with the operations that it has (see its reference), or with a loop`;
}

export function unknownName(name: string, target: TargetName | undefined): string {
  return `${name} is declared nowhere, and ${holder(target)} has nothing of that name; import it, or take a port that the driver is given (ports.setLevel, ports.levelOf...)`;
}

export function onlyDeclared(name: string, target: TargetName | undefined): string {
  return `${name} is only declared, and ${holder(target)} has nothing of that name; write it, or take a port that the driver is given (ports.setLevel, ports.levelOf...)`;
}

export function conditionalAssignment(operator: string): string {
  const test = { "??=": "if (x === undefined) x = y", "||=": "if (!x) x = y" }[operator] ?? "if (x) x = y";
  return `${operator} does not show whether it stores anything; write ${test}`;
}

export function looseEquality(operator: string): string {
  return `${operator} compares after conversion, which Lua does not have; write ${operator}=`;
}

export function divisionRefused(): string {
  return "a quotient is a float, which Lua 5.3 writes as 1.0; write Math.floor(a / b), or work in smaller units";
}

export function numberRefused(text: string): string {
  return `${text} is outside the whole numbers of 32 bits that every board has (-2147483648 to 2147483647)`;
}

export function noByte(value: number): string {
  return `${value} is no byte, and a text is made of bytes, 0 to 255; write the bytes of its UTF-8, or the character itself in a text`;
}

export function truthRefused(type: string): string {
  return `a ${type} is not true or false by itself: 0 and "" are true in Lua; compare it, as in x !== 0 or s !== ""`;
}

export function joiningRefused(type: string): string {
  return `only texts and whole numbers can be joined, and this is ${type}; make a text of it first`;
}

export function fractionJoined(): string {
  return "a fraction is written otherwise in Lua (3.0 for 1.5 * 2); join Math.floor(x), or count in smaller units";
}

export function iterationRefused(type: string): string {
  return `for...of walks over lists only, and this is ${type}; write a counting loop`;
}

export function voided(name: string, call: string, line: number): string {
  return `${name} was there when it was asked for, and ${call} in line ${line} may have taken it away; keep it in a const before the call, or ask once more behind it`;
}

/** `owner`: the global that it belongs to, or that it is. */
export function libraryRefused(name: string, owner: string): string {
  const limit = cannotYet(owner).replace(/\.$/, "");
  if (limit !== "") return `${plain(owner)} is not in the device language.${limit}`;
  const said = (name === owner ? undefined : insteadOfMember(owner, name)) ?? insteadOfName(owner, name);
  return said ?? `${name} is not in the device language; write it with functions and records of your own`;
}

export function libraryValue(name: string): string {
  return `${name} is an operation in Lua, and no value; call it, or write a function that does`;
}

export function ownName(name: string): string {
  return `every record has ${name} in JavaScript, and none in Lua; choose another name, and put a character in front of keys that come from elsewhere, as in table["/" + key]`;
}

export function libraryTaken(name: string): string {
  return `${name} is an operation of a text or a list, and no field that a pattern can take; write x.${name}`;
}

function holder(target: TargetName | undefined): string {
  return target === undefined ? "a device in Node" : `an image for ${TARGET_TITLES[target]}`;
}
