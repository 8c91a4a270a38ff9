// ringmote ports: the serial ports of this computer, and what is probably on each.
import { Command } from "commander";
import { print, printJson } from "../terminal/output.ts";
import { columns } from "./words/columns.ts";
import { withExamples } from "./words/example.ts";

interface PortsOptions {
  all?: boolean;
  json?: boolean;
}

export function portsCommand(): Command {
  const command = new Command("ports")
    .description("names the serial ports that a board may be on, and what their USB numbers tell of it")
    .option("--all", "with the ports that are not USB, as a computer's own")
    .option("--json", "prints the same as JSON")
    .action(ports);
  return withExamples(command, "ringmote ports");
}

async function ports({ all, json }: PortsOptions): Promise<void> {
  const { listPorts } = await import("../flash/terminal-ports.ts");
  const ports = await listPorts(all === true);
  if (json) printJson(ports, 2);
  else if (ports.length === 0)
    print("No board is on a USB port of this computer; plug it in with a cable that carries data.");
  else print(columns(ports.map(({ path, kind, serialNumber }) => [path, kind, serialNumber ?? ""])));
}
