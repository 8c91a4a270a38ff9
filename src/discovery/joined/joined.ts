// The description of an entity that is joined from parts which a device already has. On a computer only.
import type { ActuatorDeclaration } from "../../device/declare/actuators/declaration.ts";
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";
import type { SelectInputDeclaration } from "../../device/declare/actuators/select-input.ts";
import type { SensorDeclaration } from "../../device/declare/sensor.ts";
import { commandTopic, valueTopic } from "../../device/run/topics.ts";
import type { Check, Told, WrongOption } from "../../kinds/kind.ts";

/** What a part may be: a sensor, or an actuator of a kind. */
interface Sorts {
  sensor: SensorDeclaration;
  number: NumberInputDeclaration;
  select: SelectInputDeclaration;
  switch: ActuatorDeclaration;
  valve: ActuatorDeclaration;
}
export type Sort = keyof Sorts;

/** What heats, cools, wets or dries: it runs or it does not. */
export const DRIVEN = ["switch", "valve", "number"] as const;

/** The parts by their options, each with what it may be. */
type Rules = Readonly<Record<string, readonly Sort[]>>;
type Found<Of extends Rules> = { readonly [Option in keyof Of]: Sorts[Of[Option][number]] };
type Parts<Needed extends Rules, Optional extends Rules> = Found<Needed> & Partial<Found<Optional>>;

export interface Joined<Needed extends Rules = Rules, Optional extends Rules = Rules> {
  /** As Home Assistant calls it, and its usual name. */
  platform: string;
  needed: Needed;
  optional: Optional;
  /** Its options that name no part, beside those of every joined entity. */
  options: Readonly<Record<string, Check>>;
  classes: readonly string[];
  /**
   * What is wrong with its parts, each of which is of a right sort. The sentences go on behind "The climate".
   */
  faults(this: void, parts: Parts<Needed, Optional>): WrongOption[];
  entity(this: void, parts: Parts<Needed, Optional>, options: Readonly<Record<string, unknown>>): Told;
}

/** A record whose functions know its own parts, as one of all. */
export function joined<const Needed extends Rules, const Optional extends Rules>(
  record: Joined<Needed, Optional>,
): Joined {
  return record as unknown as Joined;
}

/** What it is called in a sentence. */
export function titleOf({ platform }: Joined): string {
  return platform.replaceAll("_", " ");
}

/** The root, in topics of one entity. */
export const BASE = "~";

type Named = SensorDeclaration | ActuatorDeclaration;

/** Where a part says what it is. */
export function stateOf({ name }: Named): string {
  return valueTopic(BASE, name);
}

/** Where it is told what to be. */
export function commandOf({ name }: ActuatorDeclaration): string {
  return commandTopic(BASE, name);
}
