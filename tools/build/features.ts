// What a device uses of the core: the values of the table of features for its image.
import type { DeviceDeclaration } from "../../src/device/device.ts";
import { WINDOW } from "../../src/mqtt/outbox.ts";
import type { Constants } from "./link.ts";

/** The module that holds the table. */
const TABLE = "src/features.ts";

/** Values for the table of features that leave out what the declaration does not use. */
export function featuresOf(declaration: DeviceDeclaration): Constants {
  const kept = (declaration.sensors ?? []).filter(({ options }) => options.qos === 1);
  const hasActuators = (declaration.actuators ?? []).length > 0;
  const policies = kept.map(({ options }) => options.overflow ?? "latest");
  return {
    [TABLE]: {
      // An actuator's state is published at QoS 1, the latest one only.
      QOS1: hasActuators || kept.length > 0,
      OVERFLOW_OLDEST: policies.includes("oldest"),
      OVERFLOW_LATEST: hasActuators || policies.includes("latest"),
      // Command topics are whole.
      WILDCARDS: false,
    },
  };
}

/**
 * Slots that the ring of a device can ever fill, at most those of its board: where each topic keeps its latest message
 * only, one waits for each topic behind those that are out. A power of two: Lua's lists have that room anyway, and the
 * ring's cursors may then wrap.
 */
export function slotsFor(declaration: DeviceDeclaration, boardSlots: number): number {
  const kept = (declaration.sensors ?? []).filter(({ options }) => options.qos === 1);
  if (kept.some(({ options }) => (options.overflow ?? "latest") !== "latest")) return boardSlots;
  const fillable = WINDOW + kept.length + (declaration.actuators ?? []).length;
  return Math.min(boardSlots, 2 ** Math.ceil(Math.log2(fillable)));
}

/** Values that a build was given, before those that its device asks for. */
export function withGiven(features: Constants, given: Constants = {}): Constants {
  return { ...features, ...given, [TABLE]: { ...features[TABLE], ...given[TABLE] } };
}
