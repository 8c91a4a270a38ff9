// Faults of sensors whose readings survive a power cut, in sentences. Their options are known to be of their kinds. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { type Fault, fault } from "./fault.ts";

const WITHIN_MS = { least: 1000, most: 3_600_000 };

export function durableFaults({ sensors = [] }: DeviceDeclaration): Fault[] {
  return sensors.flatMap((sensor) => {
    if (sensor.options.durable === undefined) return [];
    const [option, sentence] = faultOf(sensor);
    return sentence === "" ? [] : [fault(sensor, option, sentence)];
  });
}

/** The first one, and at which option; "": there is none. */
function faultOf({ name, options }: SensorDeclaration): [option: string, sentence: string] {
  const { durable, qos = 0, overflow = "reject", deadline } = options;
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
  const within = durable === true ? undefined : durable?.within;
  const isTime =
    durable === true ||
    (Number.isInteger(within) && Number(within) >= WITHIN_MS.least && Number(within) <= WITHIN_MS.most);
  if (!isTime)
    return [
      "durable.within",
      `${start} within ${within} ms; that is from a second to an hour, as durable: { within: seconds(30) }.`,
    ];
  return ["", ""];
}
