// Announcements of a device: after each connect, when Home Assistant has started,
// and those that it takes back.
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { type HomeAssistantOptions, homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { CHIP_ID, type DeviceOptions, ROOT, startDevice } from "../runtime/device-in-world.ts";

const CONFIG = `homeassistant/device/room-${CHIP_ID}/config`;
const BIRTH = "homeassistant/status";

function announcing(discovery: HomeAssistantOptions = {}, options: DeviceOptions = {}) {
  const { declaration, ...rest } = options;
  const device = startDevice({
    limits: { linkBytes: 1400 },
    ...rest,
    declaration: { discovery: homeAssistant(discovery), ...declaration },
  });
  /**
   * Topics that it published to since the last look, the root left out, with what the config holds or "" for
   * removed.
   */
  const topics = () => device.said().map((message) => message.split("=")[0] as string);
  return { ...device, topics };
}

const isConfig = (topic: string) => topic.endsWith("/config");

test("a device that does not declare discovery is silent about itself", () => {
  const device = startDevice();
  device.pass(60_000);
  expect(device.said().filter((line) => line.startsWith("homeassistant"))).toEqual([]);
});

test("a device's announcement is out before its readings and its states", () => {
  const device = announcing();
  device.pass(5000);
  const topics = device.topics().filter((topic) => topic !== "problem");
  expect(topics[0]).toBe("status");
  expect(topics[1]).toBe(CONFIG);
  expect(topics.slice(2).sort()).toEqual(["heater", "humidity", "temperature"]);
});

test("a device's problem is published once at the start, after the announcement", () => {
  const device = announcing();
  device.pass(5000);
  const topics = device.topics();
  expect(topics.filter((topic) => topic === "problem")).toHaveLength(1);
  expect(topics.indexOf("problem")).toBeGreaterThan(topics.indexOf(CONFIG));
});

test("every announcement is retained", () => {
  const device = announcing({ form: "component" });
  device.pass(5000);
  const configs = device.said().filter((line) => isConfig(line.split("=")[0] as string));
  expect(configs).toHaveLength(4);
  expect(configs.filter((line) => !line.endsWith("!"))).toEqual([]);
});

test("a device announces itself again on each connection", () => {
  const device = announcing();
  device.pass(5000);
  device.topics();
  device.world.setNetwork(false);
  device.pass(5000);
  device.world.setNetwork(true);
  device.pass(10_000);
  expect(device.topics().filter(isConfig)).toEqual([CONFIG]);
});

test("Home Assistant's start is answered once, some seconds later, and states follow", () => {
  const device = announcing();
  device.pass(5000);
  device.topics();
  device.broker.deliver(BIRTH, "online");
  device.pass(1900);
  expect(device.topics().filter(isConfig)).toEqual([]);
  device.pass(6000);
  const topics = device.topics();
  expect(topics.filter(isConfig)).toEqual([CONFIG]);
  expect(topics.indexOf(CONFIG)).toBeLessThan(topics.indexOf("heater"));
  expect(topics).toEqual(expect.arrayContaining(["temperature", "humidity", "heater", "problem"]));
  device.pass(60_000);
  expect(device.topics().filter(isConfig)).toEqual([]);
});

test.each([
  ["online", true],
  ["offline", false],
  ["", false],
])('"%s" on its status topic, retained %s, is not its start', (payload, retained) => {
  const device = announcing();
  device.pass(5000);
  device.topics();
  device.broker.deliver(BIRTH, payload, { retain: retained });
  device.pass(20_000);
  expect(device.topics().filter(isConfig)).toEqual([]);
});

test("a home's start during an absence is answered by the next announcement", () => {
  const device = announcing();
  device.pass(5000);
  device.topics();
  device.broker.deliver(BIRTH, "online");
  device.pass(500);
  device.world.setNetwork(false);
  device.pass(30_000);
  device.world.setNetwork(true);
  device.pass(30_000);
  expect(device.topics().filter(isConfig)).toEqual([CONFIG]);
});

test("two devices do not answer in the same moment", () => {
  const moments = [1, 2, 3, 4].map((seed) => {
    const device = announcing({}, { world: { seed } });
    device.pass(5000);
    device.topics();
    device.broker.deliver(BIRTH, "online");
    let waited = 0;
    while (!device.topics().some(isConfig)) {
      device.pass(10);
      waited += 10;
    }
    return waited;
  });
  expect(new Set(moments).size).toBe(moments.length);
});

test("a small link splits the announcement and takes one message after another", () => {
  const device = announcing({}, { limits: { linkBytes: 536 } });
  device.pass(5000);
  const configs = device.topics().filter(isConfig);
  const id = `room-${CHIP_ID}`;
  expect(configs).toEqual([
    `homeassistant/device/${id}/config`,
    `homeassistant/device/${id}_2/config`,
    `homeassistant/device/${id}_3/config`,
  ]);
});

/** The device starts anew with its storage, another declaration and other options. */
function replaced(
  storage: Map<string, string>,
  discovery: HomeAssistantOptions,
  options: DeviceOptions = {},
) {
  const device = announcing(discovery, options);
  device.world.storage.clear();
  for (const [name, bytes] of storage) device.world.storage.set(name, bytes);
  device.pass(5000);
  return device.said().filter((line) => isConfig(line.split("=")[0] as string));
}

function first(discovery: HomeAssistantOptions, options: DeviceOptions = {}): Map<string, string> {
  const device = announcing(discovery, options);
  device.pass(5000);
  return device.world.storage;
}

test("a removed entity is taken back by key before the new announcement", () => {
  const storage = first({});
  const configs = replaced(storage, { entities: { humidity: { hidden: true } } });
  expect(configs).toHaveLength(2);
  expect(configs[0]).toBe(
    `${CONFIG}={"dev":{"ids":"room-${CHIP_ID}"},"o":{"name":"ringmote"},"cmps":{"humidity":{"p":"sensor"}}}!`,
  );
  expect(configs[1]).toContain('"temperature":');
  expect(configs[1]).not.toContain('"humidity":');
});

test("a message that is no more is emptied", () => {
  const configs = replaced(first({}, { limits: { linkBytes: 536 } }), {});
  expect(configs.slice(0, 2)).toEqual([
    `homeassistant/device/room-${CHIP_ID}_2/config=!`,
    `homeassistant/device/room-${CHIP_ID}_3/config=!`,
  ]);
  expect(configs).toHaveLength(3);
});

test("a problem once announced as text is taken back as text", () => {
  const storage = first({});
  storage.set("announced", `${CONFIG} problem:sensor temperature:sensor \n`);
  const configs = replaced(storage, {});
  expect(configs[0]).toContain(`"cmps":{"problem":{"p":"sensor"}}`);
  expect(configs[1]).toContain('"problem":{"p":"binary_sensor"');
  storage.set("announced", `homeassistant/sensor/room-${CHIP_ID}-problem/config \n`);
  expect(replaced(storage, { form: "component" })[0]).toBe(
    `homeassistant/sensor/room-${CHIP_ID}-problem/config=!`,
  );
});

test("in component form the topic of what is gone is emptied", () => {
  const storage = first({ form: "component" });
  const configs = replaced(storage, { form: "component", entities: { heater: { hidden: true } } });
  expect(configs[0]).toBe(`homeassistant/switch/room-${CHIP_ID}-heater/config=!`);
  expect(configs).toHaveLength(4);
});

test("a new prefix or identity takes back everything under the old", () => {
  const storage = first({});
  expect(replaced(storage, { prefix: "ha" })[0]).toBe(`${CONFIG}=!`);
  const record = storage.get("settings")?.replace("\nend", "\nid=hall\nend") as string;
  const renamed = replaced(new Map([...storage]), {}, { record });
  expect(renamed[0]).toBe(`${CONFIG}=!`);
  expect(renamed[1]).toContain("homeassistant/device/hall/config=");
});

test("an announcement is recorded once, and not again while it stays", () => {
  const device = announcing();
  let writes = 0;
  const set = device.world.storage.set.bind(device.world.storage);
  device.world.storage.set = (name, bytes) => {
    if (name === "announced") writes += 1;
    return set(name, bytes);
  };
  device.pass(5000);
  expect(writes).toBe(1);
  device.broker.deliver(BIRTH, "online");
  device.pass(20_000);
  expect(writes).toBe(1);
});

test("an identity unfit for discovery topics is reported and never announced", () => {
  const device = announcing({}, { settings: { id: "living room" } });
  device.pass(20_000);
  expect(device.topics().filter(isConfig)).toEqual([]);
  expect(device.console.join("\n")).toContain("not announced: the identity");
});

test("identity and root of the settings stand in the announcement", () => {
  const device = announcing({}, { settings: { id: "hall", root: "house/hall" } });
  device.pass(5000);
  const config = device.said().find((line) => isConfig(line.split("=")[0] as string)) as string;
  expect(config).toContain("homeassistant/device/hall/config=");
  expect(config).toContain('"uniq_id":"hall-temperature"');
  expect(config).toContain('"stat_t":"house/hall/temperature"');
  expect(config).not.toContain(ROOT);
});

test("a non-ASCII root arrives unchanged beside a non-ASCII unit", () => {
  const device = announcing({}, { settings: { root: "haus/küche" } });
  device.pass(5000);
  const config = device.said().find((line) => isConfig(line.split("=")[0] as string)) as string;
  expect(config).toContain(utf8('"stat_t":"haus/küche/temperature","unit_of_meas":"°C"'));
});
