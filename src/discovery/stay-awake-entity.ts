// The switch of a device that sleeps by which people keep it awake, among its settings. Its commands are
// retained, as each wake begins with what the broker has.
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { commandTopic, STAY_AWAKE_NAME, valueTopic } from "../device/run/topics.ts";
import { ON_OFF } from "../kinds/on-off.ts";
import { description, type Entity, ROOT } from "./entity.ts";

export function stayAwakeEntity(own: EntityOptions): Entity {
  const config = {
    ...description(STAY_AWAKE_NAME, { icon: "mdi:sleep-off", ...own, category: "config" }, false),
    "~": ROOT,
    stat_t: valueTopic("~", STAY_AWAKE_NAME),
    cmd_t: commandTopic("~", STAY_AWAKE_NAME),
    qos: 1,
    ret: true,
    ...ON_OFF,
  };
  return { platform: "switch", key: STAY_AWAKE_NAME, config };
}
