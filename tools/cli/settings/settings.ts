// ringmote settings: the record that gives a device its Wi-Fi, broker and credentials, for each target; and
// the settings of a device that runs somewhere, over MQTT.
import { Command, Option } from "commander";
import { TARGET_NAMES } from "../../../boards/board.ts";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { type Settings, settingsRecord } from "../../../src/runtime/settings-record.ts";
import { SETTINGS_TABLE } from "../../../src/runtime/settings-table.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import { STORED_SETTINGS } from "../../targets/settings.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { boardIdentity } from "../board-identity.ts";
import { BROKER_URL, parseBrokerUrl } from "../broker/broker-url.ts";
import { type OwnVersion, withOwnMqtt } from "../broker/mqtt-option.ts";
import { brokerOf, type TlsFiles, withTlsFiles } from "../broker/tls-files.ts";
import { atBoard, describeBoard, type PortOptions, withPort } from "../device-port.ts";
import { refuseWithoutSeal, type SealOptions, withSeal } from "../send/seal-options.ts";
import { columns } from "../words/columns.ts";
import { withExamples } from "../words/example.ts";
import { RunError, UsageError } from "../words/failure.ts";
import type { Changes } from "./device-settings.ts";
import { changesOf, checkSetting, HIDDEN, WIFI_VARIABLE } from "./settings-changes.ts";
import { writeSettingsFile } from "./settings-file.ts";
import { BOUNDS_OF_TLS, readAuthority, requireTls } from "./stored-authority.ts";

type Target = keyof typeof STORED_SETTINGS;

interface SettingsOptions extends OwnVersion, PortOptions, TlsFiles, SealOptions {
  target?: Target;
  broker: string;
  device?: string;
  json?: boolean;
  ssid?: string;
  password?: string;
  /** The password at the broker, where it was asked for. */
  secret?: string;
  id?: string;
  root?: string;
  out?: string;
  /** The settings that have no option of their own, and those that shall be others than the options say. */
  more: Changes;
}

const NOTES = [
  "The record holds the passwords as they are; so do the lines that are printed. For",
  '"ringmote run", write it to the file "settings" in the folder of --storage.',
  'With settings: "sealed" it takes them by --sealed alone.',
  'A device that declares settings: "remote" tries changes for 90 seconds, and takes them',
  "back when its broker has not let it in with them. They travel in the clear without TLS.",
  'It takes "user" and "secret" to no other host, port or TLS, and "password" to no other',
  '"ssid": bring them in the same command where they are needed. It never turns TLS off.',
  `The values of "password" and "secret" may stand in ${Object.values(HIDDEN).join(" and ")}.`,
];

export function settingsCommand(): Command {
  const command = withOwnMqtt(
    withTlsFiles(withSeal(withPort(new Command("settings")), "with --device: the changes"), "this client's"),
  )
    .description(
      "stores a device's settings on a board and restarts it; with --target it prints the console lines for that, or writes the record to a file; with --device it changes the settings of a device that runs",
    )
    .argument("[changes...]", "any setting as key=value; key= for its default")
    .addOption(new Option("--target <target>", "what the device runs").choices(Object.keys(STORED_SETTINGS)))
    .option(
      "--device <device>",
      "a device that runs: its root, or its identity; without changes they are shown",
    )
    .option("--json", "with --device: the answer as one line of JSON")
    .requiredOption("--broker <url>", BROKER_URL)
    .option("--ssid <name>", "the Wi-Fi network")
    .option("--password <password>", `the network's password; it may stand in ${WIFI_VARIABLE}`)
    .option("--id <name>", "the device's identity, in place of its name and chip number")
    .option("--root <topic>", 'where its topics begin, in place of "home/" and the identity')
    .option("--out <file>", "writes the record to a file that is new or holds settings, for its owner alone")
    .addHelpText("after", `\nSettings:\n${settingsHelp()}\n\n${NOTES.join("\n")}`)
    .action(settings);
  return withExamples(
    command,
    "ringmote settings --target espruino --ssid home --broker mqtt://me@192.168.1.10",
    "ringmote settings --port /dev/ttyUSB0 --ssid home --broker mqtt://192.168.1.10",
    "ringmote settings --target espruino --ssid home --broker mqtt://a host=a,b:1884 keepalive=300",
    "ringmote settings --target node --broker mqtt://localhost --out settings",
  );
}

/** Each setting, what it is, and what it is by default. */
function settingsHelp(): string {
  return columns(
    SETTINGS_TABLE.map(({ key, meaning, byDefault }) => [`  ${key}`, plain(meaning), plain(byDefault)]),
  );
}

/** Documents mark what is typed, and a terminal does not. */
function plain(words: string): string {
  return words.replaceAll("`", "");
}

async function settings(changes: string[], flags: Omit<SettingsOptions, "more">): Promise<void> {
  const { target, device, out, port } = flags;
  refuseWithoutSeal(flags);
  if (device !== undefined) return settingsOfDevice(device, changes, flags);
  if (flags.sealed)
    throw new UsageError("--sealed is for a device that runs; name it with --device, or leave it out.");
  if (flags.mqtt !== undefined)
    throw new UsageError(
      "--mqtt says what this command speaks to a broker, for --device; what a device speaks stands in its device.ts.",
    );
  const options = { ...flags, more: changesOf(changes) };
  if (port !== undefined || (target === undefined && out === undefined)) return storeAt(options);
  if (target === undefined)
    throw new UsageError("--out writes what a target reads, and none is given; give it with --target.");
  const authority = readAuthority(options);
  const record = recordOf(target, options, authority);
  if (authority !== undefined) note(BOUNDS_OF_TLS);
  if (out === "") throw new UsageError("--out names no file; leave it out, or name one.");
  if (out === undefined) print(STORED_SETTINGS[target].lines(record, authority));
  else if (authority === undefined) writeSettingsFile(out, record);
  else
    throw new UsageError(
      "--out writes the settings alone, and a board reads its authority from a file beside them; leave --out out.",
    );
}

/** Stores the settings on the board at a port. Passwords that are not given are asked for on a terminal. */
async function storeAt(options: SettingsOptions): Promise<void> {
  if (options.target !== undefined || options.out !== undefined)
    throw new UsageError(
      "--port stores the settings on the board, and --target and --out do something else; give --port alone.",
    );
  const authority = readAuthority(options);
  const complete = await withSecrets(options);
  // All that is refused whatever the board runs comes before the port.
  requireAnyTarget(complete, authority);
  await atBoard(options, async (board, port) => {
    print(describeBoard(port.name, board.found));
    const { target, chip } = board.found;
    const refusal = asksForTls(complete) ? STORED_SETTINGS[target].chipRefusal(chip) : undefined;
    if (refusal !== undefined) throw new RunError(refusal);
    const record = recordOf(target, complete, authority);
    await board.writeSettings(record, authority);
    await board.restart();
    print("The settings are stored on the board, and it starts anew with them.");
    const identity = boardIdentity(board.found, record);
    if (identity !== "") print(`Its identity is ${identity}.`);
    if (authority !== undefined) print(BOUNDS_OF_TLS);
  });
}

/** Throws what the last target with a console refuses these settings for, when all do. */
function requireAnyTarget(options: SettingsOptions, authority: string | undefined): void {
  let refusal: unknown;
  for (const target of TARGET_NAMES.filter((target) => TARGET_FACTS[target].hasConsole)) {
    try {
      recordOf(target, options, authority);
      return;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

async function withSecrets(options: SettingsOptions): Promise<SettingsOptions> {
  const { askSecret } = await import("./ask-secret.ts");
  const given = options.password ?? process.env[WIFI_VARIABLE];
  const ssid = options.more.ssid ?? options.ssid;
  const needsWifi = ssid !== undefined && given === undefined && options.more.password === undefined;
  const password = needsWifi ? await askSecret(`Password of the Wi-Fi ${ssid}`) : given;
  const { user, password: known } = parseBrokerUrl(options.broker);
  const needsSecret = user !== undefined && known === undefined && options.more.secret === undefined;
  const secret = needsSecret ? await askSecret(`Password of ${user} at the broker`) : known;
  return {
    ...options,
    ...(password !== undefined && { password }),
    ...(secret !== undefined && { secret }),
  };
}

async function settingsOfDevice(
  device: string,
  written: string[],
  options: Omit<SettingsOptions, "more">,
): Promise<void> {
  const { askSettings, changeSettings, rootOf } = await import("./device-settings.ts");
  const { sealFor } = await import("../send/seal-for.ts");
  const { json, sealed } = options;
  const broker = brokerOf(options);
  const changes = changesOf(written);
  const root = rootOf(device);
  if (written.length === 0) {
    const settings = await askSettings(broker, root);
    if (json) printJson({ device: root, settings: settings.trim().split("\n") });
    else print(settings.trim());
    return;
  }
  const seal = sealed ? sealFor(root, options) : undefined;
  const { outcome, reason, dropped, settings } = await changeSettings(broker, root, changes, undefined, seal);
  if (json) printJson({ device: root, outcome, reason, dropped, settings: settings?.trim().split("\n") });
  else if (settings !== undefined) print(settings.trim());
  if (outcome === "refused")
    throw new RunError(`${root} refused the settings, and changed none of them: ${printable(reason ?? "")}.`);
  if (outcome === "taken back")
    throw new RunError(`${root} tried the settings and has its old ones back: ${printable(reason ?? "")}.`);
  if (outcome === "silent")
    throw new RunError(
      `${root} was not heard of again; it may be at a broker that this computer does not reach, or without power.`,
    );
}

function recordOf(
  target: Target,
  { broker, more, ...rest }: SettingsOptions,
  authority: string | undefined,
): string {
  const { password: inAddress, ...address } = parseBrokerUrl(broker);
  const { id, root, secret = inAddress } = rest;
  const ssid = more.ssid ?? rest.ssid;
  const password = ssid === undefined ? undefined : (rest.password ?? process.env[WIFI_VARIABLE]);
  const all: Settings = { ...address, ssid, password, secret, id, root, ...withoutDefaults(more) };
  requireTls(STORED_SETTINGS[target], asksForTls({ broker, more }), authority);
  if (STORED_SETTINGS[target].needsWifi && ssid === undefined) {
    throw new UsageError(
      "A board needs Wi-Fi; give the network with --ssid, or name a device that runs with --device.",
    );
  }
  for (const [key, value] of Object.entries(all)) {
    if (typeof value === "string") checkSetting(key, value);
  }
  return settingsRecord(all);
}

function asksForTls({ broker, more }: Pick<SettingsOptions, "broker" | "more">): boolean {
  return (more.tls ?? (parseBrokerUrl(broker).tls ? "1" : "0")) === "1";
}

/** A setting that is given without a value is not set. */
function withoutDefaults(settings: Changes): Partial<Record<string, string>> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, value || undefined]));
}
