// Topics to be emptied at the broker so that Home Assistant forgets a device.
import { expect, test } from "vitest";
import { announcementsOf, filled } from "../../src/discovery/announcements.ts";
import { announcedIn, leftoversOf, wantedDevice, wantedRoot } from "../../src/discovery/forget.ts";
import {
  announcementFilters,
  type KeptMessage,
  mayBeRootOf,
  topicsByName,
} from "../../src/discovery/kept-announcements.ts";
import { updateAnnouncement } from "../../src/discovery/update-entity.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, homeAssistant, minutes, sensor } from "../../src/index.ts";
import { everything } from "../home-assistant/everything.ts";
import { createRegistry } from "../home-assistant/registry.ts";

/** What is left of the one device that is named. */
const leftOf = (id: string, kept: readonly KeptMessage[]) => leftoversOf([wantedDevice(id)], kept)[0];

/** What a broker keeps of a device. */
function keptOf(id: string, root: string, form: "device" | "component", status = "offline"): KeptMessage[] {
  const configs = announcementsOf(everything({ form }), 536).map(({ topic, payload }) => ({
    topic: filled(topic, id, root),
    payload: filled(payload, id, root),
  }));
  const states = [
    { topic: `${root}/status`, payload: status },
    { topic: `${root}/heater`, payload: "off" },
    { topic: `${root}/lamp/brightness`, payload: "255" },
  ];
  return [...configs, ...states];
}

test.each([["device"], ["component"]] as const)(
  "all of a device in %s form is forgotten, and nothing else",
  (form) => {
    const gone = keptOf("everything-1", "home/everything-1", form);
    const otherKept = keptOf("everything-12", "home/everything-12", form);
    const { topics } = leftOf("everything-1", [...otherKept, ...gone]);
    expect([...topics].sort()).toEqual(gone.map(({ topic }) => topic).sort());
    const registry = createRegistry();
    const short = (topic: string) => topic.replace("homeassistant/", "");
    for (const { topic, payload } of gone.filter(({ topic }) => topic.endsWith("/config")))
      registry.discover(short(topic), payload);
    for (const topic of topics.filter((topic) => topic.endsWith("/config")))
      registry.discover(short(topic), "");
    expect(registry.uniqueIds()).toEqual([]);
    expect(registry.complaints).toEqual([]);
  },
);

test("topics of an update are known by name", () => {
  const held = { id: "porch-1", root: "home/porch-1", presence: "home/updates/1", summary: "", url: "" };
  const announced = updateAnnouncement(device({ name: "porch" }), held);
  expect(topicsByName("porch-1", "home/porch-1")).toEqual(
    expect.arrayContaining([
      announced.topic,
      "home/porch-1/update",
      "home/porch-1/update/set",
      "home/porch-1/update/latest",
    ]),
  );
});

test("announcements go first, so that no entity is left without its state", () => {
  const { topics } = leftOf("everything-1", keptOf("everything-1", "house/everything-1", "device").reverse());
  const firstState = topics.findIndex((topic) => topic.startsWith("house/"));
  expect(topics.slice(firstState).every((topic) => topic.startsWith("house/everything-1/"))).toBe(true);
});

test("a connected device is reported, because it would announce itself again", () => {
  const kept = (status: string) => keptOf("everything-1", "home/everything-1", "component", status);
  expect(leftOf("everything-1", kept("online")).isOnline).toBe(true);
  expect(leftOf("everything-1", kept("offline")).isOnline).toBe(false);
});

test("announcements of others do not disturb", () => {
  const strange = ["", "cut {", "[]", "null", '{"dev":5}'].map((payload) => ({
    topic: "homeassistant/x/y/config",
    payload,
  }));
  expect(leftOf("everything-1", strange)).toMatchObject({ topics: [], isOnline: false });
});

test("the filters take both kinds of discovery topics below any prefix", () => {
  expect(announcementFilters("ha")).toEqual(["ha/+/+/config", "ha/+/+/+/config"]);
});

test.each([
  ["home/lamp-1", true],
  ["attic/east/lamp-1", true],
  ["lamp-1", true],
  ["home/lamp-12", false],
  ["home/lamp-1/heater", false],
  ["home", false],
  ["", false],
  ["home//lamp-1", false],
  ["/lamp-1", false],
  ["+/lamp-1", false],
  ["#/lamp-1", false],
  ["$SYS/lamp-1", false],
  ["homeassistant", false],
  ["homeassistant/device/lamp-1", false],
])("a device is believed that its topics begin with %j: %s", (root, isSo) => {
  expect(mayBeRootOf("lamp-1", root)).toBe(isSo);
});

const config = (topic: string, payload: object): KeptMessage => ({
  topic: `homeassistant/${topic}/config`,
  payload: JSON.stringify(payload),
});
const own = (id: string, root: string) =>
  config(`device/${id}`, { dev: { ids: id }, o: { name: "ringmote" }, avty_t: `${root}/status` });
const state = (topic: string, payload = "1"): KeptMessage => ({ topic, payload });

test("foreign announcements lend a device no root, even a named root", () => {
  const claims = config("sensor/theirs", { dev: { ids: "lamp-1" }, avty_t: "shop/lamp-1/status" });
  const kept = [claims, own("lamp-1", "home/lamp-1"), state("shop/lamp-1/price"), state("home/lamp-1/lamp")];
  expect(leftOf("lamp-1", kept)).toMatchObject({
    topics: ["homeassistant/sensor/theirs/config", "homeassistant/device/lamp-1/config", "home/lamp-1/lamp"],
    doubtful: ["shop/lamp-1"],
  });
  const [leftovers] = leftoversOf([wantedDevice("lamp-1", false)], kept);
  expect(leftovers.topics).toEqual(["homeassistant/device/lamp-1/config", "home/lamp-1/lamp"]);
});

test("a named root belongs to the device in its name only", () => {
  const kept = [own("evil", "home/lamp-1"), own("lamp-1", "home/lamp-1"), own("evil", "home/evil")];
  expect(wantedRoot("home/lamp-1", kept).map(({ id }) => id)).toEqual(["lamp-1"]);
  expect(wantedRoot("attic/east", [own("lamp-1", "attic/east")]).map(({ id }) => id)).toEqual(["lamp-1"]);
});

test("forgetting a device spares longer identities and devices below its place", () => {
  const others = [
    own("lamp_2", "home/lamp_2"),
    own("lamp-12", "home/lamp/lamp-12"),
    state("home/lamp_2/lamp"),
  ];
  const kept = [
    ...others,
    state("home/lamp/lamp-12/lamp"),
    state("home/lamp/x/status", "offline"),
    state("home/lamp/x/y"),
  ];
  expect(leftOf("lamp", [...kept, own("lamp", "home/lamp"), state("home/lamp/lamp")])).toMatchObject({
    topics: ["homeassistant/device/lamp/config", "home/lamp/lamp"],
  });
});

test("the remains of thousands of devices are found in one pass", () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `lamp-${i}`);
  let looked = 0;
  const kept = ids
    .flatMap((id) => [own(id, `home/${id}`), state(`home/${id}/lamp`)])
    .map((message) => ({
      get topic() {
        looked += 1;
        return message.topic;
      },
      get payload() {
        looked += 1;
        return message.payload;
      },
    }));
  const left = leftoversOf(
    ids.map((id) => wantedDevice(id)),
    kept,
  );
  expect(left.every(({ topics }) => topics.length === 2)).toBe(true);
  expect(looked).toBeLessThan(20 * kept.length);
});

test.each([["device"], ["component"]] as const)(
  "a device that sleeps is found in %s form by its states, and forgotten",
  (form) => {
    const bed = device({
      name: "bed",
      sleep: { every: minutes(15) },
      sensors: [sensor("moisture", soilMoisture("probe").percent, { every: minutes(15) })],
      discovery: homeAssistant({ form }),
    });
    const root = "garden/bed-1";
    const kept = announcementsOf(bed, 536).map(({ topic, payload }) => ({
      topic: filled(topic, "bed-1", root),
      payload: filled(payload, "bed-1", root),
    }));
    kept.push({ topic: `${root}/status`, payload: "sleeping" }, { topic: `${root}/moisture`, payload: "50" });
    expect(announcedIn(kept)).toEqual([{ id: "bed-1", roots: [root] }]);
    const left = leftOf("bed-1", kept);
    expect([...left.topics].sort()).toEqual(kept.map(({ topic }) => topic).sort());
    expect(left.isOnline).toBe(true);
  },
);
