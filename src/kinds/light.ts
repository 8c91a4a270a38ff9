// A light: on or off, with a brightness, with a colour.

import { isWhole } from "../arguments/bounds.ts";
import type { WrongOption } from "../arguments/given.ts";
import { MOST_COLOUR } from "../bytes/colour.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { colorLight, isColoured, isDimmable, light } from "../device/declare/actuators/light.ts";
import { brightnessName, colourName, commandTopic, valueTopic } from "../device/run/topics.ts";
import { type Kind, mayStay, type Told } from "./kind.ts";
import { eitherState, ON_OFF } from "./on-off.ts";
import { isKnob, isNumber, POLICY_OPTIONS } from "./option-checks.ts";

export const LIGHT: Kind = {
  makers: [light, colorLight],
  options: { ...POLICY_OPTIONS, turnedBy: isKnob, ramp: isNumber },
  faults: (actuator) => [...partFaults(actuator), ...turningFaults(actuator), ...rampFaults(actuator)],
  states,
  classes: [],
  isNamedByClass: false,
  entity,
  mayObeyLate: mayStay,
};

const LONGEST_RAMP_MS = 60_000;
const BRIGHTEST = 255;
const TAKES_COLOUR = "has a part that takes a colour; declare it with colorLight, which gives it one.";
const TAKES_NO_COLOUR =
  "has a part that takes no colour; give colorLight one that does, as rgbLight, or declare it with light.";

function partFaults(actuator: ActuatorDeclaration): WrongOption[] {
  const { most } = actuator.part;
  const isColour = most === MOST_COLOUR;
  if (isColour !== isColoured(actuator))
    return [{ option: "", sentence: isColour ? TAKES_COLOUR : TAKES_NO_COLOUR }];
  if (isColour || most === 1 || most === BRIGHTEST) return [];
  const sentence = `has a part that takes 0 to ${most}; a light's takes 0 and 1, or 0 to 255.`;
  return [{ option: "", sentence }];
}

function turningFaults({ turning, leastValue, mostValue }: ActuatorDeclaration): WrongOption[] {
  if (turning === undefined || mostValue - leastValue > 1) return [];
  const sentence =
    "is turned by a knob, and its part is on or off; give it a part with a brightness, or leave turnedBy out.";
  return [{ option: "turnedBy", sentence }];
}

function rampFaults({ ramp, dimmable }: ActuatorDeclaration): WrongOption[] {
  if (ramp === undefined || (dimmable && isWhole(ramp.ms, 1, LONGEST_RAMP_MS))) return [];
  const sentence = dimmable
    ? `has a ramp of ${ramp.ms} ms; it is whole milliseconds from 1 to 60000, a minute; leave it out for none.`
    : "has a ramp, and its part is on or off; give it a part with a brightness, or leave ramp out.";
  return [{ option: "ramp", sentence }];
}

function states(actuator: ActuatorDeclaration): string {
  const words = eitherState(actuator);
  return isDimmable(actuator) ? `${words}, or a brightness from 0 to ${actuator.mostValue}` : words;
}

function entity(actuator: ActuatorDeclaration): Told {
  const { name } = actuator;
  return {
    ...ON_OFF,
    ...(isDimmable(actuator) ? topics("bri", brightnessName(name)) : {}),
    // Home Assistant says and hears a colour as "255,128,0", too.
    ...(isColoured(actuator) ? topics("rgb", colourName(name)) : {}),
  };
}

/** The topics of its brightness or its colour, as Home Assistant abbreviates that. */
function topics(what: string, name: string): Told {
  return { [`${what}_stat_t`]: valueTopic("~", name), [`${what}_cmd_t`]: commandTopic("~", name) };
}
