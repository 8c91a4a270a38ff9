// Parts of a declaration that need the journal.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { needsDurableHistory } from "./history-needs.ts";

export function needsJournal(declaration: DeviceDeclaration): string | undefined {
  const { journal, sensors = [], sleep } = declaration;
  const sensor = sensors.find(({ options }) => options.durable !== undefined);
  if (sensor !== undefined) return `the sensor "${sensor.name}" is durable; leave \`durable\` out`;
  const history = needsDurableHistory(declaration);
  if (history !== undefined) return history;
  if (journal === true && sleep !== undefined)
    return "it sleeps, and the board has what lasts over that in its journal; leave `sleep` out";
  return journal === true ? "something of it is kept through a power cut; let nothing be" : undefined;
}
