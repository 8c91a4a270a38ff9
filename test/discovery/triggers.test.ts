// A push button as a device trigger in Home Assistant: which messages begin automations, and which buttons may be one.
import { expect, test } from "vitest";
import { discoveryFaults } from "../../src/checks/discovery-faults.ts";
import { device } from "../../src/device/declare/device.ts";
import { announcementsOf } from "../../src/discovery/announcements.ts";
import { button } from "../../src/drivers/button.ts";
import { heartbeat, onChange } from "../../src/filters.ts";
import { homeAssistant, minutes, sensor } from "../../src/index.ts";
import type { HomeAssistantOptions, SensorOptions } from "../../src/options.ts";
import { meet } from "./joined/joining.ts";

const LINK_BYTES = 1400;

function remote(discovery: HomeAssistantOptions, options: Partial<SensorOptions> = {}, name = "button-1") {
  const states = ["released", "pressed"];
  return device({
    name: "remote",
    sensors: [
      sensor(name, button("left").state, {
        states,
        every: minutes(10),
        filters: [onChange()],
        deviceClass: "button",
        ...options,
      }),
    ],
    discovery: homeAssistant(discovery),
  });
}

const TRIGGER = { entities: { "button-1": { trigger: true } } };

test("a press of a button begins automations, and a release does not", () => {
  const home = meet(remote(TRIGGER));
  expect(home.complaints).toEqual([]);
  expect(home.keys()).toEqual(["button-1", "problem"]);
  expect(home.triggers()).toEqual(["button_short_press button_1"]);
  home.says("button-1", "released");
  expect(home.triggered).toEqual([]);
  home.says("button-1", "pressed");
  home.says("button-1", "released");
  expect(home.triggered).toEqual(["button_short_press button_1"]);
});

test("no button is a trigger that nobody asks for, or that is hidden", () => {
  expect(meet(remote({})).triggers()).toEqual([]);
  const hidden = { entities: { "button-1": { trigger: true, hidden: true } } };
  expect(meet(remote(hidden)).triggers()).toEqual([]);
});

test("a trigger has a message of its own in component form", () => {
  const topics = announcementsOf(remote({ ...TRIGGER, form: "component" }), LINK_BYTES).map(({ topic }) =>
    topic.replaceAll("\u0001", "ID"),
  );
  expect(topics).toContain("homeassistant/device_automation/ID-button-1_press/config");
  expect(meet(remote({ ...TRIGGER, form: "component" })).triggers()).toEqual(["button_short_press button_1"]);
});

const TOLD =
  'The sensor "button-1" is a device trigger, and is published without a press too; give it onChange(), and neither heartbeat nor onRequest.';

test.each<[string, Partial<SensorOptions>, string]>([
  ["that is published all the time", { filters: [] }, TOLD],
  ["with a heartbeat", { filters: [onChange(), heartbeat(minutes(60))] }, TOLD],
  ["on request", { onRequest: true }, TOLD],
  [
    "that is no push button",
    { deviceClass: "door" },
    'The sensor "button-1" is no push button; a device trigger is of the class "button" or "doorbell".',
  ],
])("a trigger %s is refused", (_what, options, sentence) => {
  const faults = discoveryFaults(remote(TRIGGER, options), LINK_BYTES);
  expect(faults.map((fault) => [fault.sentence, fault.option])).toEqual([
    [sentence, ["entities", "button-1", "trigger"]],
  ]);
});
