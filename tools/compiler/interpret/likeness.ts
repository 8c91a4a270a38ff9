// Are values of two runs the same, with the same of them shared?
import { FunctionValue, ListValue, RecordValue, type Value } from "./values.ts";

type Held = RecordValue | ListValue | FunctionValue;

export class Likeness {
  private readonly others = new Map<Held, Held>();
  private readonly owns = new Map<Held, Held>();

  /** What was compared before with this likeness counts: what is shared with that is so in both. */
  isAlike(own: Value, other: Value): boolean {
    if (!isHeld(own) || !isHeld(other)) return Object.is(own, other);
    if (this.others.has(own) || this.owns.has(other))
      return this.others.get(own) === other && this.owns.get(other) === own;
    this.others.set(own, other);
    this.owns.set(other, own);
    if (own instanceof ListValue)
      return other instanceof ListValue && this.areAlike(own.entries, other.entries);
    if (own instanceof RecordValue)
      return (
        other instanceof RecordValue &&
        own.record === other.record &&
        this.haveAlike([...own.values], [...other.values])
      );
    return (
      other instanceof FunctionValue &&
      own.function_ === other.function_ &&
      this.haveAlike(own.around.captured(), other.around.captured())
    );
  }

  private areAlike(own: readonly Value[], other: readonly Value[]): boolean {
    return own.length === other.length && own.every((value, at) => this.isAlike(value, other[at]));
  }

  private haveAlike<Key>(
    own: readonly (readonly [Key, Value])[],
    other: readonly (readonly [Key, Value])[],
  ): boolean {
    return (
      own.length === other.length &&
      own.every(([key, value], at) => other[at]?.[0] === key && this.isAlike(value, other[at]?.[1]))
    );
  }
}

function isHeld(value: Value): value is Held {
  return value instanceof RecordValue || value instanceof ListValue || value instanceof FunctionValue;
}
