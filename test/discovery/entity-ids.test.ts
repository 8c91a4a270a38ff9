// Ids that would have the room twice are told, and no others.
import { expect, test } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { type HomeAssistantOptions, homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { areaTwice } from "../../src/discovery/entity-ids.ts";
import { relay } from "../../src/drivers/relay.ts";
import { powerSwitch } from "../../src/index.ts";

const declared = (discovery: HomeAssistantOptions, name = "kitchen") =>
  device({
    name,
    actuators: [powerSwitch("heater", relay("heater")), powerSwitch("fan", relay("fan"))],
    discovery: homeAssistant(discovery),
  });

test.each([
  [{ area: "Kitchen" }, "switch.kitchen_kitchen_heater"],
  [{ area: "kitchen", label: "Kitchen heater" }, "switch.kitchen_kitchen_heater_heater"],
  [{ area: "Küche", label: "Küche: Ofen" }, "switch.kuche_kuche_ofen_heater"],
  [{ area: "居間", label: "居間" }, "switch.居間_居間_heater"],
])("%j is warned of with %s", (discovery, id) => {
  expect(areaTwice(declared(discovery))).toContain(`: ${id};`);
});

test.each([
  {},
  { area: "Attic" },
  { area: "Kitchen", label: "Climate" },
  { area: "Bath", label: "Bathroom" },
  { label: "Kitchen" },
])("%j is not warned of", (discovery) => {
  expect(areaTwice(declared(discovery))).toBeUndefined();
});

test("a device that is not announced is not warned of", () => {
  expect(areaTwice(device({ name: "kitchen" }))).toBeUndefined();
});
