// Features of an image that the actuators, rules and displays of a declaration need, and how to
// write these so that they do not.

import type { ActuatorDeclaration } from "../../../src/device/declare/actuators/declaration.ts";
import { isColoured, isDimmable } from "../../../src/device/declare/actuators/light.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { FORGETS } from "../../../src/device/run/actuators/declared-actuator.ts";
import { NOWHERE } from "../../../src/device/run/rules/rule.ts";
import { sunTimesOf } from "../../../src/platform/node/sun-table.ts";
import { needsHistory } from "./history-needs.ts";

type Need = (declaration: DeviceDeclaration) => string | undefined;

/** Needed by the first actuator for which `asks` is true; `why` is the sentence about it. */
function byActuator(asks: (actuator: ActuatorDeclaration) => boolean, why: string): Need {
  return ({ actuators = [] }) => {
    const first = actuators.find(asks);
    return first && `the actuator "${first.name}" ${why}`;
  };
}

export const needsDimmers = byActuator(isDimmable, "has a brightness; give it a part that is on or off");
export const needsColours = byActuator(isColoured, "has a colour; declare it as a light");
export const needsRamps = byActuator(({ ramp }) => ramp !== undefined, "has a ramp; leave it out");
export const needsKeepers = byActuator(
  ({ part }) => part.keeper !== undefined,
  "drives a part that is looked after; take another part",
);
export const needsKnobs = byActuator(
  ({ turning }) => turning !== undefined,
  "is turned by a knob; leave turnedBy out",
);
export const needsButtons = byActuator(({ behaviour }) => !behaviour.hasState, "is a button; take it out");
export const needsMinimumTimes = byActuator(
  ({ minimumOn, minimumOff }) => minimumOn > 0 || minimumOff > 0,
  "has a minimum time; leave minimumOn and minimumOff out",
);
export const needsAtMost = byActuator(
  ({ startLimit }) => startLimit !== undefined,
  "leaves its rest only so often; leave atMost out",
);

export const needsDayLimits = byActuator(
  ({ startLimit }) => startLimit?.today !== undefined,
  "leaves its rest only so often each day; leave each out of atMost, and say within",
);

export function needsRefusals(declaration: DeviceDeclaration): string | undefined {
  const { actuators = [] } = declaration;
  const byMinimumTimes = byActuator(
    ({ refuses, minimumOff, rivals }) =>
      refuses && (minimumOff > 0 || rivals.some((place) => (actuators[place]?.minimumOn ?? 0) > 0)),
    'refuses what comes in a minimum time; write whileHeldBack: "wait"',
  );
  return byMinimumTimes(declaration) ?? needsAtMost(declaration);
}

export const needsMaximumOn = byActuator(
  ({ maximumOn }) => maximumOn > 0,
  "goes to rest by itself; leave that time out",
);
export const needsOfflineStates = byActuator(
  ({ offlineAfter }) => offlineAfter > 0,
  "has a state for the time without the broker; leave whenOffline out",
);
export const needsInterlocks = byActuator(
  ({ rivals }) => rivals.length > 0,
  "is not on together with others; leave notWith out",
);
export const needsOnlyWhile = byActuator(
  ({ requirements }) => requirements.length > 0,
  "is out of its rest only while sensors let it; leave onlyWhile and orWhile out",
);
export const needsConfirmations = byActuator(
  ({ witness }) => witness >= 0,
  "is confirmed by a sensor; leave confirmedBy out",
);
export const needsKeptStates = byActuator(
  ({ keeping }) => keeping !== FORGETS,
  "starts in the state before; give it another atStart",
);

export function needsPolicies(declaration: DeviceDeclaration): string | undefined {
  return (
    needsMinimumTimes(declaration) ??
    needsAtMost(declaration) ??
    needsMaximumOn(declaration) ??
    needsOfflineStates(declaration) ??
    needsInterlocks(declaration) ??
    needsOnlyWhile(declaration) ??
    needsConfirmations(declaration) ??
    needsKeptStates(declaration)
  );
}

export function needsRules({ rules = [] }: DeviceDeclaration): string | undefined {
  return rules.length === 0 ? undefined : "it has rules; leave them out";
}

export function needsToggles({ rules = [] }: DeviceDeclaration): string | undefined {
  const rule = rules.find(({ wording }) => wording.action === "toggle");
  return rule && `a rule toggles "${rule.wording.target}"; leave it out`;
}

export function needsMarks({ rules = [] }: DeviceDeclaration): string | undefined {
  const rule = rules.find(({ isMarked }) => isMarked);
  return rule && `a rule acts on "${rule.wording.target}" by the time of day; leave it out`;
}

export function needsPeriods({ rules = [] }: DeviceDeclaration): string | undefined {
  const rule = rules.find(({ wording }) => wording.comparison === "every");
  return rule && `a rule acts on "${rule.wording.target}" over and over by the clock; leave it out`;
}

export function needsDaySpans({ rules = [] }: DeviceDeclaration): string | undefined {
  const rule = rules.find(({ fromMinute }) => fromMinute !== NOWHERE);
  return rule && `the rule for "${rule.wording.target}" holds between two times; leave that out`;
}

export function needsSun({ rules = [] }: DeviceDeclaration): string | undefined {
  const rule = rules.find(({ wording }) => sunTimesOf(wording).length > 0);
  return rule && `the rule for "${rule.wording.target}" goes by the sun; leave that out`;
}

/** Two of those that `device` has found the target of. */
export function needsSharedKeeps({ rules = [] }: DeviceDeclaration): string | undefined {
  const keeping = rules.filter((rule) => rule.keeps && rule.targetAt !== NOWHERE);
  const shared = keeping.find((rule, i) =>
    keeping
      .slice(0, i)
      .some((earlier) => earlier.targetAt === rule.targetAt && earlier.otherValue === rule.otherValue),
  );
  return shared && `two rules keep "${shared.wording.target}"; leave one of them out`;
}

export function needsDurations({ actuators = [] }: DeviceDeclaration): string | undefined {
  const duration = actuators.find(({ kind }) => kind === "duration");
  return duration && `"${duration.name}" is a duration that people set; take a numberInput`;
}

export function needsFollows({ follows = [] }: DeviceDeclaration): string | undefined {
  const [first] = follows;
  return first && `the actuator "${first.written.target}" follows "${first.written.cause}"; leave that out`;
}

export function needsDisplays({ displays = [] }: DeviceDeclaration): string | undefined {
  const [first] = displays;
  return first && `the display "${first.part.role}" shows values; leave it out`;
}

export function needsWatchedReadings(declaration: DeviceDeclaration): string | undefined {
  const rule = (declaration.rules ?? []).find(({ sensorAt }) => sensorAt !== NOWHERE);
  if (rule === undefined)
    return (
      needsFollows(declaration) ??
      needsOnlyWhile(declaration) ??
      needsConfirmations(declaration) ??
      needsHistory(declaration)
    );
  return `a rule looks at the sensor "${rule.wording.cause}"; leave it out`;
}
