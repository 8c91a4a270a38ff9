// Rules for every driver: it is in the language of devices, and every engine has it.
import { expect, test } from "vitest";
import { type DriverRow, driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

const CALLS: Readonly<Record<DriverRow["use"], string>> = {
  measures: "part.begin(part, ports, {}); part.request(part); emit(part.collect(part));",
  "is driven": "part.setUp(part, ports, {}, 0); part.drive(part, 1);",
  shows:
    "part.begin(part, ports, {}); if (part.start(part) && part.isAsLeft(part) && part.writeRow(part, 1, role)) part.light(part);",
};

/** Makes a part as its row says, and reaches all that it can do: what nobody calls is in no program. */
function program({ driver, examples, use }: DriverRow): string {
  const makers =
    (examples[0] ?? "").match(/\w+(?=\()|\b[A-Z_]{2,}\b/g)?.filter((name) => name !== "seconds") ?? [];
  const calls = CALLS[use];
  return `import { seconds } from "../../../src/bytes/milliseconds.ts";
          import { ${makers.join(", ")} } from "../../../src/drivers/${driver}.ts";
          import type { Ports } from "../../../src/ports/ports.ts";
          const role = given("role");
          const ports = given({} as Ports);
          const part = ${examples[0]};
          if (given(false)) { ${calls} }
          emit(part.wire + " " + seconds(1));`;
}

const rows = (await driverRows()).map((row) => [row.driver, row] as const);

test.each(rows)("%s is made on every engine as its row says", async (_driver, row) => {
  const answers = await builtEverywhere(program(row));
  const wire = Buffer.from(`${row.wire} 1000`).toString("hex");
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: [wire] });
});
