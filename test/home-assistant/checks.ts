// Checks of one value of a discovery payload, as Home Assistant's schemas make them.
import type { Payload } from "./abbreviations.ts";

/** Says what is wrong with a value, or nothing. */
export type Check = (value: unknown) => string | undefined;

export interface Schema {
  required: Readonly<Record<string, Check>>;
  optional: Readonly<Record<string, Check>>;
}

export const text: Check = (value) => (typeof value === "string" ? undefined : "is no text");
export const flag: Check = (value) => (typeof value === "boolean" ? undefined : "is neither true nor false");
export const number: Check = (value) => (typeof value === "number" ? undefined : "is no number");
export const seconds: Check = (value) =>
  Number.isInteger(value) && (value as number) > 0 ? undefined : "is no whole number of seconds above 0";
export const count: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 ? undefined : "is no whole number from 0";
export const qos: Check = oneOf(0, 1, 2);

/** A topic to publish to: no wildcard. */
export const publishTopic: Check = (value) => {
  if (typeof value !== "string" || value === "") return "is no topic";
  return /[+#\0]/.test(value) ? "holds a wildcard" : undefined;
};

/** A topic to subscribe to: wildcards only as whole levels. */
export const subscribeTopic: Check = (value) => {
  if (typeof value !== "string" || value === "") return "is no topic";
  const levels = value.split("/");
  const isWrong = levels.some(
    (level, i) => (/[+#]/.test(level) && level.length > 1) || (level === "#" && i < levels.length - 1),
  );
  return isWrong ? "holds a wildcard that is no level of its own" : undefined;
};

export const icon: Check = (value) =>
  typeof value === "string" && value.includes(":") ? undefined : 'is no icon such as "mdi:home"';

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value) => (allowed.includes(value) ? undefined : `is not one of ${allowed.join(", ")}`);
}

/** A list of texts with at least one in it. */
export const texts: Check = (value) => {
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
  return isList ? undefined : "is no list of texts";
};

/** A text, or a list of texts. */
export const textOrTexts: Check = (value) => (typeof value === "string" ? undefined : texts(value));

/** What is wrong with a payload by a schema; keys that it does not know are taken, or not. */
export function faultsBy(schema: Schema, payload: Payload, others: "ignored" | "refused"): string[] {
  const missing = Object.keys(schema.required).filter((key) => !(key in payload));
  const faults = missing.map((key) => `required key not provided: ${key}`);
  for (const [key, value] of Object.entries(payload)) {
    const check = schema.required[key] ?? schema.optional[key];
    const fault = check?.(value);
    if (fault !== undefined) faults.push(`${key} ${fault}: ${JSON.stringify(value)}`);
    if (check === undefined && others === "refused") faults.push(`extra keys not allowed: ${key}`);
  }
  return faults;
}
