// What a device tells of itself, in Home Assistant: its problem in words, and the diagnostics that it declares.
import type { DeviceDeclaration } from "../device/device.ts";
import type { Diagnostic } from "../device/diagnostics.ts";
import type { EntityOptions } from "../device/home-assistant.ts";
import { problemTopic, valueTopic } from "../device/topics.ts";
import { description, type Entity, type JsonRecord, ROOT } from "./entity.ts";

/** The key under which options for the problem's entity stand. */
export const PROBLEM = "problem";

/** The problem, and one sensor for each diagnostic. `own` gives what the author says of an entity. */
export function diagnosticEntities(
  { diagnostics = [] }: DeviceDeclaration,
  own: (name: string) => EntityOptions,
): Entity[] {
  return [
    diagnosticEntity(PROBLEM, { ...own(PROBLEM) }, { stat_t: problemTopic(ROOT) }),
    ...diagnostics.map((name) => {
      const { deviceClass, config } = WHAT_IT_IS[name];
      const options = { ...(deviceClass === undefined ? {} : { deviceClass }), ...own(name) };
      return diagnosticEntity(name, options, { stat_t: valueTopic(ROOT, name), ...config });
    }),
  ];
}

function diagnosticEntity(key: string, options: EntityOptions, config: JsonRecord): Entity {
  return {
    platform: "sensor",
    key,
    config: { ...description(key, { ...options, category: "diagnostic" }), ...config },
  };
}

interface Meaning {
  deviceClass?: string;
  config: JsonRecord;
}

const NOW: Meaning = { config: { stat_cla: "measurement" } };
const COUNT: Meaning = { config: { stat_cla: "total_increasing" } };

const WHAT_IT_IS: Readonly<Record<Diagnostic, Meaning>> = {
  uptime: { deviceClass: "duration", config: { unit_of_meas: "s" } },
  "reset-reason": { config: {} },
  "free-memory": { deviceClass: "data_size", config: { unit_of_meas: "B", ...NOW.config } },
  signal: { deviceClass: "signal_strength", config: { unit_of_meas: "dBm", ...NOW.config } },
  reconnects: COUNT,
  waiting: NOW,
  kept: COUNT,
  dropped: COUNT,
  refused: COUNT,
  repeated: COUNT,
  skipped: COUNT,
};
