// ringmote seal: a program that seals for devices what Home Assistant sends bare.
import { Command } from "commander";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";

export interface SealOptions extends OwnVersion, TlsFiles {
  broker: string;
  to: string;
  sign?: string;
  keys?: string;
  json?: boolean;
}

export function sealCommand(): Command {
  const command = new Command("seal")
    .description(
      "seals for devices what Home Assistant, or another program without a key, sends to their actuators with sealed: true. It takes bare commands at sealer/<root>/<actuator>/set, brings each sealed to its device, and announces these actuators to Home Assistant. It runs until it is ended. Whoever may write below sealer/ commands them all: have the broker forbid that to everybody else",
    )
    .argument("<firmware...>", "names (see ringmote list), or paths of folders")
    .requiredOption("--broker <url>", BROKER_URL)
    .option(
      "--to <devices>",
      "of one firmware: an identity, several as 'gate-*', or \"all\" whose identities begin with its name",
      "all",
    )
    .option("--sign <key>", "the name of the key of them all (default: each device's identity)")
    .option("--keys <folder>", "the folder of the keys (default: ~/.config/ringmote/keys)")
    .option("--json", "each step as a line of JSON")
    .action(async (firmware: string[], options: SealOptions) => {
      const { serveSeals } = await import("./serve-seals.ts");
      await serveSeals(firmware, options);
    });
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote seal ./gate --broker mqtt://localhost",
  );
}
