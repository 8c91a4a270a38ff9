// ringmote send: a command to an actuator, bare or sealed by the device's key, and what the device says to it.
import { Command } from "commander";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";

export interface SendOptions extends OwnVersion, TlsFiles {
  broker: string;
  sealed?: boolean;
  /** The key's name, where it is not the device's. */
  sign?: string;
  keys?: string;
  /** The counter up to which the device is believed. */
  after?: number;
  seconds: number;
  json?: boolean;
}

/** How long a device may take, unless somebody says. */
const USUAL_SECONDS = 10;
const OF_SEALED = ["sign", "keys", "after"] as const;

export function sendCommand(): Command {
  const command = new Command("send")
    .description(
      "sends a command to an actuator of a device that is online, and prints the state that it answers with. With --sealed the device's key seals it, as an actuator with sealed: true demands: nobody without the key can make such a command, or use it twice. Whoever reads the network or the broker can still read it",
    )
    .argument("<device>", "its root, or its identity, such as gate-a1b2c3")
    .argument("<actuator>", "its name, such as bolt; of a light also strip/brightness or strip/color")
    .argument("<payload>", "the command, such as unlock")
    .requiredOption("--broker <url>", BROKER_URL)
    .option("--sealed", "seals the command by the device's key, with the next counter")
    .option("--sign <key>", "the name of the key (default: the device's identity; see ringmote key list)")
    .option("--keys <folder>", "the folder of the keys (default: ~/.config/ringmote/keys)")
    .option(
      "--after <counter>",
      "believes the device up to this counter, where it tells more than 1,000 above what this computer has sealed for it; once, and only if another computer has really sealed so often",
      numberOption("--after", { least: 1, most: 999_999_998, whole: true }),
    )
    .option(
      "--seconds <seconds>",
      "how long the device may take to answer",
      numberOption("--seconds", { least: 1, most: 3600 }),
      USUAL_SECONDS,
    )
    .option("--json", "the answer as JSON")
    .action(async (device: string, actuator: string, payload: string, options: SendOptions) => {
      const alone = OF_SEALED.find((option) => options[option] !== undefined);
      if (alone !== undefined && !options.sealed)
        throw new UsageError(`--${alone} is about a seal; say --sealed as well, or leave it out.`);
      const { sendTo } = await import("./send-to-device.ts");
      await sendTo(device, actuator, payload, options);
    });
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote send porch-a1b2c3 lamp on --broker mqtt://localhost",
    "ringmote send porch-a1b2c3 bolt unlock --sealed --broker mqtt://localhost",
  );
}
