// The overview that ringmote prints without a command: every command on one line, under its purpose.
import type { Command } from "commander";
import { expect, test } from "vitest";
import { createCommandLine } from "../../tools/cli/program.ts";
import { everyCommand } from "./every-command.ts";

const overview = (await createCommandLine("1.2.3", [])).helpInformation();
const LINE = /^ {2}(?<name>[a-z-]+)(?: <[a-z]+>)* {2,}\S/;

test("the overview groups the commands", () => {
  const groups = overview.split("\n").filter((line) => /^[A-Z].*:$/.test(line));
  expect(groups).toEqual([
    "Options:",
    "Try devices on this computer:",
    "Write a device of your own:",
    "Bring it to a board:",
    "Look after devices:",
  ]);
});

test("each command has its own line within 80 columns", async () => {
  const program = await createCommandLine("1.2.3", []);
  const lines = overview.split("\n").slice(overview.split("\n").indexOf("Try devices on this computer:"));
  const named = lines.flatMap((line) => LINE.exec(line)?.groups?.name ?? []);
  expect(named).toEqual(program.commands.map((command) => command.name()));
  const ofCommands = lines.filter((line) => line.startsWith("  "));
  expect(ofCommands).toHaveLength(named.length);
});

test("the overview shows each command's needs without loading it", async () => {
  const argumentsOf = (command: Command) => [
    command.name(),
    ...command.registeredArguments.filter((argument) => argument.required).map((argument) => argument.name()),
  ];
  const { commands } = await createCommandLine("1.2.3", []);
  expect(commands.map(argumentsOf)).toEqual((await everyCommand()).map(argumentsOf));
  expect(commands.flatMap(({ options }) => options)).toEqual([]);
});
