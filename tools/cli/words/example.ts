// The examples at the end of a command's help. Each is a line that one can type as it stands.
import type { Command } from "commander";

/** Adds examples to the help of a command, behind what else it has to say. */
export function withExamples(command: Command, ...lines: readonly [string, ...string[]]): Command {
  const heading = lines.length === 1 ? "Example:" : "Examples:";
  return command.addHelpText("after", `\n${heading}\n${lines.map((line) => `  ${line}`).join("\n")}`);
}
