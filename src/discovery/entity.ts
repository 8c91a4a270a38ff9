// An entity: the description of one sensor or actuator for Home Assistant, without the device around it.
//
// Keys are Home Assistant's abbreviations (core, components/mqtt/abbreviations.py). In the texts, characters
// stand for what only the device knows: `ID` for its identity, `ROOT` for where its topics begin, `CHIP` for
// its chip's number.
import type { EntityOptions } from "../device/declare/home-assistant.ts";

export const ID = "\u0001";
export const ROOT = "\u0002";
export const CHIP = "\u0003";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonRecord = { readonly [key: string]: Json };

export interface Entity {
  /** What Home Assistant calls the kind: "sensor", "switch"... */
  platform: string;
  /** The name of its sensor or actuator: once in the device, and part of its unique id. */
  key: string;
  /** All but the platform, the availability and the device. */
  config: JsonRecord;
}

/** Classes that have no name there. */
const NAMELESS: readonly string[] = ["none", "enum"];

/**
 * What every entity says of itself. Its unique id comes from the device's identity, never from its label.
 * `isNamedByClass`: Home Assistant names one without a name by its class, in its user's language, as all that
 * only say something; a valve would be "MQTT Valve".
 */
export function description(key: string, options: EntityOptions, isNamedByClass = true): JsonRecord {
  const { label = words(key), deviceClass = "none", category, icon, enabled } = options;
  const isCalledAsClass = label === words(deviceClass.replaceAll("_", "-"));
  const hasName = isNamedByClass && !NAMELESS.includes(deviceClass);
  return {
    ...(isCalledAsClass && hasName ? {} : { name: label }),
    uniq_id: `${ID}-${key}`,
    ...(deviceClass === "none" ? {} : { dev_cla: deviceClass }),
    ...(category === undefined ? {} : { ent_cat: category }),
    ...(icon === undefined ? {} : { ic: icon }),
    ...(enabled === false ? { en: false } : {}),
  };
}

/** A name as people write it: "Living room" for "living-room". */
export function words(name: string): string {
  const spaced = name.replaceAll("-", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
