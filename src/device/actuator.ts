// An actuator: something that is switched by command, says what state it is in, and has a state to start in.

import type { Client } from "../mqtt/client.ts";
import { publish } from "../mqtt/outbox.ts";
import type { Publication } from "../mqtt/publication.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import type { Drivable } from "../reading/part.ts";
import type { Health } from "./health.ts";

export interface ActuatorOptions {
  /** State after power comes: "off" (default) or "on". */
  atStart?: "off" | "on";
  /** Obey commands that the broker had retained? No (default): an old command must not switch a heater on at night. */
  retainedCommands?: boolean;
}

/** An actuator as its author declares it. */
export interface ActuatorDeclaration {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: string;
  part: Drivable;
  options: ActuatorOptions;
}

/** Declares an actuator called `name` that switches a part on and off by the commands "on" and "off". */
export function actuator(name: string, part: Drivable, options?: ActuatorOptions): ActuatorDeclaration {
  return { name, part, options: options === undefined ? {} : options };
}

/** An actuator while the device runs. It subscribes to its own command topic. */
export interface Actuator extends Subscriber {
  part: Drivable;
  isOn: boolean;
  obeysRetained: boolean;
  client: Client;
  health: Health;
  publication: Publication;
  /** Is the broker still to be told the state? */
  untold: boolean;
  /** The last command was neither "on" nor "off". */
  misunderstood: boolean;
}

/** The running actuator of a declaration, in its state at start. */
export function runningActuator(
  declaration: ActuatorDeclaration,
  client: Client,
  health: Health,
  publication: Publication,
): Actuator {
  return {
    part: declaration.part,
    isOn: declaration.options.atStart === "on",
    obeysRetained: declaration.options.retainedCommands === true,
    client,
    health,
    publication,
    untold: true,
    misunderstood: false,
    deliver,
  };
}

/** A command has come in. */
function deliver(actuator: Actuator, payload: string, retained: boolean): void {
  if (retained && !actuator.obeysRetained) return;
  const misunderstood = payload !== "on" && payload !== "off";
  if (misunderstood !== actuator.misunderstood) actuator.health.changed = true;
  actuator.misunderstood = misunderstood;
  if (actuator.misunderstood) return;
  actuator.isOn = payload === "on";
  actuator.part.drive(actuator.part, actuator.isOn ? 1 : 0);
  // Also when nothing changed: whoever asked is waiting for the answer.
  tellState(actuator);
}

/** Publishes the state. */
export function tellState(actuator: Actuator): void {
  const outcome = publish(actuator.client, actuator.publication, actuator.isOn ? "on" : "off");
  actuator.untold = outcome !== "kept" && outcome !== "sent";
}
