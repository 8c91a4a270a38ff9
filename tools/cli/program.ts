// The command line as a whole: its commands, and one sentence for each way to use it wrongly.
import { Command, type CommanderError, Option } from "commander";
import { unknownName } from "../../src/arguments/nearest-name.ts";
import { cannotYet } from "../../src/checks/cannot-yet.ts";
import { UsageError } from "./words/failure.ts";

interface Entry {
  /** What the overview says of it; its own help says more. */
  summary: string;
  /** What it needs to be given, as the overview shows it. */
  given?: string;
  load: () => Promise<Command>;
}

/** The commands in the order of the overview, under what they are for. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  "Try devices on this computer:": {
    sim: {
      summary: "a home: a broker, devices, people, an automation, a phone",
      load: async () => (await import("./sim/sim.ts")).simCommand(),
    },
    run: {
      summary: "one device with simulated parts, against any broker",
      given: "<firmware>",
      load: async () => (await import("./run/run.ts")).runCommand(),
    },
    fleet: {
      summary: "thousands of them, each with its own chip and network",
      given: "<firmware>",
      load: async () => (await import("./fleet/fleet.ts")).fleetCommand(),
    },
  },
  "Write a device of your own:": {
    new: {
      summary: "a project: a device, its wiring, its test, npm scripts",
      given: "<name>",
      load: async () => (await import("./new/new.ts")).newCommand(),
    },
    "new-device": {
      summary: "a folder with a device, its wiring and its test",
      given: "<name>",
      load: async () => (await import("./new/new-device.ts")).newDeviceCommand(),
    },
    list: {
      summary: "the firmware there is",
      load: async () => (await import("./list.ts")).listCommand(),
    },
    boards: {
      summary: "the boards there are",
      load: async () => (await import("./boards.ts")).boardsCommand(),
    },
    board: {
      summary: "one of them, drawn, with what each pin can do",
      given: "<board>",
      load: async () => (await import("./board/board.ts")).boardCommand(),
    },
  },
  "Bring it to a board:": {
    build: {
      summary: "makes the image; says whether it fits and what it costs",
      load: async () => (await import("./build/build.ts")).buildCommand(),
    },
    ports: {
      summary: "the serial ports, and what is probably on each",
      load: async () => (await import("./ports.ts")).portsCommand(),
    },
    scan: {
      summary: "the one-wire and I2C parts on a board's pins",
      load: async () => (await import("./scan/scan.ts")).scanCommand(),
    },
    flash: {
      summary: "builds and sends it; with --watch again after each edit",
      load: async () => (await import("./flash/flash.ts")).flashCommand(),
    },
    settings: {
      summary: "stores Wi-Fi and broker on a board, or in a device",
      load: async () => (await import("./settings/settings.ts")).settingsCommand(),
    },
    monitor: {
      summary: "what a board says, its errors with your own lines",
      load: async () => (await import("./monitor.ts")).monitorCommand(),
    },
    web: {
      summary: "the page that flashes a board from the browser",
      load: async () => (await import("./web.ts")).webCommand(),
    },
  },
  "Look after devices:": {
    doctor: {
      summary: "finds what is in the way: Node, ports, broker, devices",
      load: async () => (await import("./doctor/doctor.ts")).doctorCommand(),
    },
    logs: {
      summary: "what a device says over the network; restarts it",
      load: async () => (await import("./logs/logs.ts")).logsCommand(),
    },
    key: {
      summary: "makes and keeps the keys that sign updates",
      load: async () => (await import("./key/key.ts")).keyCommand(),
    },
    send: {
      summary: "commands an actuator, with a seal or without",
      given: "<device> <actuator> <payload>",
      load: async () => (await import("./send/send.ts")).sendCommand(),
    },
    seal: {
      summary: "seals what Home Assistant sends to sealed actuators",
      given: "<firmware...>",
      load: async () => (await import("./seal/seal.ts")).sealCommand(),
    },
    push: {
      summary: "brings a signed update to a device over the network",
      given: "<firmware>",
      load: async () => (await import("./push/push.ts")).pushCommand(),
    },
    updates: {
      summary: "holds firmware that Home Assistant installs on devices",
      given: "<firmware...>",
      load: async () => (await import("./updates/updates.ts")).updatesCommand(),
    },
    forget: {
      summary: "takes what a device that is gone has left at the broker",
      load: async () => (await import("./forget/forget.ts")).forgetCommand(),
    },
    backup: {
      summary: "copies a board's files into a folder",
      given: "<folder>",
      load: async () => (await import("./backup/backup.ts")).backupCommand(),
    },
    restore: {
      summary: "and back onto a board",
      given: "<folder>",
      load: async () => (await import("./backup/backup.ts")).restoreCommand(),
    },
    erase: {
      summary: "takes images and settings off a board",
      load: async () => (await import("./erase.ts")).eraseCommand(),
    },
  },
};

/** Where one begins who has nothing yet. */
const FIRST_STEPS = `
Nothing yet? "ringmote sim" shows a home, and "ringmote new my-home" begins yours.
Each command has --help, with an example: "ringmote build --help".`;

/**
 * The program with the command that `args` ask for; where they ask for none, with the names of all, as the
 * overview has them. Wrong use throws a UsageError; help and version end with commander's own error.
 */
export async function createCommandLine(version: string, args: readonly string[]): Promise<Command> {
  const program = new Command("ringmote")
    .description("One TypeScript source for a device: simulated in Node, built for Espruino and NodeMCU.")
    .version(version)
    .helpCommand(false)
    .configureHelp({ subcommandTerm: termOf })
    .addHelpText("after", FIRST_STEPS);
  const typed = args.find((word) => !word.startsWith("-"));
  for (const [group, commands] of Object.entries(GROUPS)) {
    const wanted = Object.entries(commands).filter(([name]) => name === typed || !isCommand(typed));
    for (const [name, entry] of wanted) {
      const command = name === typed ? await entry.load() : named(name, entry);
      program.addCommand(command.summary(entry.summary).helpGroup(group));
    }
  }
  // What stands behind the name of an inner command is that one's own.
  if (program.commands.some(({ commands }) => commands.length > 0)) program.enablePositionalOptions();
  for (const command of withInner(program)) {
    command.exitOverride((error) => refuse(command, error)).configureOutput({ outputError: () => {} });
  }
  return program;
}

function isCommand(name = ""): boolean {
  return Object.values(GROUPS).some((commands) => Object.hasOwn(commands, name));
}

/** What the overview shows of a command: nothing of what it stands on is loaded. */
function named(name: string, { given: argument }: Entry): Command {
  const command = new Command(name);
  return argument === undefined ? command : command.arguments(argument);
}

/** With its commands, and theirs. */
function withInner(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withInner)];
}

/** In the overview: its name and what it is given first, "new <name>". */
function termOf(command: Command): string {
  const [first] = command.registeredArguments;
  return command.name() + (first?.required ? ` <${first.name()}>` : "");
}

/** Commander's refusals in our words. */
function refuse(command: Command, error: CommanderError): never {
  if (error.exitCode === 0 || error.code === "commander.help") throw error;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const where = fullName(command);
  switch (error.code) {
    case "commander.unknownCommand":
      throw new UsageError(unknownName("command", quoted, commandNames(command)) + cannotYet(quoted));
    case "commander.unknownOption":
      throw new UsageError(
        unknownName(`option of ${where}`, quoted, optionNames(command)) + cannotYet(quoted),
      );
    case "commander.missingArgument":
      throw new UsageError(`${where} needs a <${quoted}>; "${where} --help" shows how it is used.`);
    default:
      throw new UsageError(`${sentence(error.message)} "${where} --help" shows how it is used.`);
  }
}

/** "ringmote fleet manifest". */
function fullName(command: Command): string {
  return command.parent === null ? "ringmote" : `${fullName(command.parent)} ${command.name()}`;
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
