// ringmote logs: what a device that runs somewhere says of itself, over MQTT; and a press of its restart or
// identify button.
import { Command } from "commander";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { print, printJson } from "../../terminal/output.ts";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { brokerOf, type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import type { Said } from "./device-log.ts";

interface LogsOptions extends OwnVersion, TlsFiles {
  broker: string;
  device: string;
  /** The button's name, or `true` for the usual one. */
  restart?: string | true;
  identify?: string | true;
  seconds?: number;
  json?: boolean;
}

export function logsCommand(): Command {
  const command = new Command("logs")
    .description(
      "shows what a device says at its broker: the lines of its log, what is wrong, commands that it refuses, and whether it is online; or restarts it, or has it identify itself, and ends when that is done",
    )
    .requiredOption("--broker <url>", BROKER_URL)
    .requiredOption("--device <device>", "its root, or its identity, such as climate-a1b2c3")
    .option("--restart [button]", 'presses its button "restart", or another, and waits until it is back')
    .option("--identify [button]", 'presses its button "identify", or another')
    .option("--seconds <seconds>", "ends after this", numberOption("--seconds", { least: 1, most: 86_400 }))
    .option("--json", "each line as JSON")
    .addHelpText("after", `\n${NOTES.join("\n")}`)
    .action(logs);
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote logs --broker mqtt://localhost --device climate-a1b2c3",
    "ringmote logs --broker mqtt://localhost --device climate-a1b2c3 --restart",
  );
}

const NOTES = [
  'A device publishes its log where it declares one, as log: { level: "info" }. It restarts by',
  'button("restart", restartChip(), { deviceClass: "restart" }), and identifies itself by a button',
  'of the class "identify" at whatever shows or sounds.',
];

async function logs(options: LogsOptions): Promise<void> {
  const { restart, identify, seconds } = options;
  if (restart !== undefined && identify !== undefined)
    throw new UsageError("--restart and --identify are two presses; give one of them.");
  const { rootOf } = await import("../settings/device-settings.ts");
  const { followDevice, identifyDevice, restartDevice } = await import("./device-log.ts");
  const broker = brokerOf(options);
  const root = rootOf(options.device);
  const say = options.json ? (said: Said) => printJson(said) : tell;
  if (restart !== undefined) await restartDevice(broker, root, named(restart, "restart"), say, seconds);
  else if (identify !== undefined) await identifyDevice(broker, root, named(identify, "identify"), say);
  else await followDevice(broker, root, say, seconds);
}

function named(button: string | true, usual: string): string {
  return button === true ? usual : button;
}

function tell({ time, about, text }: Said): void {
  print(
    `${new Date(time).toTimeString().slice(0, 8)} ${printable(about === "log" ? text : `${about}: ${text}`)}`,
  );
}
