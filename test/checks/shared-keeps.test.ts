// Two rules that keep one actuator: the build warns that the end of either puts it back.
import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { sharedKeepWarnings } from "../../src/checks/shared-keeps.ts";
import { selectInput } from "../../src/device/declare/actuators/select-input.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { when } from "../../src/device/declare/rules/when.ts";
import { valueOnly } from "../../src/device/run/actuators/parts-without-hardware.ts";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { relay } from "../../src/drivers/relay.ts";
import { probeSensor } from "../device/acting-device.ts";

function warnings(...rules: Rule[]): string[] {
  return sharedKeepWarnings(
    device({
      name: "bath",
      sensors: [probeSensor({ tenths: 0 }, "humidity"), probeSensor({ tenths: 0 }, "heat")],
      actuators: [
        powerSwitch("fan", relay("r")),
        powerSwitch("pump", relay("r2")),
        selectInput("mode", valueOnly(), { options: ["auto", "away"] }),
      ],
      rules: rules as Rule<never>[],
    }),
  );
}

const WET = when("humidity").above(70).keep("fan", "on");
const BACK = "when either ends, it goes back, also while the other one keeps it; make it one rule";

test.each<[string, Rule[]]>([
  [`The rules on "humidity" and "heat" keep "fan": ${BACK}`, [WET, when("heat").above(30).keep("fan", "on")]],
  [
    `Two rules on "humidity" keep "fan": ${BACK}`,
    [WET, when("humidity").above(90).keep("fan", "on", seconds(60))],
  ],
  [
    `The rules on "heat" and "humidity" keep "fan": ${BACK}`,
    [when("heat").below(5).onlyWhile("mode", "away").keep("fan", "on"), WET],
  ],
  [
    `The rules on "heat" and "humidity" keep "pump": ${BACK}`,
    [when("heat").below(5).keep("pump", "off"), when("humidity").below(9).keep("pump", "off")],
  ],
])("%s", (sentence, rules) => {
  expect(warnings(...rules)).toEqual([expect.stringContaining(sentence)]);
});

test.each<[string, Rule[]]>([
  ["one rule", [WET]],
  ["two actuators", [WET, when("heat").above(30).keep("pump", "on")]],
  ["contrary states", [WET, when("heat").below(5).keep("fan", "off")]],
  ["a rule that sets", [WET, when("heat").above(30).set("fan", "on")]],
])("nothing is warned of %s", (_name, rules) => {
  expect(warnings(...rules)).toEqual([]);
});
