// ringmote updates: holds firmware for devices, and brings it to one when somebody installs it in Home Assistant.
import { Command } from "commander";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";

export interface UpdatesOptions extends OwnVersion, TlsFiles {
  broker: string;
  /** The version's name. */
  as: string;
  to: string;
  summary: string;
  url: string;
  sign?: string;
  keys?: string;
  json?: boolean;
}

export function updatesCommand(): Command {
  const command = new Command("updates")
    .description(
      "holds firmware for devices, so that each has an update in Home Assistant: installed from there, it is signed by the device's key and brought to it, with its progress. It runs until it is ended; devices without a key in the folder of keys are left alone",
    )
    .argument("<firmware...>", "names (see ringmote list), or paths of folders")
    .requiredOption("--broker <url>", BROKER_URL)
    .requiredOption("--as <version>", "what the version is called: Home Assistant compares it, as 1.4.0")
    .option(
      "--to <devices>",
      "of one firmware: an identity, several as 'porch-*', or \"all\" whose identities begin with its name",
      "all",
    )
    .option("--summary <text>", "what is new, in at most 255 characters", "")
    .option("--url <page>", "a page on it, as https://example.org/porch", "")
    .option("--sign <key>", "the name of the key of them all (default: each device's identity)")
    .option("--keys <folder>", "the folder of the keys (default: ~/.config/ringmote/keys)")
    .option("--json", "each step as a line of JSON")
    .action(async (firmware: string[], options: UpdatesOptions) => {
      const { serveUpdates } = await import("./serve-updates.ts");
      await serveUpdates(firmware, options);
    });
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote updates ./porch --broker mqtt://localhost --as 1.4.0 --url https://example.org/porch",
  );
}
