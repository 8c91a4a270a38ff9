// Each command as it is when it is asked for: where none is, the program has their names alone.
import type { Command } from "commander";
import { createProgram } from "../../tools/cli/program.ts";

export async function everyCommand(): Promise<Command[]> {
  const { commands } = await createProgram("0", []);
  const asked = commands.map(async (command) => (await createProgram("0", [command.name()])).commands);
  return (await Promise.all(asked)).flat();
}
