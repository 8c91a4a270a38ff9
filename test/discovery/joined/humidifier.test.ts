// A humidifier and what dries in Home Assistant.
import { expect, test } from "vitest";
import { joined } from "./joining.ts";

const HUMIDIFIER = { target: "damp", power: "power", current: "humidity" };

test("a humidifier names the topics and bounds of its parts", () => {
  const home = joined({ humidifier: { ...HUMIDIFIER, mode: "breeze", humidifier: "heater" } });
  expect(home.complaints).toEqual([]);
  expect(home.configOf("humidifier")).toMatchObject({
    state_topic: "home/room/power",
    target_humidity_state_topic: "home/room/damp",
    current_humidity_topic: "home/room/humidity",
    min_humidity: 30,
    max_humidity: 80,
    modes: ["steady", "sleep"],
    action_topic: "home/room/heater",
  });
});

test("a humidifier shows what its parts say, and sends to each", () => {
  const home = joined({ humidifier: { ...HUMIDIFIER, mode: "breeze", humidifier: "heater" } });
  for (const [name, word] of Object.entries({
    power: "on",
    damp: "55",
    humidity: "41.5",
    breeze: "sleep",
    heater: "on",
  }))
    home.says(name, word);
  expect(home.state("humidifier")).toBe("on");
  expect(home.attributes("humidifier")).toEqual({
    humidity: 55,
    current_humidity: 42,
    mode: "sleep",
    action: "humidifying",
  });
  home.says("heater", "off");
  home.says("humidity", "None");
  expect(home.attributes("humidifier")).toMatchObject({ action: "idle", current_humidity: null });
  expect(home.complaints).toEqual([]);
  const actions = ["turn on", "turn off", { set: 60 }, { mode: "steady" }] as const;
  expect(actions.flatMap((action) => home.sent("humidifier", action))).toEqual([
    "power on",
    "power off",
    "damp 60",
    "breeze steady",
  ]);
});

test('a dehumidifier has the class for it, and reports "drying"', () => {
  const home = joined({ humidifier: { ...HUMIDIFIER, dehumidifier: "radiator" } });
  home.says("radiator", "open");
  expect(home.configOf("humidifier").device_class).toBe("dehumidifier");
  expect(home.attributes("humidifier").action).toBe("drying");
});
