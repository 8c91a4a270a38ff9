// The messages for Home Assistant: within their budget, whole, and such that it takes all of them.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { HomeAssistantOptions } from "../../src/device/declare/home-assistant.ts";
import {
  announcedRecord,
  announcementsOf,
  filled,
  packetBytes,
  usualIdentityBytes,
} from "../../src/discovery/announcements.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { device, homeAssistant, light, minutes, powerSwitch, seconds, sensor } from "../../src/index.ts";
import { everything } from "../home-assistant/everything.ts";
import { createRegistry } from "../home-assistant/registry.ts";
import { messagesOf } from "../home-assistant/states.ts";

/** As the package says. */
const VERSION = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;

const ID = "everything-3fa2c1";
const CHIP = "00112233aabb";
const ROOT = `home/${ID}`;

/** What Home Assistant makes of a device's messages, at a budget. */
function discovered(declaration: DeviceDeclaration, budget: number) {
  const registry = createRegistry();
  for (const { topic, payload } of announcementsOf(declaration, budget))
    registry.discover(filled(topic, ID, ROOT).replace(/^[^/]+\//, ""), filled(payload, ID, ROOT, CHIP));
  return registry;
}

function configOf(key: string, discovery: HomeAssistantOptions = {}, budget = 65_536) {
  return discovered(everything(discovery), budget).entity(`${ID}-${key}`).config;
}

const KEYS =
  "temperature humidity door handle uptime reset-reason free-memory signal reconnects waiting " +
  "heater lamp porch strip bolt water horn target mode note wake dose bell problem";

test.each([500, 536, 700, 1072, 1400, 65_536])(
  "every entity is announced exactly once with %i bytes a message",
  (budget) => {
    const declaration = everything();
    const registry = discovered(declaration, budget);
    expect(registry.complaints).toEqual([]);
    expect(registry.uniqueIds().sort()).toEqual(
      KEYS.split(" ")
        .map((key) => `${ID}-${key}`)
        .sort(),
    );
    const sizes = announcementsOf(declaration, budget).map((announcement) =>
      packetBytes(announcement, usualIdentityBytes(declaration)),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(budget);
  },
);

test("a larger budget needs no more messages than a smaller one", () => {
  const counts = [500, 536, 700, 1072, 1400, 65_536].map(
    (budget) => announcementsOf(everything(), budget).length,
  );
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect(counts.at(-1)).toBe(1);
});

test("only an entity too long for device form uses component form", () => {
  const label = "A".repeat(150);
  const announcements = announcementsOf(everything({ entities: { horn: { label } } }), 570);
  const forms = announcements.map(({ entities, isDeviceForm }) => [
    entities.map(({ key }) => key),
    isDeviceForm,
  ]);
  expect(forms.filter(([, isDeviceForm]) => isDeviceForm === false)).toEqual([[["horn"], false]]);
});

test("in component form each entity has a message of its own", () => {
  const announcements = announcementsOf(everything({ form: "component" }), 65_536);
  expect(announcements).toHaveLength(KEYS.split(" ").length);
  expect(announcements[0]?.topic).toBe("homeassistant/sensor/\u0001-temperature/config");
});

test("a message's size counts the device's own texts, in bytes", () => {
  const [announcement] = announcementsOf(everything(), 65_536);
  const id = "x".repeat(usualIdentityBytes(everything()));
  const bytes = utf8(filled(`${announcement?.topic}${announcement?.payload}`, id, `home/${id}`, CHIP)).length;
  expect(packetBytes(announcement as NonNullable<typeof announcement>, id.length)).toBe(bytes + 6);
});

test("a number has its class, unit, precision and expiry", () => {
  expect(configOf("temperature")).toMatchObject({
    state_topic: `${ROOT}/temperature`,
    availability_topic: `${ROOT}/status`,
    device_class: "temperature",
    unit_of_measurement: "°C",
    state_class: "measurement",
    suggested_display_precision: 1,
    expire_after: 60,
  });
});

test("a sensor named like its class leaves its name to Home Assistant", () => {
  expect(configOf("temperature")).not.toHaveProperty("name");
  expect(configOf("temperature", { entities: { temperature: { label: "Air" } } })).toMatchObject({
    name: "Air",
  });
});

test("two words are a binary sensor, more are an enum", () => {
  expect(configOf("door")).toMatchObject({ payload_on: "open", payload_off: "closed", device_class: "door" });
  expect(configOf("handle")).toMatchObject({ device_class: "enum", options: ["down", "level", "up"] });
});

test("a light with brightness says where, one without does not", () => {
  expect(configOf("lamp")).toMatchObject({
    name: "Reading lamp",
    brightness_state_topic: `${ROOT}/lamp/brightness`,
    brightness_command_topic: `${ROOT}/lamp/brightness/set`,
  });
  expect(configOf("porch")).not.toHaveProperty("brightness_command_topic");
});

test("a light with a colour says where, one without does not", () => {
  expect(configOf("strip")).toMatchObject({
    payload_on: "on",
    brightness_command_topic: `${ROOT}/strip/brightness/set`,
    rgb_state_topic: `${ROOT}/strip/color`,
    rgb_command_topic: `${ROOT}/strip/color/set`,
  });
  expect(configOf("lamp")).not.toHaveProperty("rgb_command_topic");
});

test("each kind of actuator has the words of its commands and states", () => {
  expect(configOf("heater")).toMatchObject({ payload_on: "on", payload_off: "off" });
  expect(configOf("bolt")).toMatchObject({
    payload_lock: "lock",
    payload_unlock: "unlock",
    state_locked: "locked",
    state_jammed: "jammed",
  });
  expect(configOf("water")).toMatchObject({
    payload_open: "open",
    payload_close: "close",
    device_class: "water",
  });
  expect(configOf("horn")).toMatchObject({ command_template: "{{ value }}", support_duration: false });
  expect(configOf("target")).toMatchObject({ min: 5, max: 30, step: 0.5, unit_of_measurement: "°C" });
  expect(configOf("mode")).toMatchObject({ options: ["quiet", "loud"] });
  expect(configOf("bell")).toMatchObject({ payload_press: "press" });
  expect(configOf("bell")).not.toHaveProperty("state_topic");
});

test("commands are announced at QoS 1 where late ones do no harm", () => {
  const keys = "heater lamp porch bolt water horn target mode bell".split(" ");
  expect(keys.filter((key) => configOf(key).qos === 1)).toEqual([
    "heater",
    "lamp",
    "porch",
    "target",
    "mode",
  ]);
  const pump = powerSwitch("pump", relay("pump"), { maximumOn: minutes(5) });
  const fan = light("fan", relay("fan"), { whenOffline: { after: minutes(5), state: "off" } });
  // What its sensors do not let it do when the command comes is refused then.
  const guarded = powerSwitch("guarded", relay("pump"), { onlyWhile: { level: "ok" } });
  const level = sensor("level", reed("float").state, { every: seconds(5), states: ["ok", "low"] });
  const bounded = device({
    name: "b",
    sensors: [level],
    actuators: [pump, fan, guarded],
    discovery: homeAssistant(),
  });
  const registry = discovered(bounded, 65_536);
  expect(["pump", "fan", "guarded"].map((key) => registry.entity(`${ID}-${key}`).config.qos)).toEqual([
    undefined,
    undefined,
    1,
  ]);
});

test("the problem is there or not, with its words beside it", () => {
  expect(configOf("problem")).toMatchObject({
    device_class: "problem",
    state_topic: `${ROOT}/problem`,
    value_template: "{{'OFF' if value=='none' else 'ON'}}",
    json_attributes_topic: `${ROOT}/problem`,
    json_attributes_template: "{{ {'text':value}|tojson }}",
  });
});

test("the uptime is the moment of the start, for Home Assistant's clock", () => {
  const config = configOf("uptime");
  expect(config).toMatchObject({ name: "Started", device_class: "timestamp" });
  expect(config.value_template).toContain("now()-timedelta(seconds=value|int)");
  expect(config).not.toHaveProperty("unit_of_measurement");
  expect(config).not.toHaveProperty("state_class");
});

test("an entity that changes constantly is disabled unless the author objects", () => {
  for (const key of ["signal", "free-memory", "waiting"])
    expect(configOf(key)).toMatchObject({ enabled_by_default: false });
  for (const key of ["temperature", "uptime", "reset-reason", "reconnects", "problem"])
    expect(configOf(key)).not.toHaveProperty("enabled_by_default");
  expect(configOf("signal", { entities: { signal: { enabled: true } } })).not.toHaveProperty(
    "enabled_by_default",
  );
  expect(configOf("humidity", { entities: { humidity: { enabled: false } } })).toMatchObject({
    enabled_by_default: false,
  });
});

test("the problem and what the device tells of itself are diagnostics", () => {
  for (const key of ["problem", "uptime", "signal"])
    expect(configOf(key)).toMatchObject({ entity_category: "diagnostic" });
  expect(configOf("signal")).toMatchObject({ device_class: "signal_strength", unit_of_measurement: "dBm" });
});

test("the unique id comes from the identity and never from a label", () => {
  const renamed = { label: "Study", entities: { heater: { label: "Stove" } } };
  expect(configOf("heater", renamed)).toMatchObject({ unique_id: `${ID}-heater`, name: "Stove" });
});

const BOARD = { name: "a-board", title: "A board" };

/** What the messages say of the device, and of who made them. */
function described(discovery: HomeAssistantOptions, budget: number) {
  return announcementsOf(everything(discovery), budget, BOARD).map(({ payload }) => {
    const { dev, o } = JSON.parse(filled(payload, ID, ROOT, CHIP));
    return { dev, o };
  });
}

test("each message names device and area; the first has the author's extras", () => {
  const options = {
    label: "Study",
    area: "Upstairs",
    manufacturer: "Me",
    model: "One",
    version: "1.2",
    supportUrl: "https://example.org",
  };
  const all = described(options, 700);
  const named = { ids: ID, name: "Study", sa: "Upstairs" };
  expect(all.length).toBeGreaterThan(3);
  for (const { dev } of all) expect(dev).toMatchObject(named);
  expect(all[0]).toMatchObject({
    dev: { ...named, mf: "Me", mdl: "One", sw: "1.2" },
    o: { name: "ringmote", url: "https://example.org" },
  });
  // What nobody asked for is in one of them, and contradicts nothing.
  expect(all.filter(({ dev }) => dev.sn !== undefined)).toHaveLength(1);
  expect(Object.assign({}, ...all.map(({ dev }) => dev))).toEqual({
    ...named,
    mf: "Me",
    mdl: "One",
    sw: "1.2",
    hw: "a-board",
    sn: CHIP,
  });
});

test("in component form each message names the device as well", () => {
  const devices = described({ form: "component" }, 65_536).map(({ dev }) => dev);
  expect(devices[0]).toMatchObject({ name: "Everything", sn: CHIP });
  for (const device of devices.slice(1)) expect(device).toEqual({ ids: ID, name: "Everything" });
});

test("the device shows the build's facts unless its author states them", () => {
  const sw = `ringmote ${VERSION}`;
  expect(described({}, 65_536)).toEqual([
    {
      dev: { ids: ID, name: "Everything", mdl: "A board", hw: "a-board", sn: CHIP, sw },
      o: { name: "ringmote", sw: VERSION },
    },
  ]);
});

test("a chip's number that is its MAC address becomes a connection", () => {
  const board = { ...BOARD, isNumberMac: true } as const;
  const [first] = announcementsOf(everything(), 65_536, board);
  const { dev } = JSON.parse(filled(first?.payload ?? "", ID, ROOT, "a1b2c3d4e5f6"));
  expect(dev.cns).toEqual([["mac", "a1b2c3d4e5f6"]]);
  expect(dev).not.toHaveProperty("sn");
});

test("the build's facts change no entity's form and add no message", () => {
  for (const budget of [500, 536, 700, 1400]) {
    const forms = (board?: typeof BOARD) =>
      announcementsOf(everything(), budget, board).map(({ topic, entities }) => [topic, entities.length]);
    const long = { name: "b".repeat(60), title: "B".repeat(60) };
    expect(forms(long)).toEqual(forms());
  }
});

test("each fact of the build stands in one message with room", () => {
  const board = { name: "b".repeat(50), title: "B".repeat(70) };
  const known = { mdl: board.title, hw: board.name, sw: `ringmote ${VERSION}`, sn: CHIP };
  for (let budget = 480; budget < 700; budget += 10) {
    const devices = announcementsOf(everything(), budget, board).map(
      ({ payload }) => JSON.parse(filled(payload, ID, ROOT, CHIP)).dev,
    );
    for (const [key, value] of Object.entries(known))
      expect(devices.map((dev) => dev[key]).filter((text) => text !== undefined)).toEqual([value]);
  }
});

test("facts of the build are left out where messages lack room", () => {
  const long = described({ area: "a".repeat(150), form: "component" }, 300);
  for (const { dev } of long) expect(dev).toEqual({ ids: ID, name: "Everything", sa: "a".repeat(150) });
});

test.each([
  ["heater", "turn on", "on"],
  ["lamp", "turn off", "off"],
  ["bolt", "lock", "lock"],
  ["bolt", "unlock", "unlock"],
  ["water", "open", "open"],
  ["water", "close", "close"],
  ["horn", "turn on", "on"],
  ["bell", "press", "press"],
] as const)("using %s in Home Assistant, %s, is sent as %j", (key, action, word) => {
  const { platform, config } = discovered(everything(), 65_536).entity(`${ID}-${key}`);
  expect(messagesOf(platform, config, action).map(({ payload }) => payload)).toEqual([word]);
});

test("the author's class, icon and state class win over obvious defaults", () => {
  const entities = { humidity: { deviceClass: "moisture", stateClass: "none", icon: "mdi:sprout" } } as const;
  const config = configOf("humidity", { entities });
  expect(config).toMatchObject({ device_class: "moisture", icon: "mdi:sprout", name: "Humidity" });
  expect(config).not.toHaveProperty("state_class");
});

test("a hidden entity is not announced", () => {
  const registry = discovered(
    everything({ entities: { bell: { hidden: true }, problem: { hidden: true } } }),
    536,
  );
  expect(registry.uniqueIds()).not.toContain(`${ID}-bell`);
  expect(registry.uniqueIds()).not.toContain(`${ID}-problem`);
});

test("the record of announcements has a line a message, with removable keys", () => {
  const lines = announcedRecord(announcementsOf(everything(), 65_536)).split("\n");
  expect(lines).toHaveLength(2);
  const line = filled(lines[0] as string, ID, ROOT);
  expect(line).toMatch(
    /^homeassistant\/device\/everything-3fa2c1\/config temperature:sensor humidity:sensor /,
  );
  expect(line).toMatch(/ problem:binary_sensor $/);
});
