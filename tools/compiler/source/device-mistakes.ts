// Mistakes that many make in a device file, of which TypeScript speaks in its own words: what is wrong,
// where, and what to write.
import ts from "typescript";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";

/** What is said, and at which character of the file. */
interface Words {
  text: string;
  start: number;
}

type Seen = { text: string; file: ts.SourceFile; start: number; end: number; checker: ts.TypeChecker };
type Look = (seen: Seen) => Words | undefined;

/** By TypeScript's numbers. Types that are asked for by name are ringmote's own. */
const LOOKS = new Map<number, readonly Look[]>([
  [1002, [openText]],
  [1005, [missingComma]],
  [1127, [typographicQuote]],
  [2322, [listWanted, filterWanted]],
  [2339, [ruleWord]],
  [2345, [quantityWanted]],
  [2353, [listWanted]],
  [2554, [causeWanted]],
  [2739, [listWanted, filtersWanted]],
  [2740, [listWanted, filtersWanted]],
  [2741, [listWanted]],
]);

/** `undefined` for any other diagnostic. */
export function deviceMistake(diagnostic: ts.Diagnostic, checker: ts.TypeChecker): Words | undefined {
  const { code, file, start, length = 0, messageText } = diagnostic;
  if (file === undefined || start === undefined) return undefined;
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  const seen = { text, file, start, end: start + length, checker };
  for (const look of LOOKS.get(code) ?? []) {
    const words = look(seen);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** TypeScript points to what comes next, which may be lines below. */
function missingComma({ text, file, start }: Seen): Words | undefined {
  if (!text.startsWith("','")) return undefined;
  const before = lastTokenBefore(file, start);
  if (before === undefined) return undefined;
  const next = file.text.slice(start).split(/\s/, 1)[0];
  return {
    text: `A comma is missing behind ${before.getText(file)}, in front of ${next}.`,
    start: before.getStart(file),
  };
}

function openText({ file, start }: Seen): Words {
  const line = file.text.slice(file.text.lastIndexOf("\n", start - 1) + 1, start).trim();
  return { text: `A text on this line has no quote at its end: ${line.slice(0, 60)}`, start };
}

/** What word processors and phones make of quotes. */
function typographicQuote({ file, start }: Seen): Words | undefined {
  const quote = file.text.charAt(start);
  return /[\u2018-\u201f\u00ab\u00bb]/.test(quote)
    ? { text: `${quote} is a typographic quote; write a text between two ".`, start }
    : undefined;
}

function lastTokenBefore(file: ts.SourceFile, place: number): ts.Node | undefined {
  let last: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) >= place) return;
    const parts = node.getChildren(file);
    if (parts.length === 0 && node.getWidth(file) > 0 && node.getEnd() <= place) last = node;
    parts.forEach(visit);
  };
  visit(file);
  return last;
}

const LISTS = /^(?:sensors|actuators|rules|follows|displays|filters)$/;

/** `sensors: {}`, and `sensors: { t: sensor(...) }`. */
function listWanted({ file, start }: Seen): Words | undefined {
  const record = nodeAt(file, start, (node) => {
    const value = ts.isPropertyAssignment(node) ? node.initializer : undefined;
    return value !== undefined && LISTS.test(nameOf(node)) && ts.isObjectLiteralExpression(value);
  });
  if (record === undefined) return undefined;
  const name = nameOf(record);
  return {
    text: `${name} is a list, and not a record; write ${name}: [ ... ].`,
    start: record.getStart(file),
  };
}

function filterWanted({ text, start }: Seen): Words | undefined {
  if (!/^Type '\(.*=> .*' is not assignable to type '(?:Filter|Filter\[\])'/.test(text)) return undefined;
  const sentence =
    "A function is no filter; write a list of filters, as filters: [median(5), deadBand(0.2)], and give a function of your own to derive: sensor(..., derive([air.temperature], mine), ...).";
  return { text: sentence, start };
}

/** `filters: deadBand(1)`. */
function filtersWanted({ text, file, start }: Seen): Words | undefined {
  if (!text.startsWith("Type 'Filter' is missing ")) return undefined;
  const option = nodeAt(file, start, ts.isPropertyAssignment) as ts.PropertyAssignment | undefined;
  if (option === undefined) return undefined;
  const name = nameOf(option);
  return { text: `${name} is a list; write ${name}: [${option.initializer.getText(file)}].`, start };
}

/** `when("t").at("07:00")`. */
function ruleWord({ text, start }: Seen): Words | undefined {
  const [, word = ""] =
    /^Property '(\w+)' does not exist on type '(?:Cause|Condition|NamingRule|Threshold)</.exec(text) ?? [];
  if (word === "") return undefined;
  const words = "above, below or is, then until, for, between, onlyWhile, keep, set, setFor or toggle";
  const instead =
    word === "at" ? ' A time of day begins a rule: at("06:30").set("pump", "on").' : cannotYet(word);
  return { text: `A rule has no ${word}; it goes on with ${words}.${instead}`, start };
}

function causeWanted({ file, start, checker }: Seen): Words | undefined {
  const call = nodeAt(file, start, ts.isCallExpression) as ts.CallExpression | undefined;
  if (call === undefined || call.arguments.length > 0 || call.expression.getText(file) !== "when")
    return undefined;
  if (checker.typeToString(checker.getTypeAtLocation(call)).startsWith("Cause<") === false) return undefined;
  return { text: 'when takes the name of a sensor or an actuator, as when("temperature").', start };
}

/** `sensor("t", air)`. */
function quantityWanted({ text, file, start, end, checker }: Seen): Words | undefined {
  if (!/ is not assignable to parameter of type 'Quantity'/.test(text)) return undefined;
  const argument = nodeAt(file, start, (node) => ts.isExpression(node) && node.getEnd() === end);
  if (argument === undefined) return undefined;
  const type = checker.getTypeAtLocation(argument);
  const written = argument.getText(file);
  const names = type
    .getProperties()
    .filter((property) =>
      /Quantity$/.test(checker.typeToString(checker.getTypeOfSymbolAtLocation(property, argument))),
    )
    .map(({ name }) => `${written}.${name}`);
  if (names.length === 0) return undefined;
  return {
    text: `${written} is a part, and a sensor reads one of its quantities: ${inWords(names)}.`,
    start,
  };
}

function inWords(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

function nameOf(node: ts.Node): string {
  return ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? node.name.text : "";
}

/** The innermost of these nodes around a place. */
function nodeAt(
  file: ts.SourceFile,
  place: number,
  isWanted: (node: ts.Node) => boolean,
): ts.Node | undefined {
  let innermost: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (place < node.getStart(file) || place >= node.getEnd()) return;
    if (isWanted(node)) innermost = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return innermost;
}
