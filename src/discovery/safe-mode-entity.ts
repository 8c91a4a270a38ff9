// The button in Home Assistant by which people end the safe mode of a device, among its settings. That it is
// in safe mode its problem says.
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { commandTopic, SAFE_MODE_NAME } from "../device/run/topics.ts";
import { description, type Entity, ROOT } from "./entity.ts";

export function safeModeEntity(own: EntityOptions): Entity {
  const options = { label: "Leave safe mode", icon: "mdi:lifebuoy", ...own, category: "config" } as const;
  const config = {
    ...description(SAFE_MODE_NAME, options, false),
    "~": ROOT,
    cmd_t: commandTopic("~", SAFE_MODE_NAME),
    pl_prs: "off",
    qos: 1,
  };
  return { platform: "button", key: SAFE_MODE_NAME, config };
}
