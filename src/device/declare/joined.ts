// What several parts of a device are together, for Home Assistant: a thermostat of a sensor, a number and a relay. Here are types
// alone; what becomes of them is in src/discovery/joined.
import type { ShownActuator } from "./home-assistant.ts";

/** What every joined entity may say of itself. */
export interface JoinedEntityOptions extends ShownActuator {
  /** Its name below homeAssistant({ entities }), and part of its unique id: as the option by default. Each of several has its own. */
  name?: string;
  /** An icon: "mdi:fan". */
  icon?: string;
}

/** `Name`: the names of the device's sensors and actuators. */
export interface ClimateOptions<Name extends string = string> extends JoinedEntityOptions {
  /** The number that people set, in °C or °F: a `numberInput`. */
  target: Name;
  /** The sensor of the temperature that it is now, in the same unit. */
  current?: Name;
  /** The sensor of the humidity. */
  humidity?: Name;
  /** What heats: a `powerSwitch`, a `valve`, or a `numberInput` that heats above 0. It tells "heating" from "idle". */
  heater?: Name;
  /** What cools, in the same way. With a heater beside it nothing tells what it does now. */
  cooler?: Name;
  /**
   * What people choose: a `selectInput` of Home Assistant's modes ("off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"), or a
   * `powerSwitch` that is off or on. Without it the thermostat is always on.
   */
  mode?: Name;
}

export interface PositionOptions<Name extends string = string> extends JoinedEntityOptions {
  /** The number that is its position, closed at its least value and open at its greatest: a `numberInput`. */
  position: Name;
  /** It is open at the least value, and closed at the greatest. */
  reversed?: boolean;
}

type OneOrMore<One> = One | readonly One[];

/** What is joined, by what Home Assistant calls it. */
export interface JoinedOptions<Name extends string = string> {
  /** A thermostat: `{ current: "temperature", target: "target", heater: "heater" }`; several as a list, each with a name. */
  climate?: OneOrMore<ClimateOptions<Name>>;
  /** A blind, a shutter or a window to a position: `{ position: "blind" }`. */
  cover?: OneOrMore<PositionOptions<Name>>;
  /** A valve to a position: `{ position: "flow" }`. One that is open or closed alone is a `valve` of its own. */
  valve?: OneOrMore<PositionOptions<Name>>;
}
