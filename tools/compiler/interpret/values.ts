// Values of a program while it is interpreted.
import type { FunctionDef, FunctionName, Variable } from "../ir/program.ts";
import { type Field, FOREIGN, type RecordKind, type Type } from "../ir/types.ts";

export type Value =
  | number
  | string
  | boolean
  | undefined
  | RecordValue
  | ListValue
  | FunctionValue
  | ForeignFunction;

/** A record, or a table, whose keys are texts. */
export class RecordValue {
  readonly values = new Map<Field | string, Value>();

  /** A record, as the kind that it was made as; a table has none. */
  constructor(
    readonly record?: RecordKind,
    readonly type: Type = FOREIGN,
  ) {}

  /** The entry of a table, or the field with this name, read by a text. */
  lookup(key: string): Value {
    return this.values.get(this.keyOf(key));
  }

  store(key: string, value: Value): void {
    this.values.set(this.keyOf(key), value);
  }

  private keyOf(key: string): Field | string {
    for (const field of this.values.keys()) if (typeof field !== "string" && field.name === key) return field;
    return key;
  }
}

export class ListValue {
  constructor(
    readonly entries: Value[],
    readonly type: Type = FOREIGN,
  ) {}
}

/** A function with the variables around it. */
export class FunctionValue {
  constructor(
    readonly function_: FunctionDef,
    readonly around: Frame,
  ) {}
}

/** A function of the firmware, from values to a value. */
export type ForeignFunction = (...values: Value[]) => Value;

/** The variables of one call, and those around it. */
export class Frame {
  private readonly values = new Map<Variable, Value>();
  private readonly functions = new Map<FunctionName, FunctionValue>();

  constructor(private readonly around?: Frame) {}

  declare(variable: Variable, value: Value): void {
    this.values.set(variable, value);
  }

  define(definition: FunctionDef): FunctionValue {
    const value = new FunctionValue(definition, this);
    this.functions.set(definition.id, value);
    return value;
  }

  read(variable: Variable): Value {
    const frame = this.frameOf(variable);
    if (frame === undefined) throw new Error(`${variable.name} has no value yet (${placeText(variable)}).`);
    return frame.values.get(variable);
  }

  write(variable: Variable, value: Value): void {
    const frame = this.frameOf(variable);
    if (frame === undefined) throw new Error(`${variable.name} is not there (${placeText(variable)}).`);
    frame.values.set(variable, value);
  }

  /** The variables that a function made here has, but for those of the program itself. */
  captured(): [Variable, Value][] {
    return this.around === undefined ? [] : [...this.values, ...this.around.captured()];
  }

  /** A variable that was made here or around here. */
  functionMade(name: FunctionName): FunctionValue | undefined {
    return this.functions.get(name) ?? this.around?.functionMade(name);
  }

  private frameOf(variable: Variable): Frame | undefined {
    return this.values.has(variable) ? this : this.around?.frameOf(variable);
  }
}

function placeText({ place }: Variable): string {
  return `${place.file}:${place.line}`;
}
