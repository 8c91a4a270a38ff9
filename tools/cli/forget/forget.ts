// ringmote forget: takes what devices that are gone for good have left at the broker, so that Home Assistant
// forgets them.
import { Command } from "commander";
import { PREFIX } from "../../../src/discovery/announcements.ts";
import { canAsk } from "../../terminal/ask-yes.ts";
import { BROKER_URL } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";

export interface ForgetOptions extends OwnVersion, TlsFiles {
  broker: string;
  prefix: string;
  seconds: number;
  dryRun?: boolean;
  evenOnline?: boolean;
  yes?: boolean;
  json?: boolean;
}

export function forgetCommand(): Command {
  const command = new Command("forget")
    .description(
      "takes what devices have left at the broker when they are gone for good, so that Home Assistant forgets them; without a device it names those that are announced",
    )
    .argument(
      "[devices...]",
      "their identities, with * for any characters, as 'climate-*'; or their roots, with a / in each",
    )
    .requiredOption("--broker <url>", BROKER_URL)
    .option("--prefix <prefix>", "Home Assistant's discovery prefix", PREFIX)
    .option("--dry-run", "names the messages, and takes none")
    .option("--yes", "takes them without a question, as a program does")
    .option("--even-online", "also of a device that is connected; it announces itself again when it connects")
    .option(
      "--seconds <seconds>",
      "how long it listens to what the broker keeps, at most",
      numberOption("--seconds", { least: 1, most: 3600 }),
      60,
    )
    .option("--json", "the answer as JSON: without a device a list, otherwise a line for each device")
    .action(forget);
  return withExamples(
    withOwnMqtt(withTlsFiles(command, "this client's")),
    "ringmote forget --broker mqtt://localhost",
    "ringmote forget 'kitchen-*' --dry-run --broker mqtt://localhost",
    "ringmote forget kitchen-a1b2c3 --yes --broker mqtt://localhost",
  );
}

async function forget(devices: string[], options: ForgetOptions): Promise<void> {
  const { checkedName, checkPrefix, forgetDevices } = await import("./forget-devices.ts");
  const { nameAnnounced } = await import("./announced-devices.ts");
  checkPrefix(options.prefix);
  const names = devices.map((name) => checkedName(name, options.prefix));
  if (names.length === 0) return nameAnnounced(options);
  if (!options.yes && !options.dryRun && !canAsk())
    throw new UsageError(
      "What is taken is gone, and nobody is asked here; say --yes, or --dry-run to see what it would be.",
    );
  await forgetDevices(names, options);
}
