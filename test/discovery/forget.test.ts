// What is to be emptied at the broker so that Home Assistant forgets a device.
import { expect, test } from "vitest";
import { announcementsOf, filled } from "../../src/discovery/announcements.ts";
import { announcementFilters, type KeptMessage, leftoversOf } from "../../src/discovery/forget.ts";
import { everything } from "../home-assistant/everything.ts";
import { createRegistry } from "../home-assistant/registry.ts";

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
    const other = keptOf("everything-12", "home/everything-12", form);
    const { topics } = leftoversOf("everything-1", [...other, ...gone]);
    expect([...topics].sort()).toEqual(gone.map(({ topic }) => topic).sort());
    const registry = createRegistry();
    const short = (topic: string) => topic.replace("homeassistant/", "");
    for (const { topic, payload } of gone.filter(({ topic }) => topic.endsWith("/config")))
      registry.discover(short(topic), payload);
    for (const topic of topics.filter((one) => one.endsWith("/config"))) registry.discover(short(topic), "");
    expect(registry.uniqueIds()).toEqual([]);
    expect(registry.complaints).toEqual([]);
  },
);

test("announcements go first, so that no entity is left without its state", () => {
  const { topics } = leftoversOf("everything-1", keptOf("everything-1", "house/one", "device").reverse());
  const firstState = topics.findIndex((topic) => topic.startsWith("house/"));
  expect(topics.slice(firstState).every((topic) => topic.startsWith("house/one/"))).toBe(true);
});

test("a device that is connected is said to be: it would announce itself again", () => {
  const kept = (status: string) => keptOf("everything-1", "home/everything-1", "component", status);
  expect(leftoversOf("everything-1", kept("online")).isOnline).toBe(true);
  expect(leftoversOf("everything-1", kept("offline")).isOnline).toBe(false);
});

test("what others have announced is no hindrance", () => {
  const strange = ["", "cut {", "[]", "null", '{"dev":5}'].map((payload) => ({
    topic: "homeassistant/x/y/config",
    payload,
  }));
  expect(leftoversOf("everything-1", strange)).toEqual({ topics: [], isOnline: false });
});

test("the filters take both kinds of discovery topics below any prefix", () => {
  expect(announcementFilters("ha")).toEqual(["ha/+/+/config", "ha/+/+/+/config"]);
});
