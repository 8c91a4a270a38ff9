// A device with every kind of sensor and actuator that there is.
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rgbLight } from "../../src/drivers/rgb-light.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import {
  button,
  colorLight,
  durationInput,
  homeAssistant,
  light,
  lock,
  minutes,
  numberInput,
  powerSwitch,
  seconds,
  selectInput,
  sensor,
  siren,
  textInput,
  timeInput,
  valueOnly,
  valve,
} from "../../src/index.ts";
import type { HomeAssistantOptions } from "../../src/options.ts";

/** Of its entities, in their order. */
export const KEYS: readonly string[] = (
  "temperature humidity door handle heater lamp porch strip bolt water horn target mode note wake dose bell problem " +
  "uptime reset-reason free-memory signal reconnects waiting"
).split(" ");

export function everything(discovery: HomeAssistantOptions = {}): DeviceDeclaration {
  const air = sht3x("air");
  const door = reed("door");
  return device({
    name: "everything",
    discovery: homeAssistant(discovery),
    diagnostics: ["uptime", "reset-reason", "free-memory", "signal", "reconnects", "waiting"],
    sensors: [
      sensor("temperature", air.temperature, {
        unit: "°C",
        decimals: 1,
        every: seconds(1),
        expireAfter: minutes(1),
      }),
      sensor("humidity", air.humidity, { unit: "%", every: seconds(1) }),
      sensor("door", door.state, {
        states: ["closed", "open"],
        deviceClass: "door",
        every: seconds(1),
        qos: 1,
      }),
      sensor("handle", door.state, { states: ["down", "level", "up"], every: seconds(1) }),
    ],
    actuators: [
      powerSwitch("heater", relay("heater")),
      light("lamp", pwmLight("lamp"), { label: "Reading lamp" }),
      light("porch", relay("porch")),
      colorLight("strip", rgbLight("strip")),
      lock("bolt", relay("bolt"), { confirmedBy: { sensor: "door", atRest: "closed" } }),
      valve("water", relay("main"), { deviceClass: "water" }),
      siren("horn", relay("horn")),
      numberInput("target", valueOnly(), {
        min: 5,
        max: 30,
        step: 0.5,
        unit: "°C",
        deviceClass: "temperature",
        category: "config",
      }),
      selectInput("mode", valueOnly(), { options: ["quiet", "loud"] }),
      textInput("note", { maxLength: 20, initial: "Hello", category: "config" }),
      timeInput("wake", { initial: "06:30", category: "config" }),
      durationInput("dose", { min: seconds(1), max: minutes(2), category: "config" }),
      button("bell", relay("bell"), { pulse: seconds(0.2) }),
    ],
  });
}
