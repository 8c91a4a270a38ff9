// An edit of a source that is said by patterns: in what is declared under a name, `right` becomes `wrong`.
import ts from "typescript";
import { type Declarations, declarationsIn } from "./declarations.ts";
import { bestMatches, isStatement, type Match, parsePattern } from "./pattern.ts";
import { renamed } from "./renamed.ts";

export interface Edit {
  /** From the package's folder on: whatever file of it has the declaration. */
  folder: string;
  /** The function, method, class or constant. */
  name: string;
  /** A pattern, and what is written in its place, in the names of the pattern; nothing takes a statement away. */
  right: string;
  wrong: string;
}

export interface Edited {
  /** From the package's folder on. */
  file: string;
  text: string;
}

/** Throws where the pattern stands nowhere, or at several places that are as much like it. */
export function edited(edit: Edit): Edited {
  return editedIn(declarationsIn(edit.folder), edit);
}

export function editedIn(declarations: Declarations, edit: Edit): Edited {
  const match = placeOf(declarations, edit);
  const { fileName, text } = match.node.getSourceFile();
  const wrong = renamed(wrongCode(edit, match.node), match);
  return {
    file: fileName,
    text: text.slice(0, match.node.getStart()) + wrong + text.slice(match.node.getEnd()),
  };
}

function wrongCode({ right, wrong }: Edit, { parent }: ts.Node): string {
  if (!isStatement(right)) return `(${wrong})`;
  return ts.isBlock(parent) || ts.isSourceFile(parent) ? `${wrong};` : `{ ${wrong} }`;
}

function placeOf(declarations: Declarations, { folder, name, right }: Edit): Match {
  const declared = declarations.get(name) ?? [];
  if (declared.length === 0)
    throw new Error(`Nothing in ${folder} is called ${name}, where this is looked for: ${right}`);
  const matches = bestMatches(parsePattern(right), declared);
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  const times = match === undefined ? "nothing" : `${matches.length} places, and none more than the others,`;
  throw new Error(`In ${name} of ${filesOf(declared)} ${times} looks like this: ${right}`);
}

function filesOf(nodes: readonly ts.Node[]): string {
  return [...new Set(nodes.map((node) => node.getSourceFile().fileName))].join(" and ");
}
