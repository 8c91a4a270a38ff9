// A fan of a switch, a number that is its speed, or both, and a choice of presets.
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";
import type { Told, WrongOption } from "../../kinds/kind.ts";
import { commandOf, joined, stateOf } from "./joined.ts";
import { bound, countedSteps, plainSteps, type Steps } from "./steps.ts";

export const FAN = joined({
  platform: "fan",
  needed: {},
  optional: { power: ["switch"], speed: ["number"], preset: ["select"] },
  options: {},
  classes: [],
  faults: ({ power, speed }) => (speed === undefined ? powerFaults(power) : speedFaults(speed, power)),
  entity: ({ power, speed, preset }) => ({
    ...(power === undefined ? {} : { stat_t: stateOf(power), cmd_t: commandOf(power), ...ON_OFF }),
    ...(power === undefined && speed !== undefined ? poweredBy(speed) : {}),
    ...(speed === undefined ? {} : speedTopics(speed)),
    ...(preset === undefined
      ? {}
      : { pr_mode_stat_t: stateOf(preset), pr_mode_cmd_t: commandOf(preset), pr_modes: [...preset.choices] }),
  }),
});

const ON_OFF = { pl_on: "on", pl_off: "off" };

function powerFaults(power: unknown): WrongOption[] {
  if (power !== undefined) return [];
  return [{ option: "", sentence: "has neither power nor speed; name what drives it, as power or speed." }];
}

function speedFaults(speed: NumberInputDeclaration, power: unknown): WrongOption[] {
  const wrong = (sentence: string) => [{ option: "speed", sentence }];
  const { name, leastValue } = speed;
  if (leastValue < 0) return wrong(`runs "${name}", which may be below 0; a speed is 0 or more.`);
  if (power === undefined && leastValue > 0)
    return wrong(`runs "${name}", which is never 0, and has no power to go off by; name it, as power: "on".`);
  const { least, most } = speedSteps(speed);
  return most > least ? [] : wrong(`runs "${name}", which has one speed; that is a powerSwitch, as power.`);
}

/** Home Assistant counts speeds from 1 on; 0 is none of them. */
function speedSteps(speed: NumberInputDeclaration): Steps {
  const isPlain = speed.decimals === 0 && speed.step === 1 && speed.leastValue === 0;
  const { least, ...steps } = isPlain
    ? plainSteps(speed)
    : countedSteps(speed, speed.leastValue === 0 ? 0 : 1);
  return { least: Math.max(least, 1), ...steps };
}

function speedTopics(speed: NumberInputDeclaration): Told {
  const { least, most, templates } = speedSteps(speed);
  return {
    pct_stat_t: stateOf(speed),
    pct_cmd_t: commandOf(speed),
    ...(templates === undefined ? {} : { pct_val_tpl: templates.read, pct_cmd_tpl: templates.written }),
    // Those that it takes where it is told of no others.
    ...(least === 1 ? {} : { spd_rng_min: least }),
    ...(most === 100 ? {} : { spd_rng_max: most }),
  };
}

/** One without a switch is on above 0, and goes on at its full speed. */
function poweredBy(speed: NumberInputDeclaration): Told {
  return {
    stat_t: stateOf(speed),
    stat_val_tpl: "{{'ON' if value|float>0 else 'OFF'}}",
    cmd_t: commandOf(speed),
    cmd_tpl: `{{'${bound(speed, speed.mostValue)}' if value=='ON' else '0'}}`,
  };
}
