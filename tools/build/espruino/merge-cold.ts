// Functions tagged `@cold` become branches of a few functions, chosen by a number: `f(x)` is `merged(3, x)`.
//
// A function costs five JsVars and one for each parameter, wherever its code lies. The interpreter reads past the
// branches in front, so that only what runs when a connection comes or goes is merged.
import ts from "typescript";
import { changed, type LinkedProgram } from "../linked-program.ts";
import { applyEdits, type Edit, joinMapped, type MappedText, madeUp, slice } from "../mapped-text.ts";
import { contains } from "../optimise/call-sites.ts";
import { reordered } from "../optimise/reorder.ts";
import { eachReference } from "../references.ts";
import { namesOfStart } from "./release.ts";

const MERGED = "mergedCold";
const NUMBER = "mergedNumber";
const PARAMETER = "mergedParameter";

interface Member {
  declaration: ts.FunctionDeclaration & { name: ts.Identifier; body: ts.Block };
  symbol: ts.Symbol;
  calls: ts.CallExpression[];
}

/** Characters of the source of one merged function: a call reads past all of them. */
const MOST_CHARACTERS = 6500;

/** The program with its cold functions merged, but for those that are let go after the start. */
export function withMergedCold(linked: LinkedProgram): LinkedProgram {
  const groups = groupsOf(membersOf(linked));
  if (groups.length === 0) return linked;
  const calls = groups.flatMap((members, group) =>
    members.flatMap((member, index) => member.calls.map((call) => numbered(call, group, index))),
  );
  const removals = groups.flat().map(({ declaration }): Edit => {
    return { start: declaration.getStart(), end: declaration.end, text: "" };
  });
  const merged = groups.map((members, group) =>
    mergedFunction(
      group,
      members,
      members.map((member) => branch(member, linked, calls)),
    ),
  );
  const rest = applyEdits(linked.source, [...calls, ...removals]);
  return reordered(changed(linked, joinMapped([...merged, rest])));
}

/** Neighbours in the source belong together. A group of one would save nothing. */
function groupsOf(members: readonly Member[]): Member[][] {
  const groups: Member[][] = [];
  let characters = 0;
  for (const member of members) {
    const size = member.declaration.getText().length;
    if (groups.length === 0 || characters + size > MOST_CHARACTERS) {
      groups.push([]);
      characters = 0;
    }
    groups.at(-1)?.push(member);
    characters += size;
  }
  return groups.filter((group) => group.length > 1);
}

/** Functions that are cold, or called by nobody else, that are only ever called, and needed after the start. */
function membersOf(linked: LinkedProgram): Member[] {
  const { cold, hot } = linked.tagged;
  const letGo = new Set(namesOfStart(linked));
  const found = new Map<ts.Symbol, Member>();
  for (const declaration of linked.file.statements) {
    if (!isCandidate(declaration) || letGo.has(declaration.name.text)) continue;
    const symbol = linked.checker.getSymbolAtLocation(declaration.name);
    if (symbol !== undefined) found.set(symbol, { declaration, symbol, calls: [] });
  }
  eachReference(linked.file, linked.checker, (identifier, symbol, use) => {
    const member = found.get(symbol);
    if (member === undefined || use === "type" || identifier === member.declaration.name) return;
    const call = identifier.parent;
    if (ts.isCallExpression(call) && call.expression === identifier) member.calls.push(call);
    else found.delete(symbol);
  });
  const members = [...found.values()];
  const rare = new Set(members.filter(({ declaration }) => cold.has(declaration.name.text)));
  const isRare = ({ declaration, calls }: Member): boolean =>
    !hot.has(declaration.name.text) && calls.every((call) => isWithin(call, rare, letGo));
  for (let size = -1; size !== rare.size; ) {
    size = rare.size;
    for (const member of members) if (isRare(member)) rare.add(member);
  }
  return members.filter((member) => rare.has(member));
}

/** Does the call stand in one of the members, or in a function that only the start needs? */
function isWithin(call: ts.Node, members: ReadonlySet<Member>, letGo: ReadonlySet<string>): boolean {
  for (let at = call; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionDeclaration(at)) continue;
    const name = at.name?.text ?? "";
    return letGo.has(name) || [...members].some(({ declaration }) => declaration === at);
  }
  return true;
}

function isCandidate(statement: ts.Statement): statement is Member["declaration"] {
  if (!ts.isFunctionDeclaration(statement) || statement.name === undefined || statement.body === undefined)
    return false;
  const usesThis = contains(statement.body, (node) => node.kind === ts.SyntaxKind.ThisKeyword);
  return !usesThis && statement.parameters.every(({ name }) => ts.isIdentifier(name));
}

/** The parameters that calls have arguments for: a stated `this` is none. */
function parametersOf({ declaration }: Member): readonly ts.ParameterDeclaration[] {
  return declaration.parameters.filter(({ name }) => name.getText() !== "this");
}

/** `f(` becomes `merged(3, `. */
function numbered(call: ts.CallExpression, group: number, index: number): Edit {
  const [first] = call.arguments;
  const end = first === undefined ? call.end : first.getStart();
  return {
    start: call.getStart(),
    end,
    text: `${MERGED}${group}(${index}${first === undefined ? ")" : ", "}`,
  };
}

/** The body of a member, with the parameters that all share. */
function branch(member: Member, linked: LinkedProgram, calls: readonly Edit[]): MappedText {
  const { declaration } = member;
  const numbers = new Map<ts.Symbol, number>();
  parametersOf(member).forEach(({ name }, index) => {
    const symbol = linked.checker.getSymbolAtLocation(name);
    if (symbol !== undefined) numbers.set(symbol, index);
  });
  const renamed: Edit[] = [];
  eachReference(declaration.body, linked.checker, (identifier, symbol, use) => {
    const number = numbers.get(symbol);
    if (number === undefined || use === "type") return;
    const text = `${PARAMETER}${number}`;
    renamed.push({
      start: identifier.getStart(),
      end: identifier.end,
      text: use === "shorthand" ? `${identifier.text}: ${text}` : text,
    });
  });
  const { body } = declaration;
  return slice(linked.source, body.getStart(), body.end, [...calls, ...renamed]);
}

function mergedFunction(
  group: number,
  members: readonly Member[],
  bodies: readonly MappedText[],
): MappedText {
  const most = Math.max(...members.map((member) => parametersOf(member).length));
  const parameters = Array.from({ length: most }, (_, index) => `${PARAMETER}${index}`);
  const head = madeUp(`function ${MERGED}${group}(${[NUMBER, ...parameters].join(", ")}) {`);
  const branches = bodies.flatMap((body, index) => [
    madeUp(`${index === 0 ? "" : "else "}if (${NUMBER} === ${index})`),
    body,
  ]);
  return joinMapped([head, ...branches, madeUp("}")]);
}
