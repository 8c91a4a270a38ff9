// A supply that an output switches: analog parts behind it have power only while they are measured. A soil probe takes
// 5 mA all day otherwise, and bare metal in wet soil rots under voltage.
import type { Milliseconds } from "../bytes/milliseconds.ts";
import type { Ports } from "../ports/ports.ts";
import { beginBy, collectBy, type Drivable, type Part, type Wires } from "../reading/part.ts";
import type { AnalogPart } from "./analog-part.ts";

export interface Supply {
  /** What switches it: 0 is off, 1 is on. */
  by: Drivable;
  settles: Milliseconds;
  /** How many of its parts are being measured. */
  users: number;
  /** For tools. In no image. */
  given?: Part["given"];
}

/** An analog part behind a supply. */
export interface PoweredPart extends AnalogPart {
  poweredFrom: Supply;
  /** As its driver has it. */
  beginBare: AnalogPart["begin"];
  collectBare: AnalogPart["collect"];
}

/**
 * A supply that `by` switches, such as `relay("power")`: a pin itself gives up to 10 mA, a transistor or a relay more.
 * `settles` is the time from power to a voltage that holds, a millisecond to a minute: a soil probe takes some 0.2 s.
 * Several parts may be behind one.
 */
export function switchedSupply(by: Drivable, settles: Milliseconds): Supply {
  const made: Supply = { by, settles, users: 0 };
  made.given = [{ what: "milliseconds to settle", value: settles, least: 1, most: 60000 }];
  return made;
}

/**
 * The part, with power only while it is measured. The supply is off before the start, and as long as nothing is measured.
 * @example poweredBy(soilMoisture("probe"), switchedSupply(relay("power"), seconds(0.2)))
 */
export function poweredBy<Made extends AnalogPart>(part: Made, source: Supply): Made {
  const powered = part as AnalogPart as PoweredPart;
  powered.poweredFrom = source;
  powered.beginBare = part.begin;
  powered.collectBare = part.collect;
  beginBy(part, begin);
  part.request = request;
  collectBy(part, collect);
  return part;
}

function begin(part: PoweredPart, ports: Ports, wires: Wires): void {
  const { by } = part.poweredFrom;
  by.setUp(by, ports, wires, 0);
  part.beginBare(part, ports, wires);
}

function request(part: PoweredPart): number {
  const { poweredFrom: source } = part;
  source.users += 1;
  source.by.drive(source.by, 1);
  return source.settles;
}

function collect(part: PoweredPart): string {
  const { poweredFrom: source } = part;
  const fault = part.collectBare(part);
  source.users -= 1;
  if (source.users === 0) source.by.drive(source.by, 0);
  return fault;
}
