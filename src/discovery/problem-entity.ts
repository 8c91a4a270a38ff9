// The problem entity of a device in Home Assistant: whether there is a problem, among its diagnostics,
// and the words in an attribute.
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { problemTopic } from "../device/run/topics.ts";
import { description, type Entity, ROOT } from "./entity.ts";

/** Its key, under which its options stand among the entities'. */
export const PROBLEM = "problem";

export function problemEntity(own: EntityOptions): Entity {
  const topic = problemTopic("~");
  const platform = "binary_sensor";
  const config = {
    ...description(PROBLEM, { deviceClass: "problem", ...own, category: "diagnostic" }),
    "~": ROOT,
    stat_t: topic,
    val_tpl: "{{'OFF' if value=='none' else 'ON'}}",
    json_attr_t: topic,
    json_attr_tpl: "{{ {'text':value}|tojson }}",
  };
  return { platform, key: PROBLEM, config };
}
