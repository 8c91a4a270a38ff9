// A type checker with a cache by node: TypeScript's own works out most types anew at each call, with all that
// the node is made of.
import type ts from "typescript";

const known = new WeakMap<ts.TypeChecker, ts.TypeChecker>();

/** The checker of a program that does not change any more, with a cache. */
export function cachedChecker(checker: ts.TypeChecker): ts.TypeChecker {
  const before = known.get(checker);
  if (before !== undefined) return before;
  const cached: ts.TypeChecker = {
    ...checker,
    getTypeAtLocation: remembered(checker.getTypeAtLocation),
    getSymbolAtLocation: remembered(checker.getSymbolAtLocation),
    getContextualType: remembered((node: ts.Expression) => checker.getContextualType(node)),
  };
  known.set(checker, cached);
  return cached;
}

function remembered<Node extends object, Answer>(answerOf: (node: Node) => Answer): (node: Node) => Answer {
  const answers = new Map<Node, { answer: Answer }>();
  return (node) => {
    const before = answers.get(node);
    if (before !== undefined) return before.answer;
    const answer = answerOf(node);
    answers.set(node, { answer });
    return answer;
  };
}
