// ringmote send: a command to an actuator, bare or sealed by the device's key, and what the device says to it.
import { Command } from "commander";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";
import { numberOption } from "../words/number-option.ts";
import { refuseWithoutSeal, type SealOptions, withSeal } from "./seal-options.ts";

export interface SendOptions extends OwnVersion, TlsFiles, SealOptions {
  broker: string;
  seconds: number;
  json?: boolean;
}

/** How long a device may take, unless somebody says. */
const USUAL_SECONDS = 10;

export function sendCommand(): Command {
  const command = new Command("send")
    .description(
      "sends a command to an actuator of a device that is online, and prints the state that it answers with. With --sealed the device's key seals it, as an actuator with sealed: true demands: nobody without the key can make such a command, or use it twice. Whoever reads the network or the broker can still read it",
    )
    .argument("<device>", "its root, or its identity, such as gate-a1b2c3")
    .argument("<actuator>", "its name, such as bolt; of a light also strip/brightness or strip/color")
    .argument("<payload>", "the command, such as unlock")
    .requiredOption("--broker <url>", BROKER_URL)
    .option(
      "--seconds <seconds>",
      "how long the device may take to answer",
      numberOption("--seconds", { least: 1, most: 3600 }),
      USUAL_SECONDS,
    )
    .option("--json", "the answer as JSON")
    .action(async (device: string, actuator: string, payload: string, options: SendOptions) => {
      refuseWithoutSeal(options);
      const { sendTo } = await import("./send-to-device.ts");
      await sendTo(device, actuator, payload, options);
    });
  return withExamples(
    withOwnMqtt(withTlsFiles(withSeal(command, "the command"), "this client's")),
    "ringmote send porch-a1b2c3 lamp on --broker mqtt://localhost",
    "ringmote send porch-a1b2c3 bolt unlock --sealed --broker mqtt://localhost",
  );
}
