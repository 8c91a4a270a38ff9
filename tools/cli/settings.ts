// ringmote settings: the record that gives a device its Wi-Fi, broker and credentials, for each target.
import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { utf8 } from "../../src/bytes/utf8.ts";
import { topicFault } from "../../src/mqtt/topic.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";
import { parseBrokerUrl } from "./broker-url.ts";
import { espruinoLines, nodemcuLines } from "./console-lines.ts";
import { withExamples } from "./example.ts";
import { RunError, UsageError } from "./failure.ts";

type Target = "node" | "espruino" | "nodemcu";

interface SettingsOptions {
  target: Target;
  broker: string;
  ssid?: string;
  password?: string;
  id?: string;
  root?: string;
  out?: string;
}

const WIFI_VARIABLE = "RINGMOTE_WIFI_PASSWORD";

export function settingsCommand(): Command {
  const command = new Command("settings")
    .description(
      "prints the console lines that store a device's settings and restart it, or writes the record to a file",
    )
    .addOption(
      new Option("--target <target>", "what the device runs")
        .choices(["node", "espruino", "nodemcu"])
        .makeOptionMandatory(),
    )
    .requiredOption(
      "--broker <url>",
      "mqtt[s]://[user[:password]@]host[:port]; the password may stand in RINGMOTE_BROKER_PASSWORD",
    )
    .option("--ssid <name>", "the Wi-Fi network")
    .option("--password <password>", `the network's password; it may stand in ${WIFI_VARIABLE}`)
    .option("--id <name>", "the device's identity, in place of its name and chip number")
    .option("--root <topic>", 'where its topics begin, in place of "home/" and the identity')
    .option("--out <file>", "writes the record to a file and prints nothing")
    .addHelpText(
      "after",
      '\nThe record holds the passwords as they are; so do the lines that are printed. For "ringmote run", write it to the file "settings" in the folder of --storage.',
    )
    .action(settings);
  return withExamples(
    command,
    "ringmote settings --target espruino --ssid home --broker mqtt://me@192.168.1.10",
    "ringmote settings --target node --broker mqtt://localhost --out settings",
  );
}

function settings(options: SettingsOptions): void {
  const record = recordOf(options);
  if (options.out === undefined) console.log(linesFor(options.target, record));
  else write(options.out, record);
}

function recordOf({ target, broker, ssid, id, root, ...given }: SettingsOptions): string {
  const { host, port, tls, user, password: secret } = parseBrokerUrl(broker);
  const password = given.password ?? process.env[WIFI_VARIABLE];
  if (target === "nodemcu" && tls) {
    throw new UsageError(
      "ringmote uses no TLS under NodeMCU, and will not send a password in the clear where TLS was asked for; " +
        "give the broker as mqtt://, or put a TLS proxy beside it.",
    );
  }
  if (target !== "node" && ssid === undefined) {
    throw new UsageError(`A device on ${target} needs Wi-Fi; give the network with --ssid.`);
  }
  const fault = root === undefined ? undefined : topicFault(utf8(root));
  if (fault !== undefined) throw new UsageError(`--root ${root} is not allowed; ${fault}.`);
  const wifi: Settings = { ssid, password: ssid === undefined ? undefined : password, host };
  try {
    return settingsRecord({ ...wifi, port, tls, user, secret, id, root });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function linesFor(target: Target, record: string): string {
  switch (target) {
    case "espruino":
      return espruinoLines(SETTINGS, record);
    case "nodemcu":
      return nodemcuLines(SETTINGS, record);
    case "node":
      return record.trimEnd();
  }
}

function write(path: string, record: string): void {
  try {
    writeFileSync(path, record, { encoding: "latin1", mode: 0o600 });
  } catch (error) {
    throw new RunError(`The file ${path} cannot be written: ${(error as Error).message}.`);
  }
}
