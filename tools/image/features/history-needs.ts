// Parts of a declaration that need the histories of sensors.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";

export function needsHistory({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.history !== undefined);
  return sensor && `the sensor "${sensor.name}" has a history; leave \`history\` out`;
}

export function needsDurableHistory({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.history?.durable !== undefined);
  return sensor && `the history of the sensor "${sensor.name}" is durable; leave \`durable\` out of it`;
}
