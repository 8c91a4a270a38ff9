// The devices of this package as Home Assistant meets them: the ids and words that its users see.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { announcementsOf, filled } from "../../src/discovery/announcements.ts";
import { firmwareNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { createRegistry } from "./registry.ts";

const PREFIX = "homeassistant/";
const LINK_BYTES = 536;

/** Home Assistant after it has met a firmware's device, whose identity is the firmware's name. */
async function met(firmware: string) {
  const { declaration } = await readFirmware(firmware);
  const registry = createRegistry();
  for (const { topic, payload } of announcementsOf(declaration, LINK_BYTES)) {
    const text = (template: string) => filled(template, firmware, `home/${firmware}`, "1");
    registry.discover(text(topic).slice(PREFIX.length), text(payload));
  }
  return { registry, area: declaration.discovery?.area };
}

test("no id of a shipped device has its room twice", async () => {
  for (const firmware of firmwareNames()) {
    const { registry, area = "" } = await met(firmware);
    const room = area.toLowerCase().replaceAll(" ", "_");
    for (const id of registry.uniqueIds().map(registry.idOf)) {
      expect(id.split(".")[1]?.startsWith(`${room}_`)).toBe(true);
      expect(id).not.toContain(`${room}_${room}`);
    }
    expect(registry.complaints).toEqual([]);
  }
});

test("each id on the page of Home Assistant belongs to shipped devices", async () => {
  const page = readFileSync(new URL("../../docs/home-assistant.md", import.meta.url), "utf8");
  const named = [...page.matchAll(/`((?:binary_sensor|event|light|lock|sensor|switch|valve)\.\w+)`/g)].map(
    ([, id]) => id,
  );
  const ids: string[] = [];
  for (const firmware of firmwareNames()) {
    const { registry } = await met(firmware);
    ids.push(...registry.uniqueIds().map(registry.idOf));
  }
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((id) => !ids.includes(id as string))).toEqual([
    "switch.living_room_living_room_heater",
  ]);
});

test.each([
  ["door-lock", "bolt", "drawn", "Unlocked"],
  ["door-lock", "bolt", "thrown", "Locked"],
  ["door-lock", "door", "open", "Open"],
  ["door-lock", "lock", "jammed", "Jammed"],
  ["leak", "leak", "wet", "Wet"],
  ["leak", "water", "closing", "Closing"],
  ["hall", "motion", "on", "Detected"],
  ["lamp", "light", "off", "Off"],
  ["climate", "temperature", "21.5", "21.5"],
])("%s whose %s is %s is shown as %s", async (firmware, key, word, shown) => {
  const { registry } = await met(firmware);
  registry.hear(`home/${firmware}/status`, "online", 0);
  registry.hear(`home/${firmware}/${key}`, word, 0);
  expect(registry.shownOf(`${firmware}-${key}`, 0)).toBe(shown);
});
