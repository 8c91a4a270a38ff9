// The entries of docs/drivers.md: each driver's row in one of the tables, and its note.
import type { NamedPins } from "../../../src/reading/part.ts";
import { type DriverRow, WIRES } from "./rows.ts";
import { withList, withTable } from "./written.ts";

const NOTES = "Of the parts:";

/** The page with these drivers in its tables and in its list. */
export function withRows(page: string, rows: readonly DriverRow[]): string {
  const columns = { quantities: "measures", takes: "is driven", shows: "shows" };
  const withTables = Object.entries(columns).reduce(
    (text, [column, use]) =>
      withTable(
        text,
        ["driver", "part", "wire", column, "made with"],
        rows.filter((row) => row.use === use).map(cells),
      ),
    page,
  );
  return withList(
    withTables,
    NOTES,
    rows.filter(({ note }) => note !== "").map(({ driver, note }) => `**\`${driver}\`.** ${note}`),
  );
}

function cells({ driver, part, wire, pins, values, examples }: DriverRow): string[] {
  const made = examples.map((example) => `\`${example}\``).join(", ");
  return [`\`${driver}\``, part, wiresInWords(wire, pins), values, made];
}

/** "I2C", or each pin with its kind: "`forward` PWM, `backward` PWM". */
function wiresInWords(wire: DriverRow["wire"], pins: NamedPins): string {
  if (wire !== "pins") return WIRES[wire];
  return Object.entries(pins)
    .map(([name, kind]) => `\`${name}\` ${WIRES[kind]}`)
    .join(", ");
}
