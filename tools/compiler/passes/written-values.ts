// Values of the interpreter as expressions: records, lists, texts and numbers as they are written, functions
// by their names. What a value shares with another one is read by the way to it, and records that hold each
// other are joined after both are there.

import { FunctionValue, ListValue, RecordValue, type Value } from "../interpret/values.ts";
import type {
  Block,
  Expression,
  FieldValue,
  Place,
  Program,
  Statement,
  TableValue,
  Target,
  Variable,
} from "../ir/program.ts";
import { FOREIGN, NOTHING, NUMBER, type RecordKind, TEXT, TRUTH, type Type } from "../ir/types.ts";

/** A value, and the statements that finish it. */
export interface WrittenValue {
  value: Expression;
  after: Block;
}

/** The way to a value: as a read, and as the target of a store. */
type Way = Extract<Expression, { kind: "variable" | "field" | "entry" | "lookup" }> & Target;

export class ValueWriter {
  /** This variable's value holds something that cannot be written. */
  private isUnwritable = false;
  /** The way to each record or list. */
  private readonly ways = new Map<Value, Way>();
  private readonly open = new Set<Value>();
  private after: Statement[] = [];

  constructor(private readonly program: Program) {}

  /**
   * The value of a variable. Values that are written later name the parts that they share with it.
   * `undefined`: it cannot be written.
   */
  variable(variable: Variable, value: Value, place: Place): WrittenValue | undefined {
    this.after = [];
    this.isUnwritable = false;
    const written = this.value(value, { kind: "variable", variable, type: variable.type, place });
    this.open.clear();
    return this.isUnwritable ? undefined : { value: written, after: this.after };
  }

  private value(value: Value, way: Way): Expression {
    const { place } = way;
    switch (typeof value) {
      case "undefined":
        return { kind: "nothing", type: NOTHING, place };
      case "boolean":
        return { kind: "truth", value, type: TRUTH, place };
      case "string":
        return { kind: "text", value, type: TEXT, place };
      case "number":
        return Number.isFinite(value)
          ? { kind: "number", value, type: NUMBER, place }
          : this.unwritable(place);
      case "function":
        return this.unwritable(place);
      default:
        return value instanceof FunctionValue ? this.function(value, way) : this.shared(value, way);
    }
  }

  private function({ function_ }: FunctionValue, { type, place }: Way): Expression {
    if (this.program.functions.get(function_.id) !== function_) return this.unwritable(place);
    return { kind: "function", function: function_.id, type, place };
  }

  private shared(value: RecordValue | ListValue, way: Way): Expression {
    const known = this.ways.get(value);
    const { place } = way;
    if (known !== undefined && !this.open.has(value)) return { ...known, place };
    if (known !== undefined) {
      this.after.push({ kind: "assign", place, target: way, value: { ...known, place } });
      return { kind: "nothing", type: NOTHING, place };
    }
    this.ways.set(value, way);
    this.open.add(value);
    if (value instanceof ListValue) return this.list(value, way);
    return value.record === undefined ? this.table(value, way) : this.record(value, value.record, way);
  }

  private list({ entries, type }: ListValue, of: Way): Expression {
    const { place } = of;
    const items = entries.map((entry, at) => {
      const index: Expression = { kind: "number", value: at, type: NUMBER, place };
      return this.value(entry, { kind: "entry", of, index, type: typeOf(entry), place });
    });
    return { kind: "list", items, type, place };
  }

  private table({ values, type }: RecordValue, of: Way): Expression {
    const { place } = of;
    const pairs = [...values].map(([name, value]): TableValue => {
      const key = typeof name === "string" ? name : name.name;
      const word: Expression = { kind: "text", value: key, type: TEXT, place };
      return { key, value: this.value(value, { kind: "lookup", of, key: word, type: typeOf(value), place }) };
    });
    return { kind: "table", values: pairs, type, place };
  }

  /**
   * The record with all its present fields: a field that was stored later counts as one that it is made with.
   */
  private record({ values, type }: RecordValue, { name, fields: before }: RecordKind, of: Way): Expression {
    const { place } = of;
    const fields = new Map(before);
    const written: FieldValue[] = [];
    for (const [field, value] of values) {
      // A field that was stored by a text, as in a table.
      if (typeof field === "string") return this.unwritable(place);
      const own = fields.get(field) ?? typeOf(value);
      fields.set(field, own);
      const way: Way = { kind: "field", of, field, isOptional: false, type: own, place };
      written.push({ field, value: this.value(value, way) });
    }
    return { kind: "record", record: { name, fields }, values: written, type, place };
  }

  private unwritable(place: Place): Expression {
    this.isUnwritable = true;
    return { kind: "nothing", type: NOTHING, place };
  }
}

function typeOf(value: Value): Type {
  if (value instanceof RecordValue || value instanceof ListValue) return value.type;
  switch (typeof value) {
    case "number":
      return NUMBER;
    case "string":
      return TEXT;
    case "boolean":
      return TRUTH;
    case "undefined":
      return NOTHING;
    default:
      return FOREIGN;
  }
}
