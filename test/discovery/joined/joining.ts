// A device of many parts, what is joined of them, and what Home Assistant makes of it.
import { discoveryFaults } from "../../../src/checks/discovery-faults.ts";
import { declarationOptionFaults } from "../../../src/checks/option-faults.ts";
import { type DeviceDeclaration, device } from "../../../src/device/declare/device.ts";
import { announcementsOf, filled } from "../../../src/discovery/announcements.ts";
import { relay } from "../../../src/drivers/relay.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import {
  homeAssistant,
  numberInput,
  powerSwitch,
  seconds,
  selectInput,
  sensor,
  valueOnly,
  valve,
} from "../../../src/index.ts";
import type { HomeAssistantOptions } from "../../../src/options.ts";
import { createRegistry } from "../../home-assistant/registry.ts";
import type { Action, Message } from "../../home-assistant/states.ts";
import { messagesOf } from "../../home-assistant/states.ts";

const LINK_BYTES = 1400;
const every = seconds(30);

/** Of each part that something can be joined of. */
export function parts(discovery: HomeAssistantOptions): DeviceDeclaration {
  const air = sht3x("air");
  return device({
    name: "room",
    sensors: [
      sensor("temperature", air.temperature, { unit: "°C", decimals: 1, every }),
      sensor("humidity", air.humidity, { unit: "%", every }),
    ],
    actuators: [
      numberInput("target", valueOnly(), { min: 5, max: 30, step: 0.5, unit: "°C" }),
      numberInput("warmth", valueOnly(), { min: 41, max: 86, unit: "°F" }),
      numberInput("damp", valueOnly(), { min: 30, max: 80, unit: "%" }),
      numberInput("percent", valueOnly(), { min: 0, max: 100, unit: "%" }),
      numberInput("step", valueOnly(), { min: 0, max: 100, step: 5, unit: "%" }),
      numberInput("low", valueOnly(), { min: 20, max: 100, step: 10 }),
      numberInput("half", valueOnly(), { min: 0, max: 90, step: 0.5 }),
      powerSwitch("heater", relay("heater")),
      powerSwitch("cooler", relay("cooler")),
      powerSwitch("power", valueOnly()),
      valve("radiator", relay("radiator")),
      selectInput("mode", valueOnly(), { options: ["off", "heat"] }),
      selectInput("speed", valueOnly(), { options: ["off", "low", "high"] }),
      selectInput("breeze", valueOnly(), { options: ["steady", "sleep"] }),
      selectInput("boiler", valueOnly(), { options: ["off", "eco", "electric"] }),
    ],
    discovery: homeAssistant(discovery),
  });
}

/** What is wrong with it, in the order in which a build says so. */
export function faultsOf(discovery: HomeAssistantOptions): { sentence: string; option: string }[] {
  const declaration = parts(discovery);
  const wrong = declarationOptionFaults(declaration);
  const all = wrong.length > 0 ? wrong : discoveryFaults(declaration, LINK_BYTES);
  return all.map(({ sentence, option }) => ({ sentence, option: option.join(".") }));
}

/** Home Assistant after it has met the device of all these parts. */
export function joined(discovery: HomeAssistantOptions) {
  return meet(parts(discovery));
}

/** Home Assistant after it has met a device, whose topics begin at `home/room`. */
export function meet(declaration: DeviceDeclaration) {
  const registry = createRegistry();
  for (const { topic, payload } of announcementsOf(declaration, LINK_BYTES)) {
    const text = (template: string) => filled(template, "room", "home/room", "1");
    registry.discover(text(topic).slice("homeassistant/".length), text(payload));
  }
  registry.hear("home/room/status", "online", 0);
  return {
    ...registry,
    keys: () => registry.uniqueIds().map((id) => id.slice("room-".length)),
    configOf: (key: string) => registry.entity(`room-${key}`).config,
    state: (key: string) => registry.stateOf(`room-${key}`, 0),
    attributes: (key: string) => registry.entity(`room-${key}`).attributes ?? {},
    /** The device says something. */
    says: (name: string, payload: string) => registry.hear(`home/room/${name}`, payload, 0),
    /** What is sent for an action, each as "target 21". */
    sent: (key: string, action: Action) => {
      const { platform, config } = registry.entity(`room-${key}`);
      return messagesOf(platform, config, action).map(shortly);
    },
  };
}

function shortly({ topic, payload }: Message): string {
  return `${topic.replace("home/room/", "").replace("/set", "")} ${payload}`;
}
