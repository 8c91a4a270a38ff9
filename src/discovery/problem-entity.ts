// What is wrong with a device, in Home Assistant: its problem topic as a text among its diagnostics.
import type { EntityOptions } from "../device/home-assistant.ts";
import { problemTopic } from "../device/topics.ts";
import { description, type Entity, ROOT } from "./entity.ts";

/** Its key, under which its options stand among the entities'. */
export const PROBLEM = "problem";

export function problemEntity(own: EntityOptions): Entity {
  const config = {
    ...description(PROBLEM, { ...own, category: "diagnostic" }),
    stat_t: problemTopic(ROOT),
  };
  return { platform: "sensor", key: PROBLEM, config };
}
