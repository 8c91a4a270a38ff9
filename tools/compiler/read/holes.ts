// Values that would be undefined in a list, which Lua then takes to end there: those that a type parameter
// stands for at a call, and those that are there only by a cast.
import ts from "typescript";
import { sourcePlaceOf } from "../source/program.ts";
import { withoutCasts } from "../source/without-casts.ts";
import { refused, voided } from "../subset/diagnostics.ts";
import { isList, mayBeNothing } from "../subset/library.ts";
import { FileNotes } from "./file-notes.ts";
import { isUnknownType, typeMembers } from "./ts-types.ts";
import { type Reference, Voided } from "./voided.ts";

/** By the type parameter that may be undefined, the call that makes it so. */
type Calls = Map<ts.Type, ts.Node>;

export class Holes {
  /** Types that may be undefined, and those whose lists may hold undefined when they come. */
  private readonly values: Calls = new Map();
  private readonly lists: Calls = new Map();
  /** From the arguments of a generic function to its own type parameter. */
  private readonly passed: (readonly [from: ts.Type, to: ts.Type])[] = [];
  private readonly voided: Voided;

  constructor(
    files: readonly ts.SourceFile[],
    private readonly checker: ts.TypeChecker,
  ) {
    for (const { from, to, by, isList } of HOLES.of(files, checker)) {
      if (from !== undefined) this.passed.push([from, to]);
      else if (by !== undefined) (isList ? this.lists : this.values).set(to, by);
    }
    for (const calls of [this.values, this.lists]) this.passOn(calls);
    this.voided = new Voided(files, checker);
  }

  /** The reason why the value may be missing where it is read. */
  ofRead(node: Reference): string | undefined {
    const call = this.voided.by(node);
    return call && voided(node.getText(), call.getText(), sourcePlaceOf(call)?.line ?? 0);
  }

  /** The reason why it cannot be in a list; `undefined` where it can. */
  ofValue(node: ts.Expression): string | undefined {
    const bare = withoutCasts(node);
    const type = this.checker.getTypeAtLocation(bare);
    const isUndefined = (!ts.isElementAccessExpression(bare) && mayBeNothing(type)) || isUnknownType(type);
    return isUndefined ? refused.hole : this.sentence(refused.hole, this.callOf(type, this.values));
  }

  /** The reason why it cannot be stored in this list, whose type has no undefined. */
  ofStore(list: ts.Expression, value: ts.Expression): string | undefined {
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(list));
    const entry = type.getNumberIndexType();
    const hasOwn =
      !isList(type, this.checker) || entry === undefined || mayBeNothing(entry) || isUnknownType(entry);
    return hasOwn ? undefined : this.ofValue(value);
  }

  /** The reason why a list cannot be counted or walked. */
  ofList(list: ts.Expression, sentence: string): string | undefined {
    const entry = this.checker.getTypeAtLocation(list).getNumberIndexType();
    return entry && this.sentence(sentence, this.callOf(entry, this.lists));
  }

  private sentence(sentence: string, call: ts.Node | undefined): string | undefined {
    const place = call && sourcePlaceOf(call);
    return place && `${sentence} (it may be undefined by what is given to it at ${place.file}:${place.line})`;
  }

  private callOf(type: ts.Type, calls: Calls): ts.Node | undefined {
    return typeMembers(type)
      .map((member) => calls.get(member))
      .find((node) => node !== undefined);
  }

  private passOn(calls: Calls): void {
    for (let before = -1; before !== calls.size; ) {
      before = calls.size;
      for (const [from, to] of this.passed) {
        const call = calls.get(from);
        if (call !== undefined && !calls.has(to)) calls.set(to, call);
      }
    }
  }
}

/** Of a type parameter: what is given for it, or by what it, or what lists of it hold, may be undefined. */
interface Hole {
  to: ts.Type;
  from?: ts.Type;
  by?: ts.Node;
  isList?: boolean;
}

const HOLES = new FileNotes<Hole>((file, checker) => {
  const holes: Hole[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) holes.push(...holesOfCall(node, checker));
    else if (ts.isIdentifier(node)) holes.push(...holesOfHandedOver(node, checker));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return holes;
});

function holesOfCall(node: ts.CallExpression, checker: ts.TypeChecker): readonly Hole[] {
  const signature = checker.getResolvedSignature(node);
  const own = parametersOf(signature, checker);
  if (signature === undefined || own.length === 0) return [];
  const types = checker.getTypeArgumentsForResolvedSignature(signature) ?? [];
  const isInLists = node.arguments.some((argument) => hasHoles(checker.getTypeAtLocation(argument), checker));
  return own.flatMap((to, at): Hole[] => {
    const from = types[at];
    if (from === undefined) return [];
    const passed = typeMembers(from).map((member) => ({ from: member, to }));
    if (!mayBeNothing(from)) return passed;
    return [...passed, { to, by: node }, ...(isInLists ? [{ to, by: node, isList: true }] : [])];
  });
}

/** Whoever gets a generic function calls it with what nobody here sees. */
function holesOfHandedOver(node: ts.Identifier, checker: ts.TypeChecker): readonly Hole[] {
  const { parent } = node;
  const isNamed =
    (ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent)) && parent.name === node;
  const isCalled = ts.isCallExpression(parent) && parent.expression === node;
  if (isNamed || isCalled || !ts.isExpression(node) || ts.isPropertyAccessExpression(parent)) return [];
  const [signature] = checker.getTypeAtLocation(node).getCallSignatures();
  const wanted = checker.getContextualType(node)?.getCallSignatures()[0];
  if (wanted === undefined) return [];
  const types = wanted.parameters.map((parameter) => checker.getTypeOfSymbol(parameter));
  if (!types.some((type) => mayBeNothing(type) || hasHoles(type, checker))) return [];
  return parametersOf(signature, checker).map((to) => ({ to, by: node }));
}

function hasHoles(type: ts.Type, checker: ts.TypeChecker, seen = new Set<ts.Type>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  const types = isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
  return [...types, ...(type.aliasTypeArguments ?? [])].some(
    (argument) => mayBeNothing(argument) || hasHoles(argument, checker, seen),
  );
}

function parametersOf(signature: ts.Signature | undefined, checker: ts.TypeChecker): readonly ts.Type[] {
  const { typeParameters = [] } = signature?.declaration ?? {};
  return typeParameters.flatMap((parameter) =>
    ts.isTypeParameterDeclaration(parameter) ? [checker.getTypeAtLocation(parameter)] : [],
  );
}
