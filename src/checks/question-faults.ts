// Faults of sensors whose values are questions, in sentences. The types of their options are checked already.
// On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration, SensorQuestion } from "../device/declare/sensor.ts";
import { type Fault, fault } from "./fault.ts";

const WITHIN_MS = { least: 100, most: 3_600_000 };

export function questionFaults(declaration: DeviceDeclaration): Fault[] {
  const { sensors = [] } = declaration;
  return sensors.flatMap((sensor) => {
    const { asks } = sensor.options;
    if (asks === undefined) return [];
    const [option, sentence] = faultOf(sensor, asks, declaration);
    return sentence === "" ? [] : [fault(sensor, option, sentence)];
  });
}

/** The first fault of a question and the option where it stands; empty texts: there is none. */
function faultOf(
  sensor: SensorDeclaration,
  { input, within }: SensorQuestion,
  { sensors = [], actuators = [] }: DeviceDeclaration,
): [option: string, sentence: string] {
  const subject = `The sensor "${sensor.name}" asks`;
  const taker = actuators.find(({ name }) => name === input);
  if (taker?.kind !== "select")
    return [
      "asks.input",
      `${subject}, and "${input}" is to take the answers, which is no select input of the device; declare one, as selectInput("${input}", valueOnly(), { options: ["none", "no", "yes"] }).`,
    ];
  if ("atStart" in taker.options)
    return [
      "asks.input",
      `${subject}, and "${input}" takes the answers, which holds its first word while there is none; leave its atStart out.`,
    ];
  const rivals = sensors.filter((asker) => asker !== sensor && asker.options.asks?.input === input);
  if (rivals.length > 0)
    return [
      "asks.input",
      `${subject}, and so does "${rivals[0]?.name}", for the same input "${input}"; give each an input of its own.`,
    ];
  if (!Number.isInteger(within) || within < WITHIN_MS.least || within > WITHIN_MS.most)
    return [
      "asks.within",
      `${subject} for an answer within ${within} ms; that is from a tenth of a second to an hour, as within: seconds(3).`,
    ];
  if (sensor.options.stamped === true)
    return ["stamped", `${subject} and is stamped; a question is its bare value: leave stamped out.`];
  return ["", ""];
}
