// ringmote fleet: many devices of one firmware in Node, with simulated parts, against a real broker.
import { Command } from "commander";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type MqttVersion, withMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import { type Expectation, expectOption } from "./expectations.ts";
import { localAddressOption } from "./local-addresses.ts";
import { manifestCommand } from "./manifest.ts";
import { type MetricsAddress, metricsOption } from "./metrics-server.ts";
import { MOST_DEVICES, type Shard, shardOption } from "./share.ts";
import { togetherOption } from "./together-option.ts";

export interface FleetCommandOptions extends TlsFiles {
  broker: string;
  count: number;
  rate: number;
  seed: number;
  loseWifi?: number;
  speed: number;
  updateKey?: string;
  keys?: string;
  minutes?: number;
  expect?: Expectation[];
  every: number;
  processes?: number;
  shard?: Shard;
  together?: string;
  localAddress?: string[];
  identities?: string;
  metrics?: MetricsAddress;
  keep?: boolean;
  json?: boolean;
  mqtt?: MqttVersion;
}

const MOST_IN_ALL = 1_000_000_000;
const MOST_PROCESSES = 256;

export function fleetCommand(): Command {
  const command = new Command("fleet")
    .description(
      "runs many devices of a firmware in Node, each with its own chip, parts and network, against a broker; says how many are connected and what they send",
    )
    // What stands behind "manifest" is its own.
    .enablePositionalOptions()
    .helpCommand(false)
    .addCommand(manifestCommand())
    .argument("<firmware>", "its name (see ringmote list), or the path of its folder")
    .option("--broker <url>", BROKER_URL);
  withReports(withCourse(withShares(command))).action(fleet);
  return withExamples(
    withTlsFiles(withMqtt(command), "the devices'"),
    "ringmote fleet climate --broker mqtt://localhost --count 20 --minutes 0.1",
  );
}

/** Options of the devices: their number, their share of this run, their identities. */
function withShares(command: Command): Command {
  return command
    .option(
      "--count <devices>",
      "how many there are, of all shards together",
      numberOption("--count", { least: 1, most: MOST_IN_ALL, whole: true }),
      100,
    )
    .option(
      "--processes <number>",
      "how many processes share the devices of this run; without it one for each core, from some thousand devices on",
      numberOption("--processes", { least: 1, most: MOST_PROCESSES, whole: true }),
    )
    .option(
      "--shard <i/n>",
      "runs part i, from 0, of n parts of the devices; the others run elsewhere. /n takes i from JOB_COMPLETION_INDEX",
      (text) => shardOption(text),
    )
    .option(
      "--together <name>",
      "shards with the same name begin at one time and tell each other how they are, by retained messages below ringmote-fleets/<name>; the first one reports and judges all, and ends all when it is asked to end",
      togetherOption,
    )
    .option(
      "--identities <file>",
      "CSV file with a row for each device and the columns id, user, password, cert and key, or some of them; cert and key are PEM files, from the CSV's folder on",
    )
    .option(
      "--local-address <addresses>",
      `addresses of this computer with commas between, that devices connect from in turn: each has ports for ${MOST_DEVICES} at one broker`,
      localAddressOption,
    );
}

/** Options of the run: its pace, its faults, its end and its expectations. */
function withCourse(command: Command): Command {
  return command
    .option(
      "--rate <devices>",
      "how many are switched on in a second",
      numberOption("--rate", { least: 0.1, most: MOST_DEVICES }),
      200,
    )
    .option(
      "--seed <number>",
      "whole number that the devices' numbers, what they measure and their faults come from",
      numberOption("--seed", { least: 0, most: 2 ** 32 - 1, whole: true }),
      1,
    )
    .option(
      "--lose-wifi <minutes>",
      "each device loses its Wi-Fi once in so many minutes, for 5 to 60 seconds",
      numberOption("--lose-wifi", { least: 0.1, most: 10_000 }),
    )
    .option(
      "--speed <times>",
      "the devices' time goes so much faster",
      numberOption("--speed", { least: 1, most: 100 }),
      1,
    )
    .option("--update-key <key>", "each takes updates that this key signs (see ringmote key), until its end")
    .option("--keys <folder>", "the folder of the keys (default: ~/.config/ringmote/keys)")
    .option(
      "--minutes <number>",
      "ends after this time; without --lose-wifi and --expect it fails when a device is not connected then",
      numberOption("--minutes", { least: 0.01, most: 1e6 }),
    )
    .option(
      "--expect <expectations>",
      'fails at the end when one does not hold: "lost=0,p99<50ms,connected>=99.9%", of connected, failures, lost, messages, p50, p90, p99 and max',
      expectOption,
    );
}

/** Options of the reports, and of what stays at the broker. */
function withReports(command: Command): Command {
  return command
    .option(
      "--every <seconds>",
      "how often it says how things are",
      numberOption("--every", { least: 1, most: 3600 }),
      5,
    )
    .option(
      "--metrics <[address:]port>",
      "tells how things are at /metrics there, as OpenMetrics; without an address to this computer only",
      metricsOption,
    )
    .option("--keep", "leaves at the broker what the devices announced and told it to keep")
    .option("--json", "says it in lines of JSON");
}

async function fleet(firmware: string, options: FleetCommandOptions): Promise<void> {
  // As an option that the program requires it would be one of "manifest", too.
  if ((options.broker as string | undefined) === undefined)
    throw new UsageError(
      "Required option '--broker <url>' not specified. \"ringmote fleet --help\" shows how it is used.",
    );
  if (options.together !== undefined && options.shard === undefined)
    throw new UsageError(
      `--together ${options.together} is for shards that run elsewhere as well; say which one this is with --shard, as "--shard 0/4".`,
    );
  const { runFleet } = await import("./run-fleet.ts");
  await runFleet(firmware, options);
}
