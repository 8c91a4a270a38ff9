// The text of a value as Espruino's console prints it.
import { espruinoJson } from "./json-text.ts";
import { numberText } from "./number-text.ts";

/**
 * Text of `value` as `print` writes it: a string as it is, a number in the interpreter's digits, else near
 * JSON.
 */
export function consoleText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "function" || typeof value !== "object" || value === null) return String(value);
  if (typeof (value as { stack?: unknown }).stack === "string" || isPin(value)) return String(value);
  return espruinoJson(value, 2) ?? "undefined";
}

function isPin(value: object): boolean {
  return typeof (value as { getMode?: unknown }).getMode === "function";
}
