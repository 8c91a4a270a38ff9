// Announcements of sealed actuators by a program that seals for them, as Home Assistant reads them.
import { expect, test } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { sealedTopics, sealerAnnouncements } from "../../src/discovery/sealer-announcements.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rgbLight } from "../../src/drivers/rgb-light.ts";
import { button, colorLight, lock, powerSwitch } from "../../src/index.ts";
import { CORE_SCHEMAS, ENTITY_KEYS } from "../home-assistant/core-schemas.ts";
import { createRegistry } from "../home-assistant/registry.ts";

const gate = device({
  name: "gate",
  update: { key: "hmac" },
  discovery: homeAssistant({ main: "bolt", entities: { bell: { hidden: true } } }),
  actuators: [
    lock("bolt", relay("bolt"), { sealed: true }),
    colorLight("strip", rgbLight("strip"), { sealed: true }),
    button("bell", relay("bell"), { sealed: true }),
    powerSwitch("lamp", relay("lamp")),
  ],
});
const HELD = { id: "gate-1", root: "home/gate-1", presence: "sealer/home/status" };

test("sealed actuators alone are announced, with keys of the core", () => {
  const registry = createRegistry();
  const messages = sealerAnnouncements(gate, HELD);
  expect(messages.map(({ topic }) => topic)).toEqual([
    "homeassistant/lock/gate-1-bolt/config",
    "homeassistant/light/gate-1-strip/config",
  ]);
  for (const { topic, payload } of messages) registry.discover(topic.slice("homeassistant/".length), payload);
  expect(registry.complaints).toEqual([]);
  for (const id of registry.uniqueIds()) {
    const { platform, config } = registry.entity(id);
    const { required = [], optional = [] } = CORE_SCHEMAS[platform] ?? {};
    const known = [...required, ...optional, ...ENTITY_KEYS];
    expect(Object.keys(config).filter((key) => !known.includes(key))).toEqual([]);
  }
  expect(JSON.parse(messages[0]?.payload ?? "")).toMatchObject({ name: null, uniq_id: "gate-1-bolt" });
});

test("each command of a light goes by the program, and its states do not", () => {
  const [, light] = sealerAnnouncements(gate, HELD);
  expect(JSON.parse(light?.payload ?? "")).toMatchObject({
    "~": "home/gate-1",
    stat_t: "~/strip",
    cmd_t: "sealer/home/gate-1/strip/set",
    bri_stat_t: "~/strip/brightness",
    bri_cmd_t: "sealer/home/gate-1/strip/brightness/set",
    rgb_cmd_t: "sealer/home/gate-1/strip/color/set",
  });
});

test("hidden actuators are sealed for, too", () => {
  expect(sealedTopics(gate)).toEqual([
    "/bolt/set",
    "/strip/set",
    "/strip/brightness/set",
    "/strip/color/set",
    "/bell/set",
  ]);
});
