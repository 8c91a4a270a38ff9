// The brightness and the colour of a light as topics of their own: 0 and black are off, any other brightness
// switches the light on. A colour that comes while it is off is kept, and it comes on in that: Home Assistant
// sends a colour, then the brightness, then "on", and a light that came on with the first of them would flash
// as bright as it was before.
import { colourOf } from "../../../bytes/colour.ts";
import { wholeNumber } from "../../../bytes/whole-number.ts";
import { KEPT_STATES } from "../../../features.ts";
import type { Subscriber } from "../../../mqtt/subscriptions.ts";
import { type Actuator, drivePart, levelOfOn, takeColour } from "../actuator.ts";
import { endWithoutValue, handleCommand } from "../command.ts";
import { outdate } from "../persisted-states.ts";
import { NOT_UNDERSTOOD } from "./behaviour.ts";
import { FORGETS } from "./declared-actuator.ts";

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

interface Painter extends Subscriber {
  light: Actuator;
}

/** Takes the commands to the colour of `light`. */
export function painterOf(light: Actuator): Subscriber {
  const painter: Painter = { light, deliver: paint };
  return painter;
}

function paint(painter: Painter, payload: string, retained: boolean): void {
  const light = painter.light;
  if (retained && !light.acceptsRetained) return;
  const colour = colourOf(payload);
  if (colour === undefined || colour === 0) {
    handleCommand(light, colour === undefined ? NOT_UNDERSTOOD : 0, payload);
    return;
  }
  const isOther = colour !== light.colour;
  const before = light.value;
  takeColour(light, colour);
  if (before === 0) endWithoutValue(light);
  else handleCommand(light, levelOfOn(light), payload);
  if (!isOther) return;
  if (before !== 0 && light.value === before) drivePart(light);
  if (KEPT_STATES && light.declaration.keeping !== FORGETS) outdate(light.device.persistedStates);
}
