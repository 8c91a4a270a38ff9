// docs/esphome.md: each component of ESPHome, and how it is said here or what to take instead.
import { type DriverRow, driverRows } from "../drivers/rows.ts";
import { COMPONENTS } from "./components.ts";
import { SAID, type Said } from "./said.ts";
import { OF_ITS_OWN, UNSAID } from "./unsaid.ts";

const HEAD = `# Beside ESPHome's components

What the ${COMPONENTS.length} components that ESPHome had in October 2024 are here, for who comes from there. [Peers](peers.md) compares more than
parts.
`;

/** The page. Throws for a component that stands nowhere, or in two places, and for one that ESPHome does not have. */
export async function esphomePage(): Promise<string> {
  const said = [...ofDrivers(await driverRows()), ...SAID];
  const places = [...said.map(({ components }) => components), ...UNSAID.map(({ components }) => components)];
  const faults = faultsOf([...places, OF_ITS_OWN].flatMap(namesIn));
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const unsaid = UNSAID.map(
    ({ title, instead, components }) => `### ${title}\n\n${instead}\n\n${quoted(components)}`,
  );
  return [
    HEAD,
    `## Said here: ${countOf(said)}\n`,
    "| ESPHome | here |\n| --- | --- |",
    `${said.map(({ components, here }) => `| ${quoted(components)} | ${here} |`).join("\n")}\n`,
    `## Not said here: ${countOf(UNSAID)}\n`,
    `${unsaid.join("\n\n")}\n`,
    `## Of ESPHome's own making: ${namesIn(OF_ITS_OWN).length}\n`,
    `Other components are made of these, or C++ is.\n\n${quoted(OF_ITS_OWN)}\n`,
  ].join("\n");
}

/** What is wrong with the names that stand on the page, a sentence each. */
export function faultsOf(names: readonly string[], components = COMPONENTS): string[] {
  return [
    ...components
      .filter((one) => !names.includes(one))
      .map((one) => `The component ${one} of ESPHome stands nowhere; place it in said.ts or unsaid.ts.`),
    ...names
      .filter((one, i) => names.indexOf(one) !== i)
      .map((one) => `The component ${one} stands in two places; take it out of one.`),
    ...names
      .filter((one) => !components.includes(one))
      .map((one) => `ESPHome has no component ${one}; spell it as its folder is.`),
  ];
}

/** A row for each set of components that drivers name, with all that name it; behind a colon, which of its parts they are for. */
function ofDrivers(rows: readonly DriverRow[]): Said[] {
  const makers = new Map<string, string[]>();
  for (const { esphome, examples } of rows) {
    const [names = "", limit] = esphome.split(": ");
    const made = `\`${examples[0]}\`${limit === undefined ? "" : `, ${limit}`}`;
    for (const one of namesIn(names)) makers.set(one, [...(makers.get(one) ?? []), made]);
  }
  const sets = new Map<string, string[]>();
  for (const [component, made] of makers)
    sets.set(made.join(", "), [...(sets.get(made.join(", ")) ?? []), component]);
  return [...sets].map(([here, components]) => ({ components: components.join(" "), here }));
}

function namesIn(components: string): string[] {
  return components.split(" ").filter((one) => one !== "");
}

function quoted(components: string): string {
  return namesIn(components)
    .map((one) => `\`${one}\``)
    .join(", ");
}

function countOf(rows: readonly { components: string }[]): number {
  return rows.flatMap(({ components }) => namesIn(components)).length;
}
