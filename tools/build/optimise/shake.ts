// What nobody uses goes: functions, constants and types at the top of the linked program.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Meaning, Names } from "../names.ts";
import { isPureDeclaration } from "../purity.ts";
import { namesOfStatement } from "../statement-names.ts";

interface Part {
  statement: ts.Statement;
  declares: readonly Meaning[];
  values: Meaning[];
  types: Meaning[];
  /** It does something by itself when the program starts. */
  acts: boolean;
}

/** Edits that remove unused declarations; a value of which only the type is used is left as a declaration of that type. */
export function shakeUnused(linked: LinkedProgram): Edit[] {
  const parts = linked.file.statements
    .filter((one) => !isAmbient(one))
    .map((one) => partOf(one, linked.names));
  const live = reached(parts, (part) => part.values);
  const typed = reached(parts, (part) => [...part.values, ...part.types]);
  return parts.flatMap((part) => {
    if (live.has(part)) return [];
    const { statement } = part;
    if (!typed.has(part)) return [{ start: statement.getStart(), end: statement.end, text: "" }];
    return ambientForm(statement, linked);
  });
}

function partOf(statement: ts.Statement, names: Names): Part {
  const own = namesOfStatement(statement).declares.map(({ name }) => name);
  const declares = own.flatMap((name) => names.of(name) ?? []);
  const part: Part = { statement, declares, values: [], types: [], acts: !isPureDeclaration(statement) };
  for (const { identifier, meaning, use } of names.referencesIn(statement))
    if (!own.includes(identifier)) (use === "type" ? part.types : part.values).push(meaning);
  return part;
}

/** The parts that run, and all that they name. */
function reached(parts: readonly Part[], named: (part: Part) => readonly Meaning[]): Set<Part> {
  const byMeaning = new Map<Meaning, Part[]>();
  for (const part of parts) {
    for (const one of part.declares) byMeaning.set(one, [...(byMeaning.get(one) ?? []), part]);
  }
  const found = new Set(parts.filter((part) => part.acts));
  const queue = [...found];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    for (const next of named(part).flatMap((one) => byMeaning.get(one) ?? [])) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  return found;
}

function isAmbient(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return (
    ts.isExportDeclaration(statement) || modifiers.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword)
  );
}

/** `declare const name: type` in place of a value: types may still name it, an image does not hold it. */
function ambientForm(statement: ts.Statement, linked: LinkedProgram): Edit[] {
  if (ts.isFunctionDeclaration(statement) && statement.body !== undefined) {
    return [
      { start: statement.getStart(), end: statement.getStart(), text: "declare " },
      { start: statement.body.getStart(), end: statement.body.end, text: ";" },
    ];
  }
  if (!ts.isVariableStatement(statement)) return [];
  const { checker } = linked;
  const types = statement.declarationList.declarations.map((one) => {
    const type = checker.typeToString(checker.getTypeAtLocation(one), one, ts.TypeFormatFlags.NoTruncation);
    return `${one.name.getText()}: ${type}`;
  });
  return [{ start: statement.getStart(), end: statement.end, text: `declare const ${types.join(", ")};` }];
}
