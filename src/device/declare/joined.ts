// Types of entities that Home Assistant gets joined from several parts, such as a thermostat of a sensor, a
// number and a relay. src/discovery/joined makes the entities.
import type { ShownActuator } from "./home-assistant.ts";

/** Options of every joined entity. */
export interface JoinedEntityOptions extends ShownActuator {
  /**
   * Its name below homeAssistant({ entities }), and part of its unique id: as the option by default. Each of
   * several has its own.
   */
  name?: string;
  /** An icon: "mdi:fan". */
  icon?: string;
}

/** `Name`: the names of the device's sensors and actuators. */
export interface ClimateOptions<Name extends string = string> extends JoinedEntityOptions {
  /** The number that people set, in °C or °F: a `numberInput`. */
  target: Name;
  /** The sensor of the present temperature, in the same unit. */
  current?: Name;
  /** The sensor of the humidity. */
  humidity?: Name;
  /**
   * The part that heats: a `powerSwitch`, a `valve`, or a `numberInput` that heats above 0. It tells
   * "heating" from "idle".
   */
  heater?: Name;
  /**
   * The part that cools, in the same way. With a heater beside it, the thermostat does not show what it does
   * now.
   */
  cooler?: Name;
  /**
   * The mode that people choose: a `selectInput` of Home Assistant's modes ("off", "heat", "cool",
   * "heat_cool", "auto", "dry", "fan_only"), or a `powerSwitch` that is off or on. Without it the thermostat
   * is always on.
   */
  mode?: Name;
}

export interface PositionOptions<Name extends string = string> extends JoinedEntityOptions {
  /** The number that is its position, closed at its least value and open at its greatest: a `numberInput`. */
  position: Name;
  /** It is open at the least value, and closed at the greatest. */
  reversed?: boolean;
}

export interface FanOptions<Name extends string = string> extends JoinedEntityOptions {
  /**
   * The switch for on and off: a `powerSwitch`. Without one the fan is on above speed 0, and starts at its
   * full speed.
   */
  power?: Name;
  /** Its speed: a `numberInput`, of which Home Assistant makes a percentage. */
  speed?: Name;
  /** Its presets: a `selectInput`. */
  preset?: Name;
}

export interface HumidifierOptions<Name extends string = string> extends JoinedEntityOptions {
  /** The number that people set, in %: a `numberInput`. */
  target: Name;
  /** The switch for on and off: a `powerSwitch`. */
  power: Name;
  /** The sensor of the humidity. */
  current?: Name;
  /**
   * The part that humidifies: a `powerSwitch`, a `valve`, or a `numberInput` that does so above 0. It tells
   * "humidifying" from "idle".
   */
  humidifier?: Name;
  /** The part that dries, instead. */
  dehumidifier?: Name;
  /** Its modes: a `selectInput`. */
  mode?: Name;
}

export interface WaterHeaterOptions<Name extends string = string> extends JoinedEntityOptions {
  /** The number that people set, in °C or °F: a `numberInput`. */
  target: Name;
  /** The sensor of the present temperature, in the same unit. */
  current?: Name;
  /**
   * The mode that people choose: a `selectInput` of Home Assistant's modes ("off", "eco", "electric", "gas",
   * "heat_pump", "high_demand", "performance"), or a `powerSwitch` that is off or on, which is "electric".
   * Without it the water heater is always on.
   */
  mode?: Name;
}

type OneOrMore<One> = One | readonly One[];

/** Joined entities, by Home Assistant's names for their kinds. */
export interface JoinedOptions<Name extends string = string> {
  /**
   * A thermostat: `{ current: "temperature", target: "target", heater: "heater" }`; several as a list, each
   * with a name.
   */
  climate?: OneOrMore<ClimateOptions<Name>>;
  /** A blind, a shutter or a window to a position: `{ position: "blind" }`. */
  cover?: OneOrMore<PositionOptions<Name>>;
  /**
   * A valve to a position: `{ position: "flow" }`. One that is open or closed alone is a `valve` of its own.
   */
  valve?: OneOrMore<PositionOptions<Name>>;
  /** A fan: `{ power: "on", speed: "speed", preset: "breeze" }`, of which one of the first two is enough. */
  fan?: OneOrMore<FanOptions<Name>>;
  /**
   * A humidifier or a dehumidifier: `{ target: "target", power: "on", current: "humidity", humidifier: "mist"
   * }`.
   */
  humidifier?: OneOrMore<HumidifierOptions<Name>>;
  /** A water heater: `{ target: "target", current: "tank", mode: "boiler" }`. */
  waterHeater?: OneOrMore<WaterHeaterOptions<Name>>;
}
