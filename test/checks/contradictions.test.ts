// Rules that ask for what can never be: what an actuator's sensors forbid just then, or the contrary of another rule.
import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
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
  const declaration = device({
    name: "cistern",
    sensors: [
      probeSensor({ tenths: 0 }, "level", { decimals: 0, states: ["low", "ok", "full"] }),
      probeSensor({ tenths: 0 }, "water"),
      probeSensor({ tenths: 0 }, "override", { decimals: 0, states: ["off", "on"] }),
    ],
    actuators: [
      powerSwitch("pump", relay("r"), { onlyWhile: { level: "ok", water: { above: 5, below: 60 } } }),
      powerSwitch("fan", relay("r2"), {
        onlyWhile: { water: { below: 60 } },
        orWhile: [{ override: "on" }],
      }),
      light("lamp", notedPart(255)),
      numberInput("limit", valueOnly(), { min: 0, max: 5, step: 0.1 }),
      selectInput("mode", valueOnly(), { options: ["auto", "manual"] }),
    ],
    rules,
  });
  return sentencesOf(declarationFaults(declaration));
}

test("rules that demand what their actuator permits have no contradiction", () => {
  expect(
    faults(
      when("level").is("ok").keep("pump", "on"),
      when("level").is("low").keep("pump", "off"),
      when("water").above(59.8).keep("pump", "on"),
      when("water").below(5.2).set("pump", "on"),
      when("water").above(70).keep("fan", "on"),
      when("override").is("off").toggle("fan"),
      when("water").below("limit").set("pump", "on"),
    ),
  ).toEqual([]);
});

const ONLY = "it may be on only while level is ok and water is above 5.0 and below 60.0.";

test.each<[string, Rule]>([
  ["a state that forbids it", when("level").is("low").keep("pump", "on")],
  ["another one, once", when("level").is("full").set("pump", "on")],
  ["a state, to its other one", when("level").is("low").toggle("pump")],
  ["a state, for a time", when("level").is("low").setFor("pump", "on", seconds(5))],
  ["a value that is never within", when("water").above(59.9).set("pump", "on")],
  ["a value at the other end", when("water").below(5.1).set("pump", "on")],
])("a rule on %s is refused", (_what, rule) => {
  expect(faults(rule)).toEqual([
    `The rule on "${rule.wording.cause}" asks for "pump" just when it may not be so: ${ONLY} Leave the rule out, or let onlyWhile allow it.`,
  ]);
});

test("a rule that ends at its actuator's forbidden moment is refused", () => {
  const sentence = (cause: string) =>
    `The rule on "${cause}" brings "pump" back when it ends, just when it may not be so: ${ONLY} Leave the rule out, or let onlyWhile allow it.`;
  expect(faults(when("level").is("ok").keep("pump", "off"))).toEqual([sentence("level")]);
  expect(faults(when("water").below(60).keep("pump", "off"))).toEqual([sentence("water")]);
  expect(faults(when("water").above(5).keep("pump", "off"))).toEqual([sentence("water")]);
  // Here another reading may be there by then.
  expect(
    faults(
      when("level").is("ok").keep("pump", "off", seconds(5)),
      when("water").below(60).onlyWhile("mode", "auto").keep("pump", "off"),
    ),
  ).toEqual([]);
});

test("two rules that demand different things at one moment are refused", () => {
  expect(
    faults(when("level").is("ok").keep("lamp", "on"), when("level").is("ok").set("lamp", "off")),
  ).toEqual([
    'The rule on "level" sets "lamp" to "off" at the moment when another one sets it to "on"; leave one of them out.',
  ]);
  expect(
    faults(
      when("level").is("ok").set("lamp", "on"),
      when("level").is("ok").set("lamp", 30),
      when("level").is("ok").for(seconds(5)).set("lamp", "off"),
      when("level").is("ok").onlyWhile("mode", "manual").set("lamp", "off"),
      when("level").is("full").set("lamp", "off"),
      when("level").is("ok").set("mode", "manual"),
    ),
  ).toEqual([]);
});
