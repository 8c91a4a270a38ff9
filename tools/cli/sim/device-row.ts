// The newest values of a home's device, as a row of the live table, in the order of its declaration.
import { isColoured, isDimmable } from "../../../src/device/declare/actuators/light.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { NEXT_PROBLEM, NOTHING_WRONG } from "../../../src/device/run/health.ts";
import {
  brightnessName,
  colourName,
  problemTopic,
  statusTopic,
  valueTopic,
} from "../../../src/device/run/topics.ts";
import type { SeenMessage } from "../../sim/home/watcher.ts";
import { payloadText } from "../../terminal/payload-text.ts";

export interface DeviceRow {
  /** The letter that pulls its plug; " " where nothing does. */
  key: string;
  place: string;
  name: string;
  /** What its status says; `undefined` before it has said anything. */
  status: string | undefined;
  /** When it last said anything, in milliseconds since 1970. */
  time: number | undefined;
  values: { words: string; time: number }[];
}

export interface RowSource {
  name: string;
  place: string;
  root: string;
  declaration: DeviceDeclaration;
}

/** What a device tells of itself rather than of the house: left out. */
const LEFT_OUT: readonly string[] = ["uptime", "signal", "free-memory", "reset-reason", "reconnects"];

/** The row of a device, from the newest message of each topic. */
export function deviceRow(
  key: string,
  { name, place, root, declaration }: RowSource,
  newest: ReadonlyMap<string, SeenMessage>,
): DeviceRow {
  const { sensors = [], actuators = [], diagnostics = [] } = declaration;
  const own = new Set<string>([...LEFT_OUT, ...diagnostics]);
  const things = [
    ...actuators.map((actuator) => ({ name: actuator.name, unit: "" })),
    ...actuators.filter(isDimmable).map((light) => ({ name: brightnessName(light.name), unit: "" })),
    ...actuators.filter(isColoured).map((light) => ({ name: colourName(light.name), unit: "" })),
    ...sensors
      .filter((sensor) => !own.has(sensor.name))
      .map((sensor) => ({ name: sensor.name, unit: sensor.options.unit ?? "" })),
  ];
  const values: DeviceRow["values"] = [];
  const problem = newest.get(problemTopic(root));
  if (problem !== undefined && payloadText(problem.payload) !== NOTHING_WRONG)
    values.push({ words: `problem: ${onOneLine(problem.payload)}`, time: problem.time });
  for (const thing of things) {
    const message = newest.get(valueTopic(root, thing.name));
    if (message === undefined) continue;
    const value = payloadText(message.payload);
    const label = thing.name.split("/").at(-1);
    values.push({
      words: `${label} ${value}${thing.unit === "" ? "" : ` ${thing.unit}`}`,
      time: message.time,
    });
  }
  const status = newest.get(statusTopic(root));
  const times = [status, ...values].flatMap((seen) => (seen === undefined ? [] : [seen.time]));
  return {
    key,
    place,
    name,
    status: status === undefined ? undefined : payloadText(status.payload),
    time: times.length === 0 ? undefined : Math.max(...times),
    values,
  };
}

/** Problems, with "; " between them. */
function onOneLine(problems: Buffer): string {
  const parts = problems.toString("latin1").split(NEXT_PROBLEM);
  return parts.map((payload) => payloadText(Buffer.from(payload, "latin1"))).join("; ");
}
