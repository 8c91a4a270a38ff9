// Values that an entry gives to the platform's `boot`, put into the program in place of their stand-ins: one
// program that was read serves all boards of a platform.
import type { ClientLimits } from "../../src/mqtt/client.ts";
import type { I2cPins } from "../../src/ports/i2c.ts";
import type { Expression, FieldValue, Place, Program, Statement } from "../compiler/ir/program.ts";
import { membersOf, NUMBER, type Type } from "../compiler/ir/types.ts";
import { text } from "../compiler/read/made.ts";
import { utf8Bytes } from "../compiler/source/bytes.ts";
import type { WiredRoles } from "../targets/targets.ts";
import { USUAL_HERTZ } from "./wiring/bus-faults.ts";

type Wire = WiredRoles[string];

/** The program of an entry, by the path that places show. */
export function withGivenValues(
  program: Program,
  entry: string,
  wires: WiredRoles,
  limits: ClientLimits,
): Program {
  const boots = program.start.filter((statement) => isBoot(statement, entry)).length;
  if (boots !== 1) throw new Error(`${entry} boots ${boots} times.`);
  const start = program.start.map((statement) =>
    isBoot(statement, entry) ? booted(statement, wires, limits) : statement,
  );
  return { ...program, start };
}

type Boot = Extract<Statement, { kind: "evaluate" }> & { value: Extract<Expression, { kind: "call" }> };

function isBoot(statement: Statement, entry: string): statement is Boot {
  return statement.kind === "evaluate" && statement.value.kind === "call" && statement.place.file === entry;
}

function booted(boot: Boot, wires: WiredRoles, limits: ClientLimits): Boot {
  const [declaration, noWires, noLimits] = boot.value.arguments;
  if (declaration === undefined || noWires?.kind !== "table" || noLimits?.kind !== "record")
    throw new Error("The entry boots otherwise.");
  const { place } = boot;
  const bus = busIn(noWires.type);
  const args = [
    declaration,
    {
      ...noWires,
      values: Object.entries(wires).map(([key, wire]) => ({
        key: utf8Bytes(key),
        value: wireOf(wire, bus, place),
      })),
    },
    {
      ...noLimits,
      values: noLimits.values.map(({ field }) => {
        const value = limits[field.name as keyof ClientLimits];
        return { field, value: { kind: "number" as const, value, type: NUMBER, place } };
      }),
    },
  ];
  return { ...boot, value: { ...boot.value, arguments: args } };
}

type Bus = Extract<Type, { kind: "record" }>;

function wireOf(wire: Wire, bus: Bus, place: Place): Expression {
  if (typeof wire === "number") return { kind: "number", value: wire, type: NUMBER, place };
  if (typeof wire === "string") return text(wire, place);
  const whole: Required<I2cPins> = { bus: 0, hertz: USUAL_HERTZ, ...wire };
  const values = [...bus.record.fields.keys()].map((field): FieldValue => {
    return { field, value: wireOf(whole[field.name as keyof I2cPins], bus, place) };
  });
  return { kind: "record", record: bus.record, type: bus, place, values };
}

/** What a bus is in a table of wires: its pins, by the names of the platform's type. */
function busIn(type: Type): Bus {
  const bus = membersOf(type.kind === "table" ? type.of : type).find((member) => member.kind === "record");
  if (bus?.kind !== "record") throw new Error("No wire is a bus.");
  return bus;
}
