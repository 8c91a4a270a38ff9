// A humidifier, or what dries: a switch, a number that people set, a sensor, and what runs.
import type { ActuatorDeclaration } from "../../device/declare/actuators/declaration.ts";
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";
import type { Told, WrongOption } from "../../kinds/kind.ts";
import { humidityFaults } from "./humidity.ts";
import { commandOf, DRIVEN, joined, stateOf } from "./joined.ts";
import { bound } from "./steps.ts";
import { isRunning } from "./words.ts";

const PERCENT = 100;

export const HUMIDIFIER = joined({
  platform: "humidifier",
  needed: { target: ["number"], power: ["switch"] },
  optional: { current: ["sensor"], humidifier: DRIVEN, dehumidifier: DRIVEN, mode: ["select"] },
  options: {},
  classes: ["humidifier", "dehumidifier"],
  faults: ({ target, ...driven }) => [
    ...targetFaults(target),
    ...humidityFaults("current", driven.current),
    ...drivenFaults(driven),
  ],
  entity: ({ target, power, current, mode, ...driven }) => ({
    stat_t: stateOf(power),
    cmd_t: commandOf(power),
    pl_on: "on",
    pl_off: "off",
    hum_stat_t: stateOf(target),
    hum_cmd_t: commandOf(target),
    min_hum: bound(target, target.leastValue),
    max_hum: bound(target, target.mostValue),
    ...(current === undefined ? {} : { curr_hum_t: stateOf(current) }),
    ...(mode === undefined
      ? {}
      : { mode_stat_t: stateOf(mode), mode_cmd_t: commandOf(mode), modes: [...mode.choices] }),
    ...actionOf(driven),
  }),
});

interface Driven {
  humidifier?: ActuatorDeclaration;
  dehumidifier?: ActuatorDeclaration;
}

function targetFaults({
  name,
  unit,
  leastValue,
  mostValue,
  decimals,
}: NumberInputDeclaration): WrongOption[] {
  const wrong = (sentence: string) => [{ option: "target", sentence: `sets "${name}", ${sentence}` }];
  if (unit !== "%" && unit !== "") return wrong(`which is in ${unit}; it is in %.`);
  if (leastValue >= 0 && mostValue <= PERCENT * 10 ** decimals) return [];
  return wrong("which goes beyond 0 to 100; it is in %.");
}

function drivenFaults({ humidifier, dehumidifier }: Driven): WrongOption[] {
  if (humidifier === undefined || dehumidifier === undefined) return [];
  const sentence = "is one or the other in Home Assistant; make two of it, each with a name.";
  return [{ option: "dehumidifier", sentence }];
}

function actionOf({ humidifier, dehumidifier }: Driven): Told {
  const [driven, action] =
    dehumidifier === undefined ? [humidifier, "humidifying"] : [dehumidifier, "drying"];
  if (driven === undefined) return {};
  return {
    // It is a humidifier where it is told of nothing else.
    ...(driven === dehumidifier ? { dev_cla: "dehumidifier" } : {}),
    act_t: stateOf(driven),
    act_tpl: `{{'${action}' if ${isRunning(driven)} else 'idle'}}`,
  };
}
