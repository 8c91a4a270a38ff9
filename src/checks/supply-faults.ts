// Faults of supplies that are switched on for a measurement (drivers/supply.ts), on a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { Supply } from "../drivers/supply.ts";
import type { Drivable, Part } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";
import { partsBehind } from "./measuring-parts.ts";
import { numberFaults } from "./part-faults.ts";

/** One sentence for each part whose supply cannot be switched as it asks. */
export function supplyFaults({ sensors = [], actuators = [] }: DeviceDeclaration): Fault[] {
  const driven = actuators.map(({ part }) => part);
  const known: Part[] = [];
  return sensors.flatMap((sensor) =>
    partsBehind(sensor.quantity.part).flatMap((part) => {
      const supply = part.poweredFrom as Supply | undefined;
      if (supply === undefined) return [];
      const kinds = [
        switchFaults(part, supply.by, driven),
        numberFaults({ role: part.role, wire: part.wire, given: supply.given ?? [] }),
        haste(sensor, supply),
        sharedFaults(part, known),
      ];
      // What one kind finds makes nonsense of the others.
      const found = kinds.find((sentences) => sentences.length > 0) ?? [];
      if (found.length === 0) known.push(part);
      return found.map((sentence) => fault(part, "", sentence));
    }),
  );
}

/** Each supply counts its own parts, and would switch the output off while a part of another is measured. */
function sharedFaults(part: Part, known: readonly Part[]): string[] {
  const supply = part.poweredFrom;
  const role = supply?.by?.role;
  const other = known.find(({ poweredFrom }) => poweredFrom !== supply && poweredFrom?.by.role === role);
  return other === undefined
    ? []
    : [
        `The output "${role}" switches a supply of the part "${other.role}" and another one of "${part.role}"; make one switchedSupply, and put both parts behind it.`,
      ];
}

/** It is off as long as nothing behind it is measured, so nothing else may switch it. */
function switchFaults({ role, wire }: Part, by: Partial<Drivable> | undefined, driven: Drivable[]): string[] {
  const what = `The supply of the part "${role}"`;
  if (wire !== "analog")
    return [
      `The part "${role}" is wired as "${wire}", and a switched supply is for analog parts; leave it out.`,
    ];
  if (by?.drive === undefined || by.role === undefined)
    return [
      `${what} is switched by nothing; give it an output, as in switchedSupply(relay("power"), seconds(0.2)).`,
    ];
  if (by.most !== 1 || by.keeper !== undefined)
    return [`${what} is switched by "${by.role}", which is more than a pin; take relay("${by.role}").`];
  return driven.some((part) => part.role === by.role)
    ? [
        `${what} is switched by "${by.role}", which an actuator drives too; give the supply an output of its own.`,
      ]
    : [];
}

function haste({ name, options }: SensorDeclaration, { settles }: Supply): string[] {
  return options.every > settles
    ? []
    : [
        `The sensor "${name}" is measured every ${options.every} ms, and its supply takes ${settles} ms to settle; measure it less often.`,
      ];
}
