// Each command as it is when it is asked for: where none is, the program has their names alone.
import type { Command } from "commander";
import { createCommandLine } from "../../tools/cli/program.ts";

export async function everyCommand(): Promise<Command[]> {
  const { commands } = await createCommandLine("0", []);
  const asked = commands.map(async (command) => (await createCommandLine("0", [command.name()])).commands);
  return (await Promise.all(asked)).flat();
}
