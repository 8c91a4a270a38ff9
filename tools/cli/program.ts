// The command line as a whole: its commands, and one sentence for each way to use it wrongly.
import { Command, type CommanderError, Option } from "commander";
import { unknownName } from "../build/nearest-name.ts";
import { UsageError } from "./failure.ts";

/** The commands in the order of the help, each with what loads it. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  sim: async () => (await import("./sim.ts")).simCommand(),
  run: async () => (await import("./run.ts")).runCommand(),
  fleet: async () => (await import("./fleet.ts")).fleetCommand(),
  build: async () => (await import("./build.ts")).buildCommand(),
  new: async () => (await import("./new.ts")).newCommand(),
  "new-device": async () => (await import("./new-device.ts")).newDeviceCommand(),
  ports: async () => (await import("./ports.ts")).portsCommand(),
  flash: async () => (await import("./flash.ts")).flashCommand(),
  settings: async () => (await import("./settings.ts")).settingsCommand(),
  monitor: async () => (await import("./monitor.ts")).monitorCommand(),
  backup: async () => (await import("./backup.ts")).backupCommand(),
  restore: async () => (await import("./backup.ts")).restoreCommand(),
  erase: async () => (await import("./erase.ts")).eraseCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  forget: async () => (await import("./forget.ts")).forgetCommand(),
  web: async () => (await import("./web.ts")).webCommand(),
  list: async () => (await import("./list.ts")).listCommand(),
  boards: async () => (await import("./boards.ts")).boardsCommand(),
  board: async () => (await import("./board.ts")).boardCommand(),
};

/**
 * The program with the command that `args` ask for, and with all of them where they ask for none. Wrong use throws a
 * UsageError; help and version end with commander's own error.
 */
export async function createProgram(version: string, args: readonly string[]): Promise<Command> {
  const program = new Command("ringmote")
    .description("One TypeScript source for a device: simulated in Node, built for Espruino and NodeMCU.")
    .version(version)
    .helpCommand(false)
    .addHelpText("after", '\nThe help of each command ends with an example: "ringmote build --help".');
  for (const load of commandsFor(args)) program.addCommand(await load());
  for (const command of [program, ...program.commands]) {
    command.exitOverride((error) => refuse(command, error)).configureOutput({ outputError: () => {} });
  }
  return program;
}

/** A command loads what it needs, and the others do not. */
function commandsFor([name = ""]: readonly string[]): (() => Promise<Command>)[] {
  const asked = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return asked === undefined ? Object.values(COMMANDS) : [asked];
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
