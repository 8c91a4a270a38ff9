// Functions that take the record they are called on as a first argument, `this`: Lua has to
// be told where one is called.
import ts from "typescript";
import { isAmbient } from "../source/references.ts";

/** Does it take `this`? A method does; a function of a namespace, and one with `this: void`, does not. */
export function takesThis({ declaration }: ts.Signature): boolean {
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return false;
  const [first] = declaration.parameters;
  const saysThis = first !== undefined && ts.isIdentifier(first.name) && first.name.text === "this";
  if (saysThis) return first.type?.kind !== ts.SyntaxKind.VoidKeyword;
  return ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration);
}

/**
 * The reason why a function of one type cannot stand for another; a function of the firmware is called as it
 * wants.
 */
export function wrongUnder(own: ts.Signature, wanted: ts.Signature): string | undefined {
  if (takesThis(own) === takesThis(wanted) || isOfFirmware(own) || isOfFirmware(wanted)) return undefined;
  return takesThis(wanted)
    ? "a method takes a hidden self in Lua, which this function does not; write a property in the type, as in add: (by: number) => number"
    : "this function takes its record as this, which the type that it goes to does not say; write a method there, as in add(by: number): number";
}

export function isOfFirmware({ declaration }: ts.Signature): boolean {
  return declaration === undefined || isAmbient(declaration);
}
