// ringmote push: brings a firmware to a device over the network, as an update that its key has signed.
import { Command } from "commander";
import { BROKER_URL } from "../broker/broker-url.ts";
import { shortName } from "../broker/device-name.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import { USUAL_WAVES, wavesOption } from "./waves.ts";

export interface PushOptions extends OwnVersion, TlsFiles {
  broker: string;
  to: string;
  /** The version's name. */
  as?: string;
  /** The key's name, where it is not the device's. */
  sign?: string;
  keys?: string;
  /** The counter up to which the device is believed. */
  after?: number;
  seconds?: number;
  /** Of a rollout: percentages of the devices that have it behind each wave. */
  wave?: number[];
  dryRun?: boolean;
  json?: boolean;
}

export function pushCommand(): Command {
  const command = new Command("push")
    .description(
      "brings a firmware to a device over the network, signed by the device's key: the device asks for what it lacks, tries it, and goes back by itself where the new image does not stay connected for a minute. All but those under Espruino on an ESP8266 or ESP32-C3 take it",
    )
    .argument("<firmware>", "its name (see ringmote list), or the path of its folder")
    .requiredOption("--broker <url>", BROKER_URL)
    .requiredOption(
      "--to <device>",
      "its root, or its identity, such as climate-a1b2c3; several as 'climate-*', or \"all\" whose identities begin with the firmware's name",
    )
    .option(
      "--wave <percentages>",
      `to several: how many have it behind each wave (default: ${USUAL_WAVES}); behind a wave with a device that fails no other one is offered it`,
      wavesOption,
    )
    .option("--as <version>", "what the version is called (default: digits of its content)")
    .option("--sign <key>", "the name of the key (default: the device's identity; see ringmote key list)")
    .option("--keys <folder>", "the folder of the keys (default: ~/.config/ringmote/keys)")
    .option(
      "--seconds <seconds>",
      "takes the offer back after this (default: it waits until the device has decided); to several: how long one that has begun may say nothing (default: 2100)",
      numberOption("--seconds", { least: 1, most: 604_800 }),
    )
    .option(
      "--after <counter>",
      "believes the device up to this counter, where it tells more than 1,000 above what this computer has signed for it; once, and only if another computer has really signed so often",
      numberOption("--after", { least: 1, most: 999_999_998 }),
    )
    .option("--dry-run", "says what would be offered, and offers nothing")
    .option("--json", "each step as a line of JSON")
    .action(async (firmware: string, options: PushOptions) => {
      if (options.to === "all" || options.to.includes("*")) {
        if (options.after !== undefined)
          throw new UsageError("--after is of one device's counter; name that device alone.");
        const { pushRollout } = await import("./push-rollout.ts");
        await pushRollout(firmware, options);
        return;
      }
      if (options.wave !== undefined)
        throw new UsageError(`--wave is for several devices; ${shortName(options.to)} is one.`);
      const { pushUpdate } = await import("./push-update.ts");
      await pushUpdate(firmware, options);
    });
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote push ./porch --broker mqtt://localhost --to porch-a1b2c3 --dry-run",
    "ringmote push ./porch --broker mqtt://localhost --to porch-a1b2c3 --as 1.4.0 --dry-run --json",
    "ringmote push ./porch --broker mqtt://localhost --to all --wave 1,5,20,100% --dry-run",
  );
}
