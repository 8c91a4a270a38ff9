// The command line as a whole: its commands, and one sentence for each way to use it wrongly.
import { Command, type CommanderError, Option } from "commander";
import { unknownName } from "../build/nearest-name.ts";
import { backupCommand, restoreCommand } from "./backup.ts";
import { boardCommand } from "./board.ts";
import { boardsCommand } from "./boards.ts";
import { buildCommand } from "./build.ts";
import { doctorCommand } from "./doctor.ts";
import { eraseCommand } from "./erase.ts";
import { UsageError } from "./failure.ts";
import { flashCommand } from "./flash.ts";
import { fleetCommand } from "./fleet.ts";
import { forgetCommand } from "./forget.ts";
import { listCommand } from "./list.ts";
import { monitorCommand } from "./monitor.ts";
import { newCommand } from "./new.ts";
import { newDeviceCommand } from "./new-device.ts";
import { portsCommand } from "./ports.ts";
import { runCommand } from "./run.ts";
import { settingsCommand } from "./settings.ts";
import { simCommand } from "./sim.ts";
import { webCommand } from "./web.ts";

/** The program with all its commands. Wrong use throws a UsageError; help and version end with commander's own error. */
export function createProgram(version: string): Command {
  const program = new Command("ringmote")
    .description("One TypeScript source for a device: simulated in Node, built for Espruino and NodeMCU.")
    .version(version)
    .helpCommand(false)
    .addHelpText("after", '\nThe help of each command ends with an example: "ringmote build --help".');
  for (const command of [
    simCommand(),
    runCommand(),
    fleetCommand(),
    buildCommand(),
    newCommand(),
    newDeviceCommand(),
    portsCommand(),
    flashCommand(),
    settingsCommand(),
    monitorCommand(),
    backupCommand(),
    restoreCommand(),
    eraseCommand(),
    doctorCommand(),
    forgetCommand(),
    webCommand(),
    listCommand(),
    boardsCommand(),
    boardCommand(),
  ]) {
    program.addCommand(command);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride((error) => refuse(command, error)).configureOutput({ outputError: () => {} });
  }
  return program;
}

/** Commander's refusals in our words. */
function refuse(command: Command, error: CommanderError): never {
  if (error.exitCode === 0 || error.code === "commander.help") throw error;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const where = command.parent === null ? "ringmote" : `ringmote ${command.name()}`;
  switch (error.code) {
    case "commander.unknownCommand":
      throw new UsageError(unknownName("command", quoted, commandNames(command)));
    case "commander.unknownOption":
      throw new UsageError(unknownName(`option of ${where}`, quoted, optionNames(command)));
    case "commander.missingArgument":
      throw new UsageError(`${where} needs a <${quoted}>; "${where} --help" shows how it is used.`);
    default:
      throw new UsageError(`${sentence(error.message)} "${where} --help" shows how it is used.`);
  }
}

function commandNames(command: Command): string[] {
  return command.commands.map((sub) => sub.name());
}

function optionNames(command: Command): string[] {
  return [...command.options, new Option("--help")].map((option) => option.long ?? option.flags);
}

function sentence(message: string): string {
  const text = message.replace(/^error: /, "").replace(/\.?$/, ".");
  return text.charAt(0).toUpperCase() + text.substring(1);
}
