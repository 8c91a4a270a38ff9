// Every scene at one broker, in both versions as far as it speaks them.
import type { SceneBroker } from "./brokers.ts";
import { played, type Scene, type Version } from "./scene.ts";
import { SCENES } from "./scenes.ts";
import { VERSION_5_SCENES } from "./version-5-scenes.ts";

export const ALL_SCENES: readonly Scene[] = [...SCENES, ...VERSION_5_SCENES];

/** "yes", or why not, by what a scene is of; one record for each version of MQTT. */
export type Outcomes = Partial<Record<Version, Readonly<Record<string, string>>>>;

/**
 * Plays them one after the other: one of them restarts the broker. Each is played `times` times, for some
 * brokers do not always do the same, until it does not end with "yes". `tell` is called with each outcome.
 */
export async function playAll(
  { speaks, start }: SceneBroker,
  times = 1,
  tell: (line: string) => void = () => {},
): Promise<Outcomes> {
  const broker = await start();
  try {
    const outcomes: Outcomes = {};
    for (const mqtt of speaks) {
      const ofVersion: Record<string, string> = {};
      for (const [number, scene] of ALL_SCENES.entries()) {
        if (!scene.versions.includes(mqtt)) continue;
        let outcome = "yes";
        for (let time = 0; time < times && outcome === "yes"; time += 1)
          outcome = await played(scene, broker, mqtt, number * times + time);
        ofVersion[scene.what] = outcome;
        tell(`MQTT ${mqtt === 5 ? "5.0" : "3.1.1"}, ${scene.what}: ${ofVersion[scene.what]}`);
      }
      outcomes[mqtt] = ofVersion;
    }
    return outcomes;
  } finally {
    await broker.end();
  }
}
