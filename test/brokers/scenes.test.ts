// Claims of docs/brokers.md about a broker are true: each scene that it has is played
// again at those that are here.
import { describe, expect, test } from "vitest";
import { SCENE_BROKERS } from "../../tools/laboratory/scenes/brokers.ts";
import { readScenes, readScenesPage, scenesPage } from "../../tools/laboratory/scenes/page.ts";
import { ALL_SCENES, playAll } from "../../tools/laboratory/scenes/play.ts";
import { needs, REAL_BROKERS } from "../needs.ts";

const RECORD = readScenes();

describe.each(SCENE_BROKERS)("$name", (broker) => {
  const need = REAL_BROKERS[broker.name];
  test("a broker has each scene that the page says it has", needs(...(need ? [need] : [])), async () => {
    const recorded = RECORD.find(({ name }) => name === broker.name);
    const outcomes = await playAll(broker);
    for (const mqtt of broker.speaks) {
      const had = Object.entries(recorded?.outcomes[mqtt] ?? {}).filter(([, outcome]) => outcome === "yes");
      expect(had.length).toBeGreaterThan(4);
      expect(outcomes[mqtt]).toMatchObject(Object.fromEntries(had));
    }
  });
});

test("the page matches the record", () => {
  expect(readScenesPage()).toBe(scenesPage(RECORD));
});

test("the record has each broker and each scene", () => {
  expect(RECORD.map(({ name }) => name)).toEqual(SCENE_BROKERS.map(({ name }) => name));
  for (const { name, outcomes } of RECORD)
    for (const [version, played] of Object.entries(outcomes)) {
      const scenes = ALL_SCENES.filter(({ versions }) => versions.some((number) => `${number}` === version));
      expect(Object.keys(played), name).toEqual(scenes.map(({ what }) => what));
    }
});
