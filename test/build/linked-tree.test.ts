// A tree that is kept through edits is the tree that the edited text has when it is read anew.
import ts from "typescript";
import { expect, test } from "vitest";
import { editedTree } from "../../tools/build/linked-tree.ts";
import { applyEdits, type Edit, madeUp, outerEdits } from "../../tools/build/mapped-text.ts";
import { parsedTree } from "../../tools/build/program.ts";
import { createRandom } from "../../tools/sim/random.ts";
import { randomProgram } from "./random-program.ts";

const NAME = "/linked.ts";

/** All nodes of a tree, with their kinds, their parents' kinds, and the text that they stand for. */
function nodesOf(file: ts.SourceFile): string[] {
  const nodes: string[] = [];
  const walk = (node: ts.Node): void => {
    const above = node.parent === undefined ? "" : ts.SyntaxKind[node.parent.kind];
    nodes.push(`${ts.SyntaxKind[node.kind]} in ${above} at ${node.getStart()}: ${node.getText()}`);
    ts.forEachChild(node, walk);
  };
  file.statements.forEach(walk);
  walk(file.endOfFileToken);
  return nodes;
}

/** The tree after edits, and the text that it should be of. */
function afterEdits(before: ts.SourceFile, edits: readonly Edit[]): ts.SourceFile {
  const outer = outerEdits(edits);
  const { text } = applyEdits(madeUp(before.text), outer);
  return editedTree(before, text, outer);
}

function expectTreeOfItsText(file: ts.SourceFile): void {
  expect(nodesOf(file)).toEqual(nodesOf(parsedTree(NAME, file.text)));
}

const TEXT = "const a = 1;\nfunction f(): number {\n  return a;\n}\nconst b = f();\nlet c = b;\nexport {};";
const at = (word: string): number => TEXT.indexOf(word);

const EDITS: readonly (readonly [title: string, edits: readonly Edit[]])[] = [
  ["a longer word in the first statement", [{ start: at("1"), end: at("1") + 1, text: "1000" }]],
  ["a statement that goes", [{ start: at("function"), end: at("const b"), text: "" }]],
  ["an edit over the end of a statement", [{ start: at("f();"), end: at("let c") + 5, text: "2, c" }]],
  ["statements where there was one", [{ start: at("let"), end: at("let"), text: "let d = 2; let e = 3; " }]],
  ["words behind the end of a statement", [{ start: at("let") - 1, end: at("let") - 1, text: " f();" }]],
  ["words behind the last statement", [{ start: TEXT.length, end: TEXT.length, text: "\nf();" }]],
  ["words in front of the first statement", [{ start: 0, end: 0, text: "f();\n" }]],
  [
    "edits in several statements",
    [
      { start: at("b;"), end: at("b;") + 1, text: "a + b" },
      { start: at("a;"), end: at("a;") + 1, text: "" },
      { start: at("b = f"), end: at("b = f") + 1, text: "bee" },
    ],
  ],
];

test.each(EDITS)("%s: the tree is that of the text", (_, edits) => {
  expectTreeOfItsText(afterEdits(parsedTree(NAME, TEXT), edits));
});

test("a statement that no edit touches keeps its node", () => {
  const before = parsedTree(NAME, TEXT);
  const kept = before.statements[4];
  const after = afterEdits(before, [{ start: at("1"), end: at("1") + 1, text: "1000" }]);
  expect(after.statements[4]).toBe(kept);
  expect(kept?.getText()).toBe("export {};");
});

test("one tree after another, through edits by chance, is that of its text", () => {
  const random = createRandom(7);
  let file = parsedTree(NAME, `${randomProgram(3)}\nexport {};`);
  for (let round = 0; round < 30; round++) {
    const literals: ts.Node[] = [];
    const walk = (node: ts.Node): void => {
      if (ts.isNumericLiteral(node) || ts.isExpressionStatement(node)) literals.push(node);
      ts.forEachChild(node, walk);
    };
    walk(file);
    const chosen = literals.filter(() => random.below(12) === 0);
    const edits = chosen.map((node) => {
      const text = ts.isNumericLiteral(node) ? String(random.below(5000)) : `{ ${node.getText()} }`;
      return { start: node.getStart(), end: node.end, text };
    });
    file = afterEdits(file, edits);
    expectTreeOfItsText(file);
  }
});
