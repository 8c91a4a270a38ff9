// The names that people see, as Home Assistant finds them: a given one, that of the device class, or the
// platform's own. Source: core, helpers/entity.py and components/mqtt/entity.py.
import type { Payload } from "./abbreviations.ts";

/** Only on these does an entity without a name have that of its device class. */
const NAMED_BY_CLASS = ["binary_sensor", "button", "event", "number", "sensor", "update"];

/** Names of classes that are not their words. */
const CLASS_NAMES: Readonly<Record<string, string>> = {
  aqi: "Air quality index",
  ph: "pH",
  pm1: "PM1",
  pm10: "PM10",
  pm25: "PM2.5",
};

/** An entity's own name; `undefined` where it is called as its device. */
function ownName(platform: string, { name, device_class: deviceClass }: Payload): string | undefined {
  if (name === null) return undefined;
  if (name !== undefined) return name as string;
  const isNamed = deviceClass !== undefined && deviceClass !== "enum" && NAMED_BY_CLASS.includes(platform);
  return isNamed
    ? (CLASS_NAMES[deviceClass as string] ?? words(deviceClass as string))
    : `MQTT ${words(platform)}`;
}

/** The name that people see: the device's, and behind it the entity's own. */
export function shownName(platform: string, config: Payload): string {
  const device = (config.device as Payload | undefined)?.name as string | undefined;
  return [device, ownName(platform, config)].filter((part) => part !== undefined).join(" ");
}

/** The id that it gets when it is met, from 2026.11 on: area, device, and the entity's own name. */
export function entityId(platform: string, config: Payload): string {
  const { name, suggested_area: area } = (config.device ?? {}) as { name?: string; suggested_area?: string };
  const parts = [area, name, ownName(platform, config)].filter((part) => part !== undefined);
  return `${platform}.${slug(parts.join(" "))}`;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

/** What Home Assistant takes and nobody wants to read. */
export function nameFaults(platform: string, config: Payload): string[] {
  const name = ownName(platform, config);
  return name?.startsWith("MQTT ") ? [`it is shown as "${name}": it has no name of its own`] : [];
}

function words(name: string): string {
  const spaced = name.replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
