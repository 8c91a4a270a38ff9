// Who is meant by each name of a linked program. TypeScript's checker knows it as well, but works out anew for each text
// what most statements of it say as they did before.
import ts from "typescript";
import { createProgram, parsedTree } from "./program.ts";
import type { Use } from "./references.ts";
import { addMeaning, type Meaning, namesOfStatement, type Space } from "./statement-names.ts";

export type { Meaning } from "./statement-names.ts";

/** A place where a variable, a function or a type is named. */
export interface Reference {
  identifier: ts.Identifier;
  meaning: Meaning;
  use: Use;
}

type Table = Record<Space, Map<string, Meaning>>;

export class Names {
  /** All names of the program, in the order of the text; those of fields are none. */
  readonly references: readonly Reference[];
  private readonly top: Table = { values: new Map(), types: new Map() };
  private readonly byStatement: ReadonlyMap<ts.Statement, readonly Reference[]>;
  private readonly meanings: ReadonlyMap<ts.Identifier, Meaning>;

  /** `globals` are the files of the target's ambient declarations. */
  constructor(
    { statements }: ts.SourceFile,
    private readonly globals: readonly string[],
  ) {
    for (const statement of statements)
      for (const one of namesOfStatement(statement).declares) addMeaning(this.top, one);
    this.byStatement = new Map(statements.map((one) => [one, this.resolved(one)]));
    this.references = [...this.byStatement.values()].flat();
    this.meanings = new Map(this.references.map(({ identifier, meaning }) => [identifier, meaning]));
  }

  /** Those in a statement at the top. */
  referencesIn(statement: ts.Statement): readonly Reference[] {
    return this.byStatement.get(statement) ?? [];
  }

  /** What an identifier stands for; `undefined` for the name of a field. In `{ name }` it is the variable. */
  of(identifier: ts.Identifier): Meaning | undefined {
    return this.meanings.get(identifier);
  }

  private resolved(statement: ts.Statement): Reference[] {
    return namesOfStatement(statement).names.flatMap(({ identifier, use, space, meaning: own }) => {
      const meaning = own ?? this.outside(identifier.text, space);
      return meaning === undefined ? [] : [{ identifier, meaning, use }];
    });
  }

  private outside(name: string, space: Space): Meaning | undefined {
    return this.top[space].get(name) ?? globalNames(this.globals)[space].get(name);
  }
}

/** What the language and the targets declare: these files do not change while the build runs. */
const tables = new Map<string, Table>();

function globalNames(globals: readonly string[]): Table {
  const key = globals.join("\n");
  const table = tables.get(key) ?? readGlobals(globals);
  tables.set(key, table);
  return table;
}

/** What the language and a target declare by a name. */
export function globalNamed(globals: readonly string[], name: string): Meaning | undefined {
  return globalNames(globals).values.get(name);
}

function readGlobals(globals: readonly string[]): Table {
  const nothing = parsedTree("/nothing.ts", "export {};");
  const program = createProgram({ trees: [nothing], roots: [nothing.fileName, ...globals] });
  const checker = program.getTypeChecker();
  const inScope = (flags: ts.SymbolFlags) =>
    new Map(checker.getSymbolsInScope(nothing, flags).map((one) => [one.name, one]));
  return {
    values: inScope(ts.SymbolFlags.Value | ts.SymbolFlags.Namespace),
    types: inScope(ts.SymbolFlags.Type),
  };
}
