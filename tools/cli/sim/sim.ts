// ringmote sim: a home of simulated devices, shown through the eyes of a client of its broker, which `npm
// start` runs; or a system of programs, held against what is expected of it.
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { Command, Option } from "commander";
import { isRoot } from "../../../src/discovery/kept-announcements.ts";
import type { QueueOptions } from "../../sim/broker/queue-consumers.ts";
import { ownFirmwareNames } from "../../sim/devices/own-firmware.ts";
import { pageOf, systemNames, systemTitle } from "../../sim/scenario/systems.ts";
import { PLAIN_PORT } from "../broker/broker-url.ts";
import { queuesOption } from "../broker/queues-option.ts";
import type { TlsFiles } from "../broker/tls-files.ts";
import { columns } from "../words/columns.ts";
import { withExamples } from "../words/example.ts";
import { knownName, UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import { authUrl } from "./auth-url.ts";

export interface SimOptions extends TlsFiles {
  only?: string[];
  broker?: string;
  root?: string;
  keep?: boolean;
  port?: number;
  auth?: URL;
  queues?: QueueOptions[];
  speed: number;
  seed: number;
  replay?: string;
  minutes?: number;
  all?: boolean;
  json?: boolean;
  page?: boolean;
  sealed?: boolean;
}

const DEFAULT_SPEED = 60;
/** At a higher speed the device's patience with a broker is over before a message can be there and back. */
const MOST_SPEED = 600;

/** A device's own root has its identity behind it, and 128 characters at most. */
const MOST_ROOT = 64;

export function simCommand(): Command {
  const command = new Command("sim")
    .description(
      "runs a home: a broker, all devices on simulated parts in rooms where people live, an automation, a phone; or a system of programs in virtual time, and says which of its expectations hold",
    )
    .argument(
      "[system]",
      `${systemNames().join(", ")}, or the path of a folder with a scenario.ts; the home without it`,
    )
    .option("--sealed", "seals the lock of the front door, with the program that seals for Home Assistant")
    .option("--only <names>", "firmware to run, with commas between: climate,lamp", firmwareList);
  withOutput(withCourse(withBroker(command))).action(sim);
  command.addHelpText(
    "after",
    () => `\nSystems:\n${columns(systemNames().map((name) => [`  ${name}`, systemTitle(name)]))}`,
  );
  return withExamples(
    command,
    "ringmote sim --only climate,lamp --speed 600 --minutes 30",
    "ringmote sim scores --seed 7",
  );
}

/** Options of the broker: another one, or that of this process. */
function withBroker(command: Command): Command {
  return command
    .option(
      "--broker <url>",
      "somebody else's broker in place of one in this process: mqtt[s]://[user[:password]@]host[:port]; for a system also several nodes of one, with commas between",
    )
    .option(
      "--root <topic>",
      "where the home's topics begin at that broker, in place of home; with --seed, for a second home there",
      rootOption,
    )
    .option("--keep", "keeps the retained messages there")
    .option("--ca <file>", "PEM file of the authority that signed that broker's certificate")
    .option("--cert <file>", "PEM file of the clients' certificate")
    .option("--key <file>", "PEM file of the certificate's key")
    .option(
      "--port <number>",
      `the port of the broker in this process, 0 for any free one (default: ${PLAIN_PORT}, or a free one)`,
      numberOption("--port", { least: 0, most: 65535, whole: true }),
    )
    .option(
      "--auth <url>",
      "an HTTP service that the broker in this process asks about each client: who may come in, and what it may do",
      authUrl,
    )
    .option(
      "--queues <filters>",
      "message queues of the broker in this process, for whoever subscribes to $q/ and the filter: with commas between, or a JSON file; with a system, those that the broker of --broker has",
      queuesOption,
    );
}

/** Options of the run: its pace, its seed, its end. */
function withCourse(command: Command): Command {
  return command
    .option(
      "--speed <factor>",
      "seconds of the house in each real one",
      numberOption("--speed", { least: 1, most: MOST_SPEED }),
      DEFAULT_SPEED,
    )
    .option(
      "--seed <number>",
      "whole number that weather, people, mishaps and the devices' numbers come from",
      numberOption("--seed", { least: 0, most: 2 ** 32 - 1, whole: true }),
      1,
    )
    .option("--replay <file>", "a CSV series (time, °C, %RH) in place of the living room's air")
    .option(
      "--minutes <number>",
      "ends after this time of the house",
      numberOption("--minutes", { least: 0.01, most: 1e9 }),
    );
}

/** Options of what is shown. */
function withOutput(command: Command): Command {
  return command
    .option(
      "--page",
      "serves the page of a system, at which you take part, with a broker of its own in real time",
    )
    .option("--all", "shows every message as a line, also a number that has hardly changed")
    .addOption(new Option("--json", "writes each received message as a line of JSON").conflicts("all"));
}

function firmwareList(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new UsageError("--only needs names of firmware, such as climate,lamp.");
  return [...new Set(names.map(packageFirmware))];
}

function packageFirmware(name: string): string {
  const known = ownFirmwareNames();
  if (!known.includes(name) && existsSync(join(name, "device.ts"))) {
    const path = isAbsolute(name) || name.startsWith(".") ? name : `./${name}`;
    throw new UsageError(
      `The home has the firmware of the package only; "ringmote run ${path} --own-broker" runs a device of your own.`,
    );
  }
  return knownName("firmware", name, known);
}

/** What a device's topics may begin with, and room for its identity behind it. */
function rootOption(text: string): string {
  if (text.length <= MOST_ROOT && isRoot(`${text}/device`)) return text;
  throw new UsageError(
    `--root ${text} is not allowed; it is a topic of ${MOST_ROOT} characters at most, such as cabin or summer/home.`,
  );
}

function systemWithPage(): string {
  return systemNames().find((name) => pageOf(name) !== undefined) ?? "<system>";
}

/** What a system has too; everything else is the home's. */
const OF_SYSTEMS = ["broker", "keep", "ca", "cert", "key", "queues", "seed", "json", "page"];

async function sim(system: string | undefined, options: SimOptions, command: Command): Promise<void> {
  if (system !== undefined) {
    const ofHome = command.options.find(
      (option) =>
        command.getOptionValueSource(option.attributeName()) === "cli" &&
        !OF_SYSTEMS.includes(option.attributeName()),
    );
    if (ofHome !== undefined)
      throw new UsageError(
        `${ofHome.long} is for the home; a system such as ${system} takes ${OF_SYSTEMS.map((name) => `--${name}`).join(", ")}.`,
      );
    if (options.page) {
      const { runPage } = await import("./run-page.ts");
      await runPage(system, options);
      return;
    }
    const { runSystem } = await import("./run-system.ts");
    await runSystem(system, options);
    return;
  }
  if (options.page) throw new UsageError(`--page is for a system: ringmote sim ${systemWithPage()} --page.`);
  const { showHome } = await import("./show-home.ts");
  await showHome(options);
}
