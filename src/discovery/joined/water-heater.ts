// A water heater: a number that people set, a sensor, and how it heats.
import type { ActuatorDeclaration } from "../../device/declare/actuators/declaration.ts";
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";
import type { Told } from "../../kinds/kind.ts";
import { commandOf, joined, stateOf } from "./joined.ts";
import { precision, targetTopics, temperatureFaults } from "./temperature.ts";
import { hasWords, wordFaults } from "./words.ts";

/** core, components/water_heater/const.py. */
const MODES = ["off", "eco", "electric", "gas", "heat_pump", "high_demand", "performance"];
/** The mode while it is on. */
const MODE_WHILE_ON = "electric";

export const WATER_HEATER = joined({
  platform: "water_heater",
  needed: { target: ["number"] },
  optional: { current: ["sensor"], mode: ["select", "switch"] },
  options: {},
  classes: [],
  faults: (parts) => [...temperatureFaults(parts), ...wordFaults("mode", parts.mode, MODES)],
  entity: ({ target, current, mode }) => ({
    ...(current === undefined ? {} : { curr_temp_t: stateOf(current) }),
    ...targetTopics(target),
    precision: precision(target, current),
    ...modeOf(target, mode),
  }),
});

function modeOf(target: NumberInputDeclaration, mode: ActuatorDeclaration | undefined): Told {
  // Without a mode it is always on: any message at its state topic shows this one.
  if (mode === undefined)
    return { modes: [MODE_WHILE_ON], mode_stat_t: stateOf(target), mode_stat_tpl: MODE_WHILE_ON };
  const topics = { mode_stat_t: stateOf(mode), mode_cmd_t: commandOf(mode) };
  if (hasWords(mode)) return { modes: [...mode.choices], ...topics };
  return {
    modes: ["off", MODE_WHILE_ON],
    ...topics,
    mode_stat_tpl: `{{'${MODE_WHILE_ON}' if value=='on' else 'off'}}`,
    mode_cmd_tpl: "{{'off' if value=='off' else 'on'}}",
    pow_cmd_t: commandOf(mode),
    pl_on: "on",
    pl_off: "off",
  };
}
