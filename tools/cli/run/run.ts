// ringmote run: a firmware in Node, with simulated parts, against a real broker.
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { Command, Option } from "commander";
import type { QueueOptions } from "../../sim/broker/queue-consumers.ts";
import { type MqttVersion, withMqtt } from "../broker/mqtt-option.ts";
import { queuesOption } from "../broker/queues-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { authUrl } from "../sim/auth-url.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";

export interface RunOptions extends TlsFiles {
  broker?: string;
  ownBroker?: boolean;
  auth?: URL;
  queues?: QueueOptions[];
  storage?: string;
  setUp?: boolean;
  watch?: boolean;
  record?: string;
  json?: boolean;
  chip: string;
  board?: string;
  mqtt?: MqttVersion;
}

export function runCommand(): Command {
  const command = new Command("run")
    .description("runs a firmware in Node, with simulated parts, against a broker")
    .argument("<firmware>", "its name (see ringmote list), or the path of its folder");
  withBoard(withRecords(withBroker(command))).action(run);
  return withExamples(
    withTlsFiles(withMqtt(command), "the device's own"),
    "ringmote run climate --broker mqtt://localhost",
    "ringmote run climate --own-broker --watch",
    "ringmote run climate --own-broker --json --record climate.csv",
  );
}

/** Options of the broker: the one of an address, or one of this run. */
function withBroker(command: Command): Command {
  return command
    .option(
      "--broker <url>",
      "mqtt[s]://[user[:password]@]host[:port]; without it, the storage's settings say",
    )
    .addOption(
      new Option(
        "--own-broker",
        "starts a broker for this run alone, and prints what the device publishes",
      ).conflicts(["broker", "ca", "cert", "key"]),
    )
    .option(
      "--auth <url>",
      "with --own-broker: an HTTP service that decides who may come to it, and do what",
      authUrl,
    )
    .option(
      "--queues <filters>",
      "with --own-broker: its message queues, with commas between, or a JSON file",
      queuesOption,
    );
}

/** Options of what is watched, recorded and kept. */
function withRecords(command: Command): Command {
  return command
    .option("--watch", "starts the device anew whenever a file of its folder changes")
    .option(
      "--record <file>",
      "writes each message that it publishes into a CSV file, with its time, and each reading of a history",
    )
    .option("--json", "prints each message that it publishes as a line of JSON")
    .addOption(
      new Option("--set-up", "begins with the page that asks for settings (setUp of the device)").conflicts(
        "broker",
      ),
    )
    .option("--storage <folder>", "keeps the device's records in a folder; without it they end with the run");
}

/** Options of the board that the device is like. */
function withBoard(command: Command): Command {
  return command
    .option(
      "--board <board>",
      "keeps and takes no more messages at a time than this board (see ringmote boards)",
    )
    .option(
      "--chip <digits>",
      "the chip's number, 6 to 12 hexadecimal digits",
      chipNumber,
      chipOfThisComputer(),
    );
}

async function run(firmware: string, options: RunOptions): Promise<void> {
  const ofOwn = Object.entries({ auth: options.auth, queues: options.queues }).find(
    ([, value]) => value !== undefined,
  );
  if (!options.ownBroker && ofOwn !== undefined)
    throw new UsageError(`--${ofOwn[0]} is for the broker of --own-broker; give both, or neither.`);
  const { runDevice } = await import("./run-device.ts");
  await runDevice(firmware, options);
}

function chipNumber(text: string): string {
  if (/^[0-9a-f]{6,12}$/.test(text)) return text;
  throw new UsageError(`--chip ${text} is not allowed; it is 6 to 12 hexadecimal digits in lower case.`);
}

/** The same after every restart, and different on two computers. */
function chipOfThisComputer(): string {
  return createHash("sha256").update(hostname()).digest("hex").substring(0, 12);
}
