// ringmote list: the firmware there is, what each has, and the boards that it is wired on.
import { Command } from "commander";
import { print, printJson } from "../terminal/output.ts";
import { columns } from "./words/columns.ts";
import { withExamples } from "./words/example.ts";

interface ListOptions {
  json?: boolean;
}

/** A firmware, as `--json` prints it. */
interface Listed {
  name: string;
  title: string;
  /** By their names. */
  sensors: string[];
  actuators: string[];
  boards: string[];
}

export function listCommand(): Command {
  const command = new Command("list")
    .description("names the firmware there is, with its sensors, its actuators and its boards")
    .option("--json", "prints the same as JSON")
    .action(list);
  return withExamples(command, "ringmote list");
}

async function list({ json }: ListOptions): Promise<void> {
  const { firmwareNames } = await import("./catalogue.ts");
  const all = await Promise.all(firmwareNames().map(listed));
  if (json) printJson(all, 2);
  else print(all.map(described).join("\n\n"));
}

async function listed(firmware: string): Promise<Listed> {
  const { firmwareTitle, readFirmware } = await import("./catalogue.ts");
  const { name, declaration, wiring } = await readFirmware(firmware);
  return {
    name,
    title: firmwareTitle(firmware),
    sensors: (declaration.sensors ?? []).map((sensor) => sensor.name),
    actuators: (declaration.actuators ?? []).map((actuator) => actuator.name),
    boards: Object.keys(wiring),
  };
}

function described({ name, title, sensors, actuators, boards }: Listed): string {
  const facts = [
    ["measures", sensors],
    ["drives", actuators],
    ["boards", boards],
  ] as const;
  const rows = facts.filter(([, names]) => names.length > 0);
  return [`${name}  ${title}`, columns(rows.map(([word, names]) => [`  ${word}`, names.join(", ")]))].join(
    "\n",
  );
}
