// A fan of a switch, a speed and presets in Home Assistant.
import { expect, test } from "vitest";
import { joined } from "./joining.ts";

test("a fan names the topics and words of its parts", () => {
  const home = joined({ fan: { power: "power", speed: "percent", preset: "breeze" } });
  expect(home.complaints).toEqual([]);
  expect(home.configOf("fan")).toMatchObject({
    name: "Fan",
    state_topic: "home/room/power",
    command_topic: "home/room/power/set",
    percentage_state_topic: "home/room/percent",
    percentage_command_topic: "home/room/percent/set",
    preset_mode_state_topic: "home/room/breeze",
    preset_modes: ["steady", "sleep"],
    qos: 1,
  });
  expect(home.keys()).not.toEqual(expect.arrayContaining(["power"]));
});

test("a fan shows what its parts say, and sends to each", () => {
  const home = joined({ fan: { power: "power", speed: "percent", preset: "breeze" } });
  home.says("power", "on");
  home.says("percent", "40");
  home.says("breeze", "sleep");
  expect(home.state("fan")).toBe("on");
  expect(home.attributes("fan")).toMatchObject({ percentage: 40, preset_mode: "sleep" });
  home.says("power", "off");
  home.says("percent", "0");
  expect(home.state("fan")).toBe("off");
  expect(home.complaints).toEqual([]);
  const actions = ["turn on", "turn off", { set: 30 }, { mode: "steady" }] as const;
  expect(actions.flatMap((action) => home.sent("fan", action))).toEqual([
    "power on",
    "power off",
    "percent 30",
    "breeze steady",
  ]);
});

test.each([
  ["percent", "100", "0", "1"],
  ["step", "100", "0", "5"],
  ["half", "90", "0", "0.5"],
])("a fan of %s alone is on above 0, and goes on at %s", (speed, full, none, little) => {
  const home = joined({ fan: { speed } });
  expect([...home.sent("fan", "turn on"), ...home.sent("fan", "turn off")]).toEqual([
    `${speed} ${full}`,
    `${speed} ${none}`,
  ]);
  const seen = [none, little, full].map((said) => {
    home.says(speed, said);
    return home.state("fan");
  });
  expect(seen).toEqual(["off", "on", "on"]);
  expect(home.attributes("fan").percentage).toBe(100);
  expect(home.complaints).toEqual([]);
});

test.each([
  ["step", 50, "50", "50", 50],
  ["step", 3, "5", "5", 5],
  ["step", 0, "0", "0", 0],
  ["low", 100, "100", "100", 100],
  ["low", 50, "60", "60", 55],
  ["low", 0, "20", "20", 11],
  ["half", 50, "45", "45.0", 50],
])("the speed %s at %i %% is %s, and is shown", (speed, set, sent, said, seen) => {
  const home = joined({ fan: { power: "power", speed } });
  expect(home.sent("fan", { set })).toEqual([`${speed} ${sent}`]);
  home.says(speed, said);
  expect(home.attributes("fan").percentage).toBe(seen);
  expect(home.complaints).toEqual([]);
});

test("a fan of a switch alone is on and off", () => {
  const { configOf, sent } = joined({ fan: { power: "heater" } });
  expect(sent("fan", "turn on")).toEqual(["heater on"]);
  expect(configOf("fan")).not.toHaveProperty("percentage_command_topic");
});
