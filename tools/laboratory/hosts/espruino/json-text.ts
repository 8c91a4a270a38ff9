// JSON as Espruino writes it: bytes from 127 up as \u00XX, numbers in its own text, no replacer.
import { numberText } from "./number-text.ts";

/**
 * The text of `value`, or `undefined` for what JSON cannot say. `indent` is a count or the text of one step.
 */
export function espruinoJson(value: unknown, indent?: unknown): string | undefined {
  const step = typeof indent === "number" ? " ".repeat(indent) : typeof indent === "string" ? indent : "";
  return write(value, step, "");
}

function write(value: unknown, step: string, margin: string): string | undefined {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return Number.isFinite(value) ? numberText(value) : "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "object") return undefined;
  const own = value as { toJSON?: () => unknown };
  if (typeof own.toJSON === "function") return write(own.toJSON(), step, margin);
  const inner = margin + step;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(
      value as unknown as ArrayLike<unknown>,
      (item) => write(item, step, inner) ?? "null",
    );
    return enclosed("[", items, "]", step, margin);
  }
  const fields: string[] = [];
  for (const [key, field] of Object.entries(value)) {
    const text = write(field, step, inner);
    if (text !== undefined) fields.push(`${quoted(key)}:${step === "" ? "" : " "}${text}`);
  }
  return enclosed("{", fields, "}", step, margin);
}

function enclosed(open: string, items: string[], close: string, step: string, margin: string): string {
  if (step === "" || items.length === 0) return open + items.join(",") + close;
  return `${open}\n${items.map((item) => margin + step + item).join(",\n")}\n${margin}${close}`;
}

function quoted(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~]/g, (char) => {
    const short = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b" }[char];
    return short ?? `\\u00${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `"${escaped}"`;
}
