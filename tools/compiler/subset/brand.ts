// Brands: `number & { milliseconds: true }` is a number that TypeScript does not take for any other. To
// boards it is a number.
import ts from "typescript";

const PRIMITIVE = ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike;

/** Of a number or a text with a brand, the number or the text; any other type is itself. */
export function withoutBrand(type: ts.Type): ts.Type {
  if (!type.isIntersection()) return type;
  return type.types.find(({ flags }) => (flags & PRIMITIVE) !== 0) ?? type;
}
