// The stand-in takes no key that Home Assistant does not know, and asks for each that it wants; and no device
// announces another.
import { expect, test } from "vitest";
import { announcementsOf, filled } from "../../src/discovery/announcements.ts";
import { firmwareNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { parts } from "../discovery/joined/joining.ts";
import { CORE_SCHEMAS, ENTITY_KEYS } from "./core-schemas.ts";
import { everything } from "./everything.ts";
import { PLATFORMS } from "./platforms.ts";
import { createRegistry } from "./registry.ts";

const LINK_BYTES = 1400;
/** A trigger is no entity, and asks for its device. */
const TRIGGER = "device_automation";

function keysOf(platform: string): readonly string[] {
  const { required = [], optional = [] } = CORE_SCHEMAS[platform] ?? {};
  return [...required, ...optional, ...(platform === TRIGGER ? [] : ENTITY_KEYS)];
}

test("the core's schemas are those of the stand-in's platforms", () => {
  expect(Object.keys(CORE_SCHEMAS).sort()).toEqual(Object.keys(PLATFORMS).sort());
});

test.each(Object.entries(PLATFORMS))(
  "the stand-in's %s has keys of the core alone",
  (platform, { schema }) => {
    const required = CORE_SCHEMAS[platform]?.required.filter((key) => key !== "device");
    expect(Object.keys(schema.required).sort()).toEqual(required);
    expect(Object.keys(schema.optional).filter((key) => !keysOf(platform).includes(key))).toEqual([]);
  },
);

test("devices announce keys of the core alone", async () => {
  const read = firmwareNames().map(async (name) => (await readFirmware(name)).declaration);
  const joined = parts({
    climate: {
      current: "temperature",
      humidity: "humidity",
      target: "target",
      heater: "heater",
      mode: "mode",
    },
    cover: { position: "percent" },
    valve: { position: "step", reversed: true },
    fan: { power: "power", speed: "low", preset: "breeze" },
    humidifier: { target: "damp", power: "cooler", current: "humidity", mode: "speed" },
    waterHeater: { target: "warmth", mode: "boiler" },
  });
  const unknown = [joined, everything(), ...(await Promise.all(read))].flatMap((declaration) => {
    const registry = createRegistry();
    for (const { topic, payload } of announcementsOf(declaration, LINK_BYTES)) {
      const text = (template: string) => filled(template, "room", "home/room", "1");
      registry.discover(text(topic).slice("homeassistant/".length), text(payload));
    }
    expect(registry.complaints).toEqual([]);
    return registry.uniqueIds().flatMap((id) => {
      const { platform, config } = registry.entity(id);
      const wrong = Object.keys(config).filter((key) => !keysOf(platform).includes(key));
      return wrong.map((key) => `${declaration.name}: ${platform} ${id}: ${key}`);
    });
  });
  expect(unknown).toEqual([]);
});
