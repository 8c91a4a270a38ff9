// Faults of sensors whose readings or histories survive a power cut, in sentences. Their options are known to
// be of their kinds. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { DurableOptions, SensorDeclaration } from "../device/declare/sensor.ts";
import { type Fault, fault } from "./fault.ts";

const WITHIN_MS = { least: 1000, most: 3_600_000 };

export function durableFaults({ sensors = [] }: DeviceDeclaration): Fault[] {
  return sensors.flatMap((sensor) =>
    [faultOf(sensor), historyFaultOf(sensor)].flatMap(([option, sentence]) =>
      sentence === "" ? [] : [fault(sensor, option, sentence)],
    ),
  );
}

/** The first one, and at which option; "": there is none. */
function faultOf({ name, options }: SensorDeclaration): [option: string, sentence: string] {
  const { durable, qos = 0, overflow = "reject", deadline } = options;
  if (durable === undefined) return ["", ""];
  const start = `The sensor "${name}" is durable`;
  if (qos === 0)
    return ["durable", `${start} and publishes at QoS 0, which promises nothing; write qos: 1, or qos: 2.`];
  if (overflow !== "reject")
    return [
      "overflow",
      `${start} and lets readings go that wait (overflow: "${overflow}"); each of them is kept, so leave overflow out.`,
    ];
  if (deadline !== undefined)
    return ["deadline", `${start} and drops readings behind a deadline; leave one of both out.`];
  return ["durable.within", withinFault(start, durable)];
}

function historyFaultOf({
  name,
  options: { history },
}: SensorDeclaration): [option: string, sentence: string] {
  const { durable, overflow } = history ?? {};
  if (durable === undefined) return ["", ""];
  const start = `The history of the sensor "${name}" is durable`;
  if (overflow === "thin")
    return [
      "history.overflow",
      `${start} and thins out, which would write all of it anew; write overflow: "oldest" or "reject", or leave durable out of it.`,
    ];
  return ["history.durable.within", withinFault(start, durable)];
}

/** "": none. */
function withinFault(start: string, durable: true | DurableOptions): string {
  if (durable === true) return "";
  const { within } = durable;
  if (Number.isInteger(within) && within >= WITHIN_MS.least && within <= WITHIN_MS.most) return "";
  return `${start} within ${within} ms; that is from a second to an hour, as durable: { within: seconds(30) }.`;
}
