// The shared state of the reader: the meaning of a node's name, its type, its place, and the refusals.
import ts from "typescript";
import { shownPath } from "../../files/shown-path.ts";
import { overlap } from "../ir/check-types.ts";
import type { Block, Expression, FunctionDef, FunctionName, Place, Variable } from "../ir/program.ts";
import { eitherOf, FOREIGN, NOTHING, type Type } from "../ir/types.ts";
import { at, BuildError } from "../source/build-error.ts";
import { sourcePlaceOf } from "../source/program.ts";
import { isAmbient, withoutAlias } from "../source/references.ts";
import type { FieldBook } from "./fields.ts";
import type { Holes } from "./holes.ts";
import type { LibraryName } from "./library.ts";
import type { PossibleTypes } from "./possible-types.ts";
import { isNever } from "./ts-types.ts";
import type { TypeReader } from "./types.ts";

/** A function while it is read: its body comes last, because functions call each other. */
export type OpenFunction = { -readonly [key in keyof FunctionDef]: FunctionDef[key] };

export type Named =
  | { kind: "variable"; variable: Variable }
  | { kind: "function"; function: OpenFunction }
  | { kind: "foreign"; name: string }
  | { kind: "nothing" };

/**
 * The readers, which need one another: an expression may hold a function, and a function holds statements.
 */
export interface Readers {
  expression(node: ts.Expression, scope: Scope): Expression;
  closure(node: ts.ArrowFunction | ts.FunctionExpression, scope: Scope): FunctionDef;
  block(statements: readonly ts.Statement[], scope: Scope): Block;
  library(): readonly FunctionDef[];
}

export class Scope {
  private readonly variables = new Map<ts.Symbol, Variable>();
  private readonly functions = new Map<ts.Symbol, OpenFunction>();
  private readonly selves = new Map<ts.Node, Variable>();
  /** Functions of the library that this program calls, and those that they call. */
  library: readonly FunctionDef[] = [];
  private readonly places = new Map<ts.SourceFile, (line: number) => Place>();

  constructor(
    readonly checker: ts.TypeChecker,
    readonly book: FieldBook,
    readonly types: TypeReader,
    readonly possible: PossibleTypes,
    readonly holes: Holes,
    private readonly readers: Readers,
  ) {}

  expression(node: ts.Expression): Expression {
    return this.readers.expression(node, this);
  }

  closure(node: ts.ArrowFunction | ts.FunctionExpression): FunctionDef {
    return this.readers.closure(node, this);
  }

  block(statements: readonly ts.Statement[]): Block {
    return this.readers.block(statements, this);
  }

  /** A function in place of one of JavaScript's library (library.ts). */
  libraryFunction(name: LibraryName): FunctionName {
    if (this.library.length === 0) this.library = this.readers.library();
    const definition = this.library.find(({ id }) => id.name === name);
    if (definition === undefined) throw new Error(`The library has no ${name}.`);
    return definition.id;
  }

  place(node: ts.Node): Place {
    const file = node.getSourceFile();
    const placeAt = this.places.get(file) ?? placesIn(shownPath(file.fileName));
    this.places.set(file, placeAt);
    return placeAt(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
  }

  /** The type that the source may use it as. */
  typeOf(node: ts.Node): Type {
    const type = this.checker.getTypeAtLocation(node);
    return isNever(type) ? this.possibleType(node) : this.types.read(type);
  }

  /** The type that its values may have. */
  possibleType(node: ts.Node): Type {
    return this.possible.of(node);
  }

  /**
   * The same. A value that never comes to TypeScript may go anywhere, as in `default: return shape` of a
   * function that gives a number: then it is of no type.
   */
  wantedType(node: ts.Expression): Type {
    const type = this.possibleType(node);
    if (!isNever(this.checker.getTypeAtLocation(node))) return type;
    const wanted = this.checker.getContextualType(node);
    if (wanted === undefined) return type;
    return isNever(wanted) || !overlap(type, this.types.read(wanted)) ? FOREIGN : type;
  }

  /** `isByDefault`: a parameter that a call may leave out, whatever its uses assume. */
  declare(name: ts.Identifier, isByDefault = false): Variable {
    const symbol = this.checker.getSymbolAtLocation(name);
    const possible = this.possibleType(name);
    const type = isByDefault
      ? eitherOf([possible, NOTHING])
      : isOptionalNever(name, possible)
        ? FOREIGN
        : possible;
    const variable: Variable = { name: name.text, type, place: this.place(name) };
    if (symbol !== undefined) this.variables.set(symbol, variable);
    return variable;
  }

  /** The variable that `this` is in a function. */
  declareThis(parameter: ts.ParameterDeclaration): Variable {
    const variable = this.made("this", this.typeOf(parameter), parameter);
    this.selves.set(parameter.parent, variable);
    return variable;
  }

  self(node: ts.Node): Variable {
    const around = ts.findAncestor(node, (inner) => ts.isFunctionLike(inner) && !ts.isArrowFunction(inner));
    const variable = around === undefined ? undefined : this.selves.get(around);
    if (variable === undefined) throw this.refused(node, "there is no this here");
    return variable;
  }

  nameVariable(symbol: ts.Symbol, variable: Variable): void {
    this.variables.set(symbol, variable);
  }

  declareFunction(symbol: ts.Symbol, open: OpenFunction): void {
    this.functions.set(symbol, open);
  }

  /** A variable that the source does not have. */
  made(name: string, type: Type, node: ts.Node): Variable {
    return { name, type, place: this.place(node) };
  }

  named(node: ts.Identifier): Named {
    const local = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    if (local === undefined) throw this.refused(node, `nobody knows what ${node.text} is`);
    const symbol = withoutAlias(local, this.checker);
    const variable = this.variables.get(symbol);
    if (variable !== undefined) return { kind: "variable", variable };
    const open = this.functions.get(symbol);
    if (open !== undefined) return { kind: "function", function: open };
    if (node.text === "undefined") return { kind: "nothing" };
    if (symbol.declarations?.every((declaration) => isAmbient(declaration)) === true)
      return { kind: "foreign", name: node.text };
    throw this.refused(node, `${node.text} is used before it is there`);
  }

  /** `wrong` is the reason for a refusal, or `undefined`. */
  require(node: ts.Node, wrong: string | undefined): void {
    if (wrong !== undefined) throw this.refused(node, wrong);
  }

  refused(node: ts.Node, sentence: string): BuildError {
    return new BuildError(at(sourcePlaceOf(node), `${sentence}.`));
  }
}

/** To TypeScript, `x?: never` never has a value. */
function isOptionalNever({ parent }: ts.Identifier, { kind }: Type): boolean {
  return ts.isParameter(parent) && parent.questionToken !== undefined && kind === "nothing";
}

/** One place for each line: there are far more nodes. */
function placesIn(file: string): (line: number) => Place {
  const known: Place[] = [];
  return (line) => {
    known[line] ??= { file, line };
    return known[line];
  };
}
