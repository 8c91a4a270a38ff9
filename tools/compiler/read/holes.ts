// Values that would be undefined in a list, which Lua then takes to end there: those that a type parameter
// stands for at a call, and those that are there only by a cast.
import ts from "typescript";
import { placeOf } from "../source/program.ts";
import { withoutCasts } from "../source/without-casts.ts";
import { refused, voided } from "../subset/diagnostics.ts";
import { isList, mayBeNothing } from "../subset/library.ts";
import { isUnknown, membersOf } from "./ts-types.ts";
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
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) this.call(node);
      else if (ts.isIdentifier(node)) this.handedOver(node);
      ts.forEachChild(node, visit);
    };
    for (const file of files) visit(file);
    for (const calls of [this.values, this.lists]) this.passOn(calls);
    this.voided = new Voided(files, checker);
  }

  /** The reason why the value may be missing where it is read. */
  ofRead(node: Reference): string | undefined {
    const call = this.voided.by(node);
    return call && voided(node.getText(), call.getText(), placeOf(call)?.line ?? 0);
  }

  /** The reason why it cannot be in a list; `undefined` where it can. */
  ofValue(node: ts.Expression): string | undefined {
    const bare = withoutCasts(node);
    const type = this.checker.getTypeAtLocation(bare);
    const isUndefined = (!ts.isElementAccessExpression(bare) && mayBeNothing(type)) || isUnknown(type);
    return isUndefined ? refused.hole : this.sentence(refused.hole, this.callOf(type, this.values));
  }

  /** The reason why it cannot be stored in this list, whose type has no undefined. */
  ofStore(list: ts.Expression, value: ts.Expression): string | undefined {
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(list));
    const entry = type.getNumberIndexType();
    const hasOwn =
      !isList(type, this.checker) || entry === undefined || mayBeNothing(entry) || isUnknown(entry);
    return hasOwn ? undefined : this.ofValue(value);
  }

  /** The reason why a list cannot be counted or walked. */
  ofList(list: ts.Expression, sentence: string): string | undefined {
    const entry = this.checker.getTypeAtLocation(list).getNumberIndexType();
    return entry && this.sentence(sentence, this.callOf(entry, this.lists));
  }

  private sentence(sentence: string, call: ts.Node | undefined): string | undefined {
    const place = call && placeOf(call);
    return place && `${sentence} (it may be undefined by what is given to it at ${place.file}:${place.line})`;
  }

  private callOf(type: ts.Type, calls: Calls): ts.Node | undefined {
    return membersOf(type)
      .map((one) => calls.get(one))
      .find((one) => one !== undefined);
  }

  private call(node: ts.CallExpression): void {
    const signature = this.checker.getResolvedSignature(node);
    const own = parametersOf(signature, this.checker);
    if (signature === undefined || own.length === 0) return;
    const given = this.checker.getTypeArgumentsForResolvedSignature(signature) ?? [];
    const hasHoles = node.arguments.some((one) => this.hasHoles(this.checker.getTypeAtLocation(one)));
    for (const [at, to] of own.entries()) {
      const from = given[at];
      if (from === undefined) continue;
      for (const one of membersOf(from)) this.passed.push([one, to]);
      if (!mayBeNothing(from)) continue;
      this.values.set(to, node);
      if (hasHoles) this.lists.set(to, node);
    }
  }

  /** A generic function that is a value is called with arguments that nobody here sees. */
  private handedOver(node: ts.Identifier): void {
    const { parent } = node;
    const isNamed =
      (ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent)) && parent.name === node;
    const isCalled = ts.isCallExpression(parent) && parent.expression === node;
    if (isNamed || isCalled || !ts.isExpression(node) || ts.isPropertyAccessExpression(parent)) return;
    const [signature] = this.checker.getTypeAtLocation(node).getCallSignatures();
    const wanted = this.checker.getContextualType(node)?.getCallSignatures()[0];
    if (wanted === undefined) return;
    const types = wanted.parameters.map((one) => this.checker.getTypeOfSymbol(one));
    if (!types.some((one) => mayBeNothing(one) || this.hasHoles(one))) return;
    for (const one of parametersOf(signature, this.checker)) this.values.set(one, node);
  }

  private hasHoles(type: ts.Type, seen = new Set<ts.Type>()): boolean {
    if (seen.has(type)) return false;
    seen.add(type);
    const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
    const given = isReference ? this.checker.getTypeArguments(type as ts.TypeReference) : [];
    return [...given, ...(type.aliasTypeArguments ?? [])].some(
      (one) => mayBeNothing(one) || this.hasHoles(one, seen),
    );
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

function parametersOf(signature: ts.Signature | undefined, checker: ts.TypeChecker): readonly ts.Type[] {
  const { typeParameters = [] } = signature?.declaration ?? {};
  return typeParameters.flatMap((one) =>
    ts.isTypeParameterDeclaration(one) ? [checker.getTypeAtLocation(one)] : [],
  );
}
