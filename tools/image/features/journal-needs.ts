// Parts of a declaration that need the journal.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";

export function needsJournal({ journal, sensors = [], sleep }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.durable !== undefined);
  if (sensor !== undefined) return `the sensor "${sensor.name}" is durable; leave \`durable\` out`;
  if (journal === true && sleep !== undefined)
    return "it sleeps, and the board has what lasts over that in its journal; leave `sleep` out";
  return journal === true ? "something of it is kept through a power cut; let nothing be" : undefined;
}
