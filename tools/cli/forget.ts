// ringmote forget: takes what a device that is gone for good has left at the broker, so that Home Assistant forgets it.
import { Command } from "commander";
import type { MqttClient } from "mqtt";
import { statusTopic } from "../../src/device/topics.ts";
import { PREFIX } from "../../src/discovery/announcements.ts";
import {
  announcedIn,
  announcementFilters,
  type KeptMessage,
  leftoversOf,
} from "../../src/discovery/forget.ts";
import { unknownName } from "../build/nearest-name.ts";
import { columns } from "./columns.ts";
import { withExamples } from "./example.ts";
import { RunError, UsageError } from "./failure.ts";
import { keptMessages } from "./kept-messages.ts";
import { brokerOf, type TlsFiles, withTlsFiles } from "./tls-files.ts";

interface ForgetOptions extends TlsFiles {
  broker: string;
  prefix: string;
  dryRun?: boolean;
  evenOnline?: boolean;
  json?: boolean;
}

export function forgetCommand(): Command {
  const command = new Command("forget")
    .description(
      "takes what a device has left at the broker when it is gone for good, so that Home Assistant forgets it; without a device it names those that are announced",
    )
    .argument("[device]", "its identity, or its root")
    .requiredOption(
      "--broker <url>",
      "mqtt[s]://[user[:password]@]host[:port]; the password may stand in RINGMOTE_BROKER_PASSWORD",
    )
    .option("--prefix <prefix>", "Home Assistant's discovery prefix", PREFIX)
    .option("--dry-run", "names the messages, and takes none")
    .option("--even-online", "also of a device that is connected; it announces itself again when it connects")
    .option("--json", "the answer as one line of JSON")
    .action(forget);
  return withExamples(
    withTlsFiles(command, "this client's"),
    "ringmote forget --broker mqtt://localhost",
    "ringmote forget kitchen-a1b2c3 --broker mqtt://localhost",
  );
}

async function forget(device: string | undefined, options: ForgetOptions): Promise<void> {
  if (device !== undefined && /[+#]/.test(device))
    throw new UsageError(`The device "${device}" has + or # in it, which no device has; name one device.`);
  const { connectTo } = await import("./at-broker.ts");
  const client = await connectTo(brokerOf(options));
  try {
    const announcements = await keptMessages(client, announcementFilters(options.prefix));
    if (device === undefined) await nameAnnounced(client, announcements, options);
    else await forgetDevice(client, announcements, device, options);
  } finally {
    await client.endAsync();
  }
}

async function forgetDevice(
  client: MqttClient,
  announcements: readonly KeptMessage[],
  device: string,
  options: ForgetOptions,
): Promise<void> {
  const { rootOf } = await import("./device-settings.ts");
  const known = announcedIn(announcements);
  const id = known.find(({ roots }) => roots.includes(rootOf(device)))?.id ?? device;
  const named = known.find((one) => one.id === id)?.roots ?? [];
  const roots = [...new Set([rootOf(device), ...named])];
  const below = await keptMessages(
    client,
    roots.map((root) => `${root}/#`),
  );
  const { topics, isOnline } = leftoversOf(id, [...announcements, ...below], roots);
  if (topics.length === 0) {
    const ids = known.map((one) => one.id);
    throw new RunError(`The broker keeps nothing of it. ${unknownName("device", device, ids)}`);
  }
  if (isOnline && !options.evenOnline && !options.dryRun)
    throw new RunError(
      `${id} is connected, and would announce itself again; switch it off first, or say --even-online.`,
    );
  if (!options.dryRun) {
    // An empty message takes the place of the one that is kept (MQTT 3.1.1, 3.3.1.3).
    for (const topic of topics) await client.publishAsync(topic, "", { qos: 1, retain: true });
    // A broker acknowledges what it does not let a user write as well (MQTT 3.1.1, 3.3.5).
    const left = isOnline ? [] : await keptMessages(client, topics);
    if (left.length > 0)
      throw new RunError(
        `The broker still keeps ${left.length} of ${topics.length} messages, as ${left[0].topic}; use a user who may write there.`,
      );
  }
  tell(id, topics, isOnline, options);
}

function tell(
  id: string,
  topics: readonly string[],
  isOnline: boolean,
  { json, dryRun }: ForgetOptions,
): void {
  if (json) console.log(JSON.stringify({ device: id, topics, isOnline, forgotten: dryRun !== true }));
  else if (dryRun) console.log(topics.join("\n"));
  else {
    const messages = `${topics.length} ${topics.length === 1 ? "message" : "messages"}`;
    console.log(`${id} is forgotten: the broker has let go of ${messages}.`);
  }
}

/** Names the devices that are announced, and whether each is connected. */
async function nameAnnounced(
  client: MqttClient,
  announcements: readonly KeptMessage[],
  { json }: ForgetOptions,
): Promise<void> {
  const announced = announcedIn(announcements);
  const topics = new Set(announced.flatMap(({ roots }) => roots.map(statusTopic)));
  const statuses = topics.size === 0 ? [] : await keptMessages(client, [...topics]);
  const devices = announced.map(({ id, roots }) => ({
    device: id,
    isOnline: leftoversOf(id, statuses, roots).isOnline,
    roots,
  }));
  if (json) console.log(JSON.stringify(devices));
  else if (devices.length === 0) console.log("No device is announced at this broker.");
  else
    console.log(
      columns(devices.map((one) => [one.device, one.isOnline ? "online" : "offline", one.roots.join(", ")])),
    );
}
