// Options of a device for Home Assistant. The device itself is described by its declaration.
//
// No image holds any of this: the build makes the messages (tools/image/discovery.ts), a Node device at its
// start.
import type { Milliseconds } from "../../bytes/milliseconds.ts";
import type { JoinedOptions } from "./joined.ts";
import type { Named } from "./words.ts";

/** Options of one sensor or actuator for Home Assistant, beyond its declaration. */
export interface EntityOptions {
  /**
   * Its name as people see it, without the device's: "Bottom drawer". By default its name with spaces:
   * "Bottom drawer" for "bottom-drawer".
   */
  label?: string;
  /**
   * Home Assistant's device class: "humidity", "door"; "outlet" for a switch, "water" for a valve; "button"
   * and "doorbell" for a push button, which is an event there. By default the one that the sensor's name or
   * unit leaves no doubt about; "none" for none at all.
   */
  deviceClass?: string;
  /**
   * Of a number: "measurement", "measurement_angle", "total" or "total_increasing". By default the one that
   * its class allows; "none" keeps no statistics.
   */
  stateClass?: "measurement" | "measurement_angle" | "total" | "total_increasing" | "none";
  /** "diagnostic" or "config" stand apart from what the device is for. A sensor is never "config". */
  category?: "diagnostic" | "config";
  /** An icon: "mdi:pipe-leak". */
  icon?: string;
  /**
   * Milliseconds without a message after which Home Assistant says "unavailable": `minutes(120)`, for sensors
   * that sleep. At least three times what lies between two messages. Trap: a value that filters hold is not
   * published; put a `heartbeat` after them.
   */
  expireAfter?: Milliseconds;
  /**
   * `false`: it is there and disabled until somebody enables it. So are diagnostics that change all the time,
   * unless `true`.
   */
  enabled?: boolean;
  /** Leave it out of Home Assistant. */
  hidden?: boolean;
  /**
   * Of a push button: a press is a device trigger as well, beside the event. Its sensor has `onChange()` and
   * no `heartbeat`, as Home Assistant counts each message as a press. Trap: so is a start of Home Assistant
   * while it is pressed.
   */
  trigger?: boolean;
}

/** The same in a sensor's own options. */
export interface ShownSensor
  extends Pick<EntityOptions, "label" | "deviceClass" | "stateClass" | "enabled" | "expireAfter"> {
  /** "diagnostic" stands apart from what the device is for. */
  category?: "diagnostic";
}

/** The same in an actuator's own options. */
export type ShownActuator = Pick<EntityOptions, "label" | "deviceClass" | "category">;

/** `Name`: the names of the device's things that it uses. */
export interface HomeAssistantOptions<Name extends string = string> extends JoinedOptions<Name> {
  /** First level of the discovery topics, as in Home Assistant's settings: "homeassistant" (default). */
  prefix?: string;
  /**
   * "device" (default): one message for all entities, or as few as the byte budget allows; Home Assistant
   * 2024.11 and later. "component": one for each entity, for older ones and for openHAB.
   */
  form?: "device" | "component";
  /** Longest message in bytes, topic included. By default what the board's link takes at once. */
  messageBytes?: number;
  /** The device's name as people see it. By default its name with spaces: "Living room" for "living-room". */
  label?: string;
  /** The area that Home Assistant offers when it meets the device. */
  area?: string;
  /** The maker of the device: shown beside its model. */
  manufacturer?: string;
  /** By default the board's title. */
  model?: string;
  /** The version of the device's own program: "1.2". By default that of ringmote. */
  version?: string;
  /** The page where people find help with it. */
  supportUrl?: string;
  /**
   * The sensor or actuator that is called as the device itself: "Lamp", not "Lamp Lamp". By default the one
   * that has the device's name, or the only one that is no diagnostic and no setting; "none" for none.
   */
  main?: string;
  /**
   * Options by the names of sensors, actuators and joined entities, and "problem" for the device's faults.
   */
  entities?: Record<string, EntityOptions>;
}

/** The same options; `asks`, the names of joined parts, is for type checking only. */
export interface Announced<Asked extends string = string> extends HomeAssistantOptions {
  asks?: Asked;
}

/** The device appears in Home Assistant by itself, with every sensor and actuator that it declares. */
export function homeAssistant<const Name extends string = never>(
  options?: HomeAssistantOptions<Name>,
): Announced<Named<Name>>;
export function homeAssistant(options?: HomeAssistantOptions): HomeAssistantOptions {
  return options === undefined ? {} : options;
}
