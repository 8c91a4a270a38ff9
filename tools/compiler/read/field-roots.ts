// Declarations of properties that are one field: those that were united stand under one root.
import type ts from "typescript";
import { isAmbient } from "../source/references.ts";
import { isLibraryType } from "../subset/library.ts";

/** A property as TypeScript knows it: where it is declared first; or the name that is data. */
export type Declared = ts.Node | ts.Symbol | { data: string };

export class FieldRoots {
  private readonly above = new Map<Declared, Declared>();
  /** Is the field with this root data? */
  private readonly kept = new Map<Declared, boolean>();
  /** Roots of fields that a record was made without, though it goes to a place that wants them. */
  private readonly missing = new Set<Declared>();

  of(declared: Declared): Declared {
    const above = this.above.get(declared);
    if (above === undefined) return declared;
    const root = this.of(above);
    this.above.set(declared, root);
    return root;
  }

  unite(left: Declared, right: Declared): void {
    const [a, b] = [this.of(left), this.of(right)];
    if (a === b) return;
    this.kept.set(b, this.isKept(a) || this.isKept(b));
    if (this.missing.has(a)) this.missing.add(b);
    this.above.set(a, b);
  }

  /** Is it data, or the firmware's own? */
  isKept(root: Declared): boolean {
    const known = this.kept.get(root);
    if (known !== undefined) return known;
    const isKept =
      "data" in root || ("kind" in root && isAmbient(root) && !isLibraryType(root as ts.Declaration));
    this.kept.set(root, isKept);
    return isKept;
  }

  /** Notes that some record was made without it. */
  miss(declared: Declared): void {
    this.missing.add(this.of(declared));
  }

  isMissing(root: Declared): boolean {
    return this.missing.has(root);
  }
}
