// The state of an actuator as a quantity, which a sensor publishes or another is derived of: a tare that
// people set, the time that a pump was on.
import { measuredAtOnce, newPart, type Part, type Quantity, setReading } from "../../reading/part.ts";
import type { Actuator } from "../run/actuator.ts";
import type { DeclaredActuator } from "../run/actuators/declared-actuator.ts";
import { shownValue } from "../run/actuators/shown-value.ts";
import type { ActuatorDeclaration } from "./actuators/declaration.ts";
import { hasNumber } from "./actuators/number-input.ts";

interface StatePart extends Part {
  /** The actuator whose state it is, as declared and as it runs. A part of another kind has none. */
  stateOf: DeclaredActuator | undefined;
  running: Actuator | undefined;
  state: Quantity;
}

/**
 * The state of an actuator of the same device, as a quantity: `derive([scale.weight, stateOf(tare)], (weight,
 * tare) => weight - tare)`. A number has its value; a light with a brightness that, 0 to 255; a select the
 * place of its option, from 0; any other 1 while it is on, unlocked or open, and 0 otherwise. Trap: it is
 * sampled as often as its sensor says, and not at a change.
 */
export function stateOf(actuator: ActuatorDeclaration): Quantity {
  const part = newPart<StatePart>("state", "none", nothing, measuredAtOnce, collect);
  part.stateOf = actuator;
  part.running = undefined;
  part.state = { part, decimals: hasNumber(actuator) ? actuator.decimals : 0, value: undefined };
  return part.state;
}

function nothing(): void {}

function collect(part: StatePart): string {
  setReading(part.state, part.running === undefined ? undefined : shownValue(part.running));
  return "";
}

/** The actuator runs: if the part is of its state, it has one from now on. */
export function readStateOf(part: Part, actuator: Actuator): void {
  const own = part as StatePart;
  if (own.stateOf === actuator.declaration) own.running = actuator;
}

/** The actuator whose state the part is, for tools; `undefined` for none. */
export function declaredStateOf(part: Part): DeclaredActuator | undefined {
  return (part as StatePart).stateOf;
}
