// A device with every kind of sensor and actuator that there is.
import { type DeviceDeclaration, device } from "../../src/device/device.ts";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import {
  actuator,
  button,
  type HomeAssistantOptions,
  homeAssistant,
  light,
  lock,
  number,
  select,
  sensor,
  siren,
  valueOnly,
  valve,
} from "../../src/index.ts";

export function everything(discovery: HomeAssistantOptions = {}): DeviceDeclaration {
  const air = sht3x("air");
  const door = reed("door");
  return device({
    name: "everything",
    discovery: homeAssistant(discovery),
    diagnostics: ["uptime", "reset-reason", "free-memory", "signal", "reconnects", "waiting"],
    sensors: [
      sensor("temperature", air.temperature, { unit: "°C", decimals: 1, every: 1000, expireAfter: 60_000 }),
      sensor("humidity", air.humidity, { unit: "%", every: 1000 }),
      sensor("door", door.state, { states: ["closed", "open"], deviceClass: "door", every: 1000, qos: 1 }),
      sensor("handle", door.state, { states: ["down", "level", "up"], every: 1000 }),
    ],
    actuators: [
      actuator("heater", relay("heater")),
      light("lamp", pwmLight("lamp"), { label: "Reading lamp" }),
      light("porch", relay("porch")),
      lock("bolt", relay("bolt"), { confirmedBy: { sensor: "door" } }),
      valve("main", relay("main"), { deviceClass: "water" }),
      siren("horn", relay("horn")),
      number("target", valueOnly(), {
        min: 5,
        max: 30,
        step: 0.5,
        unit: "°C",
        deviceClass: "temperature",
        category: "config",
      }),
      select("mode", valueOnly(), { options: ["quiet", "loud"] }),
      button("bell", relay("bell"), { pulse: 200 }),
    ],
  });
}
