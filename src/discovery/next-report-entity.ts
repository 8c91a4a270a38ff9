// The next report of a device that sleeps, among its diagnostics: a moment where it has a clock, else seconds
// from the last report on.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { NEXT_REPORT_NAME, valueTopic } from "../device/run/topics.ts";
import { diagnosticOptions } from "./diagnostic-options.ts";
import { description, type Entity, ROOT } from "./entity.ts";

export function nextReportEntity({ clock }: DeviceDeclaration, own: EntityOptions): Entity {
  const deviceClass = clock === undefined ? "duration" : "timestamp";
  const config = {
    ...description(NEXT_REPORT_NAME, { ...diagnosticOptions(NEXT_REPORT_NAME), deviceClass, ...own }),
    stat_t: valueTopic(ROOT, NEXT_REPORT_NAME),
    ...(clock === undefined ? { unit_of_meas: "s" } : {}),
  };
  return { platform: "sensor", key: NEXT_REPORT_NAME, config };
}
