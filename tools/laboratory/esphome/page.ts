// docs/esphome.md: the components of ESPHome that a driver is for, by the drivers' tags.
import { type DriverRow, driverRows } from "../drivers/rows.ts";

const HEAD = `# Beside ESPHome's components

If you come from ESPHome, you find here the drivers for its components. Components that are no parts are covered by [sensors](sensors.md) with their filters, and
by [actuators](actuators.md) with their policies and rules; [what ringmote cannot yet](cannot-yet.md) names what to take instead.
[Peers](peers.md) compares more than parts.

| ESPHome | here |
| --- | --- |
`;

export async function esphomePage(): Promise<string> {
  return HEAD + esphomeRows(await driverRows());
}

/**
 * A row for each set of components that drivers name, with all that name it; behind a colon, which of its
 * parts they are for.
 */
export function esphomeRows(rows: readonly Pick<DriverRow, "esphome" | "examples">[]): string {
  const makers = new Map<string, string[]>();
  for (const { esphome, examples } of rows) {
    const [names = "", limit] = esphome.split(": ");
    const made = `\`${examples[0]}\`${limit === undefined ? "" : `, ${limit}`}`;
    for (const name of names.split(" ")) makers.set(name, [...(makers.get(name) ?? []), made]);
  }
  const sets = new Map<string, string[]>();
  for (const [component, made] of makers)
    sets.set(made.join(", "), [...(sets.get(made.join(", ")) ?? []), `\`${component}\``]);
  return [...sets].map(([here, components]) => `| ${components.join(", ")} | ${here} |\n`).join("");
}
