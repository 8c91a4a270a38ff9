// Checks of a declaration's options: of single values, and of the options that several kinds have.
import { type Check, isBoolean, isRecord, isText, oneOf } from "../arguments/given.ts";

export { isBoolean };
export const isNumber: Check = (value) => (typeof value === "number" ? undefined : "a number");
export const isTime: Check = (value) =>
  typeof value === "number" ? undefined : "a time, as seconds(30) or minutes(2)";
export const isTextOrNumber: Check = (value) =>
  typeof value === "string" || typeof value === "number" ? undefined : "text or a number";
export const isKnob: Check = (value) =>
  isRecord(value) && "position" in value && "collect" in value
    ? undefined
    : 'a knob, as rotaryEncoder("knob")';
export const isRecordOf: Check = (value) => (isRecord(value) ? undefined : "a record, as { name: value }");
export const isTexts: Check = (value) =>
  Array.isArray(value) && value.every((word) => typeof word === "string") ? undefined : "a list of texts";
const isTextOrTexts: Check = (value) =>
  typeof value === "string" || isTexts(value) === undefined ? undefined : "a name, or a list of names";
const isWanted = (value: unknown) =>
  isTextOrNumber(value) === undefined || (isRecord(value) && Object.entries(value).every(isBound));
const isBound = ([name, value]: [string, unknown]) =>
  (name === "above" || name === "below") && typeof value === "number";
const isRequirements: Check = (value) =>
  isRecord(value) && Object.values(value).every(isWanted)
    ? undefined
    : 'sensors with what they must read, as { level: "ok", water: { above: 5, below: 60 } }';
const isListOfRequirements: Check = (value) =>
  Array.isArray(value) && value.every((requirement) => isRequirements(requirement) === undefined)
    ? undefined
    : 'a list of what does as well as onlyWhile, as [{ override: "on" }]';

/** Of every actuator. */
export const SHOWN = {
  label: isText,
  deviceClass: isText,
  category: isText,
  retainedCommands: isBoolean,
  sealed: isBoolean,
};
/** Of what has a rest that it is kept in. */
export const RESTING = { minimumOff: isNumber, whileHeldBack: oneOf("refuse", "wait"), atMost: isRecordOf };
/** Of what is at rest or not. */
export const POLICY_OPTIONS = {
  ...SHOWN,
  atStart: isText,
  minimumOn: isNumber,
  ...RESTING,
  maximumOn: isNumber,
  whenOffline: isRecordOf,
  notWith: isTextOrTexts,
  onlyWhile: isRequirements,
  orWhile: isListOfRequirements,
};
/** Of what a sensor may confirm. */
export const CONFIRMED = { ...POLICY_OPTIONS, confirmedBy: isRecordOf };
