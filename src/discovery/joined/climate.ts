// A thermostat of a sensor, a number and what heats or cools.
import type { ActuatorDeclaration } from "../../device/declare/actuators/declaration.ts";
import type { Told, WrongOption } from "../../kinds/kind.ts";
import { humidityFaults } from "./humidity.ts";
import { commandOf, DRIVEN, joined, stateOf } from "./joined.ts";
import { precision, targetTopics, temperatureFaults } from "./temperature.ts";
import { hasWords, isRunning, wordFaults } from "./words.ts";

/** core, components/climate/const.py. */
const MODES = ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"];

export const CLIMATE = joined({
  platform: "climate",
  needed: { target: ["number"] },
  optional: {
    current: ["sensor"],
    humidity: ["sensor"],
    heater: DRIVEN,
    cooler: DRIVEN,
    mode: ["select", "switch"],
  },
  options: {},
  classes: [],
  faults: (parts) => [
    ...temperatureFaults(parts),
    ...humidityFaults("humidity", parts.humidity),
    ...drivenFaults(parts),
    ...wordFaults("mode", parts.mode, MODES),
  ],
  entity(parts) {
    const { target, current, humidity } = parts;
    return {
      ...(current === undefined ? {} : { curr_temp_t: stateOf(current) }),
      ...(humidity === undefined ? {} : { curr_hum_t: stateOf(humidity) }),
      ...targetTopics(target),
      temp_step: target.step / 10 ** target.decimals,
      precision: precision(target, current),
      ...modeOf(parts),
      ...actionOf(parts),
    };
  },
});

interface Driven {
  heater?: ActuatorDeclaration;
  cooler?: ActuatorDeclaration;
}

function drivenFaults({ heater, cooler }: Driven): WrongOption[] {
  if (heater !== undefined || cooler !== undefined) return [];
  return [{ option: "", sentence: "neither heats nor cools; name what does, as heater or cooler." }];
}

/** What it does while it is on. */
function usualMode({ heater, cooler }: Driven): string {
  if (cooler === undefined) return "heat";
  return heater === undefined ? "cool" : "heat_cool";
}

function modeOf({
  target,
  mode,
  ...driven
}: Driven & { target: ActuatorDeclaration; mode?: ActuatorDeclaration }): Told {
  const usual = usualMode(driven);
  // What is always on says so with whatever is heard of it.
  if (mode === undefined) return { modes: [usual], mode_stat_t: stateOf(target), mode_stat_tpl: usual };
  const topics = { mode_stat_t: stateOf(mode), mode_cmd_t: commandOf(mode) };
  if (hasWords(mode)) return { modes: [...mode.choices], ...topics };
  return {
    modes: ["off", usual],
    ...topics,
    mode_stat_tpl: `{{'${usual}' if value=='on' else 'off'}}`,
    mode_cmd_tpl: "{{'off' if value=='off' else 'on'}}",
  };
}

/** One topic is all that tells it. */
function actionOf({ heater, cooler }: Driven): Told {
  if (heater !== undefined && cooler !== undefined) return {};
  const [driven, action] = heater === undefined ? [cooler, "cooling"] : [heater, "heating"];
  if (driven === undefined) return {};
  return { act_t: stateOf(driven), act_tpl: `{{'${action}' if ${isRunning(driven)} else 'idle'}}` };
}
