// Faults of a rule, in one sentence each.

import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { button } from "../../src/device/declare/actuators/button.ts";
import { light } from "../../src/device/declare/actuators/light.ts";
import { numberInput } from "../../src/device/declare/actuators/number-input.ts";
import { selectInput } from "../../src/device/declare/actuators/select-input.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { when } from "../../src/device/declare/rules/when.ts";
import { valueOnly } from "../../src/device/run/actuators/parts-without-hardware.ts";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { relay } from "../../src/drivers/relay.ts";
import { notedPart, probeSensor } from "../device/acting-device.ts";

function faults(...rules: Rule[]): string[] {
  return sentencesOf(
    declarationFaults(
      device({
        name: "room",
        sensors: [
          probeSensor({ tenths: 0 }, "temperature"),
          probeSensor({ tenths: 0 }, "leak", { decimals: 0, states: ["dry", "wet"] }),
        ],
        actuators: [
          powerSwitch("heater", relay("r")),
          light("lamp", notedPart(255)),
          numberInput("target", valueOnly(), { min: 5, max: 30, step: 0.5 }),
          numberInput("fine", valueOnly(), { min: 0, max: 1, step: 0.05 }),
          selectInput("mode", valueOnly(), { options: ["auto", "manual"] }),
          button("bell", relay("r2")),
        ],
        rules,
      }),
    ),
  );
}

const ALL = "temperature, leak, heater, lamp, target, fine, mode, bell";
const ACTUATORS = "heater, lamp, target, fine, mode, bell";

test("sound rules have no faults", () => {
  expect(
    faults(
      when("temperature").below(19).until(20).keep("heater", "on"),
      when("temperature").above(19).until(19).for(seconds(1)).onlyWhile("mode", "auto").set("lamp", 30),
      when("temperature").below("target").margin(0.5).keep("heater", "on", seconds(0.005)),
      when("target").above(20).set("mode", "manual"),
      when("leak").is("wet").set("bell", "press"),
      when("leak").is(0).setFor("lamp", "off", seconds(1)),
      when("lamp").is("off").toggle("heater"),
    ),
  ).toEqual([]);
});

test.each<[string, Rule]>([
  [
    `A rule is on "temprature": there is no such sensor or actuator; did you mean "temperature"? Known are: ${ALL}.`,
    when("temprature").below(1).keep("heater", "on"),
  ],
  [
    `A rule is on "x": there is no such sensor or actuator. Known are: ${ALL}.`,
    when("x").below(1).keep("heater", "on"),
  ],
  [
    `The rule on "temperature" acts on "heatre": there is no such actuator; did you mean "heater"? Known are: ${ACTUATORS}.`,
    when("temperature").below(1).keep("heatre", "on"),
  ],
  [
    'The rule on "temperature" begins below 19 and ends at 18: the wrong way round; it ends at 19 or above.',
    when("temperature").below(19).until(18).keep("heater", "on"),
  ],
  [
    'The rule on "temperature" begins above 19 and ends at 20: the wrong way round; it ends at 19 or below.',
    when("temperature").above(19).until(20).keep("heater", "on"),
  ],
  [
    'The rule on "temperature" compares with NaN; that is a number.',
    when("temperature").above(Number.NaN).keep("heater", "on"),
  ],
  [
    'The rule on "temperature" has a margin of -1; it is 0 or more.',
    when("temperature").above(5).margin(-1).keep("heater", "on"),
  ],
  [
    'The rule on "temperature" compares with "targt": there is no such number; did you mean "target"? Known are: target, fine.',
    when("temperature").below("targt").keep("heater", "on"),
  ],
  [
    'The rule on "temperature" compares with "heater": there is no such number. Known are: target, fine.',
    when("temperature").below("heater").keep("lamp", "on"),
  ],
  [
    'The rule on "temperature" compares 1 decimals with the number "fine", which has 2; give it a coarser step.',
    when("temperature").below("fine").keep("heater", "on"),
  ],
  [
    'The rule on "temperature" ends at 20, and begins at what "target" is set to; write margin(...) in place of until.',
    when("temperature").below("target").until(20).keep("heater", "on"),
  ],
  [
    'The rule on "lamp" compares it with below; a light is compared with is("...").',
    when("lamp").below(19).keep("heater", "on"),
  ],
  [
    'The rule on "leak" waits for "damp", which "leak" never says; it says dry, wet.',
    when("leak").is("damp").set("heater", "off"),
  ],
  [
    'The rule on "temperature" waits for "hot", which "temperature" never says; it says numbers.',
    when("temperature").is("hot").set("heater", "off"),
  ],
  [
    'The rule on "lamp" names the state "bright" of "lamp"; it is off or on, or a brightness from 0 to 255.',
    when("lamp").is("bright").set("heater", "off"),
  ],
  [
    'The rule on "temperature" names the state "open" of "heater"; it is off or on.',
    when("temperature").above(5).set("heater", "open"),
  ],
  [
    'The rule on "temperature" names the state "31" of "target"; it is a number from 5 to 30.',
    when("temperature").above(5).set("target", 31),
  ],
  [
    'The rule on "temperature" asks for "mod": there is no such actuator; did you mean "mode"? Known are: heater, lamp, target, fine, mode, bell.',
    when("temperature").above(5).onlyWhile("mod", "auto").set("heater", "on"),
  ],
  [
    'The rule on "temperature" asks for "temperature", a sensor; write onlyWhile: { "temperature": 20 } in the options of "heater".',
    when("temperature").above(5).onlyWhile("temperature", 20).set("heater", "on"),
  ],
  [
    'The rule on "temperature" says until(7.25), and "temperature" has 1 decimal; write until(7.3), or give it more.',
    when("temperature").below(6.5).until(7.25).keep("heater", "on"),
  ],
  [
    'The rule on "temperature" names the state "off" of "mode"; it is auto, manual.',
    when("temperature").above(5).onlyWhile("mode", "off").set("heater", "on"),
  ],
  [
    'The rule on "heater" acts on "heater" itself; say maximumOn where it is to go off by itself.',
    when("heater").is("on").for(seconds(1)).set("heater", "off"),
  ],
  [
    'The rule on "mode" acts on "mode" itself; where it is to end by itself, take powerSwitch("mode", valueOnly(), { maximumOn: ... }) and rules on that.',
    when("mode").is("manual").for(seconds(1)).set("mode", "auto"),
  ],
  [
    'The rule on "temperature" cannot bring "mode" back: a select has no opposite state; write set(...).',
    when("temperature").above(5).keep("mode", "manual"),
  ],
  [
    'The rule on "temperature" cannot bring "bell" back: a button has no opposite state; write set(...).',
    when("temperature").above(5).toggle("bell"),
  ],
  [
    'The rule on "temperature" must hold for -1 ms; that is whole milliseconds, at most 24 days.',
    when("temperature").above(5).for(seconds(-0.001)).set("heater", "on"),
  ],
  [
    'The rule on "temperature" goes back after 0 ms; that is whole milliseconds above 0, at most 24 days.',
    when("temperature").above(5).setFor("heater", "on", seconds(0)),
  ],
])("%s", (sentence, rule) => {
  expect(faults(rule)).toEqual([sentence]);
});
