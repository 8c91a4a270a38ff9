// Names in rules and policies, as TypeScript sees them. `npm run check:types` sees to what it refuses here.
import { expect, test } from "vitest";
import { seconds } from "../../../src/bytes/milliseconds.ts";
import { light } from "../../../src/device/declare/actuators/light.ts";
import { numberInput } from "../../../src/device/declare/actuators/number-input.ts";
import { selectInput } from "../../../src/device/declare/actuators/select-input.ts";
import { powerSwitch } from "../../../src/device/declare/actuators/switch.ts";
import { valve } from "../../../src/device/declare/actuators/valve.ts";
import { device } from "../../../src/device/declare/device.ts";
import { display } from "../../../src/device/declare/display.ts";
import { type HomeAssistantOptions, homeAssistant } from "../../../src/device/declare/home-assistant.ts";
import { follow } from "../../../src/device/declare/rules/follow.ts";
import { when } from "../../../src/device/declare/rules/when.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import { valueOnly } from "../../../src/device/run/actuators/parts-without-hardware.ts";
import type { Rule } from "../../../src/device/run/rules/rule.ts";
import { pwmLight } from "../../../src/drivers/pwm-light.ts";
import { reed } from "../../../src/drivers/reed.ts";
import { relay } from "../../../src/drivers/relay.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { ssd1306 } from "../../../src/drivers/ssd1306.ts";

const every = seconds(30);
const sensors = [
  sensor("temperature", sht3x("air").temperature, { every }),
  sensor("door", reed("door").state, { every, states: ["closed", "open"] }),
];
const actuators = [
  powerSwitch("heater", relay("heater"), { notWith: "cooler", onlyWhile: { door: "closed" } }),
  powerSwitch("cooler", relay("cooler")),
  valve("water", relay("water"), { confirmedBy: { sensor: "door" } }),
  light("lamp", pwmLight("lamp")),
  numberInput("most", valueOnly(), { min: 0, max: 40 }),
  selectInput("mode", valueOnly(), { options: ["auto", "away"] }),
];
const whole = { name: "room", sensors, actuators };

test("a rule accepts the names and states of its device", () => {
  const { rules = [] } = device({
    ...whole,
    diagnostics: ["uptime"],
    rules: [
      when("temperature").below(6.5).until(7).keep("heater", "on"),
      when("temperature").above("most").onlyWhile("mode", "away").set("lamp", 120),
      when("door").is("open").for(seconds(3)).setFor("water", "closed", seconds(9)),
      when("heater").is("on").toggle("cooler"),
      when("uptime").above(3600).set("most", 21),
    ],
  });
  expect(rules.map(({ targetAt }) => targetAt)).toEqual([0, 3, 2, 1, 4]);
});

test("a rule with a wrong name or state is a type error", () => {
  const rules: Rule[] = [];
  const none = { ...whole, rules };
  // @ts-expect-error: the sensor is called temperature.
  device({ ...whole, rules: [when("temprature").below(6).keep("heater", "on")] });
  // @ts-expect-error: there is no such number.
  device({ ...whole, rules: [when("temperature").above("mots").keep("heater", "on")] });
  // @ts-expect-error: a door is closed or open.
  device({ ...whole, rules: [when("door").is("ajar").set("heater", "on")] });
  // @ts-expect-error: there is no such actuator.
  device({ ...whole, rules: [when("door").is("open").set("heatr", "on")] });
  // @ts-expect-error: a heater is on or off.
  device({ ...whole, rules: [when("door").is("open").set("heater", "open")] });
  // @ts-expect-error: there is no such mode.
  device({ ...whole, rules: [when("door").is("open").onlyWhile("mode", "home").toggle("heater")] });
  // @ts-expect-error: the device does not publish its signal.
  device({ ...whole, rules: [when("signal").below(-80).toggle("heater")] });
  expect(device(none).rules).toEqual([]);
});

test("a curve with a wrong name is a type error", () => {
  const curve = [
    [20, 0],
    [30, 40],
  ] as const;
  const sound = device({ ...whole, follows: [follow("most", "temperature", curve)] });
  expect(sound.follows?.map(({ drivenAt, followedAt }) => [drivenAt, followedAt])).toEqual([[4, 0]]);
  // @ts-expect-error: the number is called most.
  device({ ...whole, follows: [follow("mots", "temperature", curve)] });
  // @ts-expect-error: the sensor is called temperature.
  device({ ...whole, follows: [follow("most", "temprature", curve)] });
});

test("a display with a wrong name is a type error", () => {
  const oled = ssd1306("panel");
  const told = { ...whole, diagnostics: ["signal"] } as const;
  const lines = ["{temperature} °C", "Door {door}, lamp {lamp}", "", "{signal} dBm"] as const;
  const sound = device({ ...told, displays: [display(oled, lines)] });
  const places = sound.displays?.flatMap(({ rows }) => rows.flatMap(({ values }) => values));
  expect(places?.map(({ sensorAt, actuatorAt }) => [sensorAt, actuatorAt])).toEqual([
    [0, -1],
    [1, -1],
    [-1, 3],
    [2, -1],
  ]);
  // @ts-expect-error: the sensor is called temperature.
  device({ ...whole, displays: [display(oled, ["Lamp {lamp}", "{temprature} °C"])] });
  // @ts-expect-error: there is no signal among its diagnostics.
  device({ ...whole, displays: [display(oled, ["{signal}"])] });
  // @ts-expect-error: a relay shows no text.
  expect(display(relay("fan"), ["{fan}"]).lines).toEqual(["{fan}"]);
});

test("a thermostat with a wrong name is a type error", () => {
  const climate = { current: "temperature", target: "most", heater: "heater", mode: "mode" } as const;
  const sound = device({ ...whole, discovery: homeAssistant({ climate }) });
  expect(sound.discovery).toEqual({ climate });
  const several = [climate, { ...climate, name: "attic" }] as const;
  device({ ...whole, discovery: homeAssistant({ climate: several, area: "Attic" }) });
  // What is put together elsewhere is left to the build.
  const free: HomeAssistantOptions = { climate };
  device({ ...whole, discovery: homeAssistant(free) });
  // @ts-expect-error: the sensor is called temperature.
  device({ ...whole, discovery: homeAssistant({ climate: { ...climate, current: "temprature" } }) });
  // @ts-expect-error: there is no such switch.
  device({ ...whole, discovery: homeAssistant({ climate: [climate, { target: "most", heater: "heatr" }] }) });
  // @ts-expect-error: the number is called most.
  device({ ...whole, discovery: homeAssistant({ cover: { position: "mots" } }) });
  // @ts-expect-error: a thermostat has a target.
  expect(homeAssistant({ climate: { heater: "heater" } })).toEqual({ climate: { heater: "heater" } });
});

test("a policy with a wrong name is a type error", () => {
  const heater = (options: object) => powerSwitch("heater", relay("heater"), options);
  // @ts-expect-error: there is no cooler here.
  device({ name: "room", actuators: [powerSwitch("heater", relay("heater"), { notWith: "cooler" })] });
  // @ts-expect-error: the sensor is called door.
  device({ ...whole, actuators: [powerSwitch("fan", relay("fan"), { onlyWhile: { dor: "open" } })] });
  // @ts-expect-error: the sensor is called door.
  device({ ...whole, actuators: [valve("gas", relay("gas"), { confirmedBy: { sensor: "flow" } })] });
  expect(device({ name: "room", actuators: [heater({})] }).actuators).toHaveLength(1);
});

test("names beyond TypeScript's types are left to the declaration's checks", () => {
  const name: string = ["temperature"].join("");
  const rule: Rule = when("heater").is("on").toggle("cooler");
  const { rules = [] } = device({ ...whole, rules: [when(name).below(6).keep("heater", "on"), rule] });
  expect(rules.map(({ sensorAt }) => sensorAt)).toEqual([0, -1]);
});
