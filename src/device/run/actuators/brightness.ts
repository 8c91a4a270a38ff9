// The brightness of a light as a topic of its own: 0 is off, any other switches the light on.
import { wholeNumber } from "../../../bytes/whole-number.ts";
import type { Subscriber } from "../../../mqtt/subscriptions.ts";
import type { Actuator } from "../actuator.ts";
import { handleCommand } from "../command.ts";
import { NOT_UNDERSTOOD } from "./behaviour.ts";

const BRIGHTEST = 255;

interface Dimmer extends Subscriber {
  light: Actuator;
}

/** Takes the commands to the brightness of `light`. */
export function dimmerOf(light: Actuator): Subscriber {
  const dimmer: Dimmer = { light, deliver: dim };
  return dimmer;
}

function dim(dimmer: Dimmer, payload: string, retained: boolean): void {
  const light = dimmer.light;
  if (retained && !light.acceptsRetained) return;
  const brightness = wholeNumber(payload);
  handleCommand(
    light,
    brightness === undefined || brightness > BRIGHTEST ? NOT_UNDERSTOOD : brightness,
    payload,
  );
}
