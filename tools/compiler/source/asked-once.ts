// A checker that is asked once about each node: TypeScript works out anew, with all that a node is made of,
// what most are.
import type ts from "typescript";

const known = new WeakMap<ts.TypeChecker, ts.TypeChecker>();

/** The checker of a program that does not change any more. */
export function askedOnce(checker: ts.TypeChecker): ts.TypeChecker {
  const before = known.get(checker);
  if (before !== undefined) return before;
  const asked: ts.TypeChecker = {
    ...checker,
    getTypeAtLocation: remembered(checker.getTypeAtLocation),
    getSymbolAtLocation: remembered(checker.getSymbolAtLocation),
    getContextualType: remembered((node: ts.Expression) => checker.getContextualType(node)),
  };
  known.set(checker, asked);
  return asked;
}

function remembered<Node extends object, Answer>(ask: (node: Node) => Answer): (node: Node) => Answer {
  const answers = new Map<Node, { answer: Answer }>();
  return (node) => {
    const before = answers.get(node);
    if (before !== undefined) return before.answer;
    const answer = ask(node);
    answers.set(node, { answer });
    return answer;
  };
}
