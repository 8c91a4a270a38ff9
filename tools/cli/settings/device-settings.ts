// The settings of a device that runs somewhere, over MQTT: what they are, and changing them. The device tries
// new ones and says how it went (src/runtime/remote-settings.ts); whoever asked waits for that here.
import { NEXT_PROBLEM } from "../../../src/device/run/health.ts";
import {
  commandTopic,
  problemTopic,
  ROOT,
  SETTINGS_NAME,
  statusTopic,
  valueTopic,
} from "../../../src/device/run/topics.ts";
import { isRoot } from "../../../src/discovery/kept-announcements.ts";
import { SETTINGS_TABLE } from "../../../src/runtime/settings-table.ts";
import type { BrokerConnection, Delivered } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note } from "../../terminal/output.ts";
import { atBroker, connectTo } from "../broker/at-broker.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { isName, shortName } from "../broker/device-name.ts";
import { keptAt } from "../broker/kept-messages.ts";
import type { SealCommand } from "../send/seal-for.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { droppedBy } from "./settings-changes.ts";

/** By their keys; a setting without a value goes back to its default. */
export type Changes = Readonly<Record<string, string>>;

/** How it went: kept, refused at once, tried and taken back, or nothing was heard for the whole time. */
export interface SettingsOutcome {
  outcome: "kept" | "refused" | "taken back" | "silent";
  /** In the device's words, where it had some. */
  reason?: string;
  /** What it does not take along, where there is such: by their keys. */
  dropped?: readonly string[];
  /** What the device tells of its settings now. */
  settings?: string;
}

/** A device that is there has published its settings, and the broker gives them at once. */
const PUBLISHED_WITHIN_MS = 5000;
/** 90 seconds to try them, and a restart before and after. */
const TRIAL_MS = 150_000;

const REFUSED = "settings were refused: ";
/** Of a device with sealed settings. */
const UNSEALED = `a sealed command was refused, to ${SETTINGS_NAME}: `;
const TAKEN_BACK = "settings were tried and taken back: ";

/**
 * Where the topics begin of a device that is given as its root or as its identity. Throws a UsageError for
 * what none has.
 */
export function rootOf(device: string): string {
  const root = device.includes("/") ? device.replace(/\/$/, "") : ROOT + device;
  if (!isName(device) || !isRoot(root))
    throw new UsageError(
      `No device has the name "${shortName(device)}"; --device is the identity of one, such as climate-a1b2c3, or its root.`,
    );
  return root;
}

/** What the device tells of its settings. Throws a RunError when it tells none. */
export function askSettings(broker: BrokerAddress, root: string): Promise<string> {
  return atBroker(broker, (connection) => publishedSettings(connection, root));
}

/** Changes settings of the device at `root`, and waits until it has kept them or taken them back. */
export async function changeSettings(
  broker: BrokerAddress,
  root: string,
  changes: Changes,
  patience = TRIAL_MS,
  seal?: SealCommand,
): Promise<SettingsOutcome> {
  const clients = [await connectTo(broker)];
  try {
    const before = await publishedSettings(clients[0], root);
    const status = await keptAt(clients[0], statusTopic(root), PUBLISHED_WITHIN_MS);
    if (status === "offline")
      throw new RunError(`${root} is offline, and would not hear of it; try again when it is there.`);
    if (status === "sleeping")
      note(
        `ringmote: ${root} is asleep; the broker keeps the settings until it wakes, which may take longer than this waits.`,
      );
    const dropped = droppedBy(before, changes);
    if (dropped.length > 0) note(withoutWords(root, dropped));
    const after = rootAfter(root, before, changes);
    const elsewhere = brokerAfter(broker, changes);
    if (elsewhere !== undefined) {
      // It may well be one that this computer does not reach.
      const client = await connectTo(elsewhere).catch(orNone);
      if (client !== undefined) clients.push(client);
    }
    const heard = hear(clients, root, after, changes, patience);
    for (const client of clients) {
      const topics = [valueTopic(root, SETTINGS_NAME), valueTopic(after, SETTINGS_NAME), problemTopic(root)];
      await client.subscribe([...new Set(topics)], 1);
    }
    const lines = Object.entries(changes).map(([key, value]) => `${key}=${value}`);
    const topic = commandTopic(root, SETTINGS_NAME);
    const sealed = await seal?.(clients[0], topic, lines.join("\n"));
    await clients[0].publish(topic, sealed?.message ?? lines.join("\n"));
    return { ...(await heard), ...(dropped.length > 0 && { dropped }) };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

function withoutWords(root: string, dropped: readonly string[]): string {
  return (
    `ringmote: ${root} goes there without its ${dropped.join(" and ")}: what belongs to a broker or a network is not ` +
    `taken to another one. Where it is needed, bring it in the same command (${dropped.map((key) => `${key}=...`).join(" ")}).`
  );
}

function orNone(error: unknown): undefined {
  if (error instanceof BrokerFault) return undefined;
  throw error;
}

/** The settings that the device has published, as the broker keeps them. */
async function publishedSettings(client: BrokerConnection, root: string): Promise<string> {
  const topic = valueTopic(root, SETTINGS_NAME);
  const settings = await keptAt(client, topic, PUBLISHED_WITHIN_MS);
  if (settings !== undefined) return settings;
  throw new RunError(
    `No device tells its settings at ${topic}; is it there, and does it declare \`settings: "remote"\`?`,
  );
}

/** Where the topics begin with the changes. */
function rootAfter(root: string, before: string, { root: wanted, id }: Changes): string {
  if (wanted === "" || (id === "" && !/^root=/m.test(before)))
    throw new UsageError(
      "Nobody here knows the device's name and chip number, which begin its topics by default; give id and root in full.",
    );
  if (wanted !== undefined) return wanted;
  return id === undefined || /^root=/m.test(before) ? root : ROOT + id;
}

/** The broker with the changes, where it is another one. */
function brokerAfter(broker: BrokerAddress, changes: Changes): BrokerAddress | undefined {
  const { host, port, tls, user, secret } = changes;
  if (host === undefined && port === undefined && tls === undefined) return undefined;
  const usesTls = tls === undefined ? broker.tls : tls === "1";
  const usual = usesTls ? 8883 : 1883;
  return {
    ...broker,
    host: host ?? broker.host,
    port: port === undefined ? (usesTls === broker.tls ? broker.port : usual) : Number(port || usual),
    tls: usesTls,
    // As the device's: whoever is at home with one broker is not with another.
    user: user || undefined,
    password: user ? secret : undefined,
  };
}

/**
 * Resolves when the device has said how it went; what a broker had kept from before says nothing. Rejects
 * when no connection is left to hear it by.
 */
function hear(
  clients: readonly BrokerConnection[],
  before: string,
  after: string,
  changes: Changes,
  patience: number,
): Promise<SettingsOutcome> {
  const heard = new Promise<SettingsOutcome>((resolve, reject) => {
    setTimeout(resolve, patience, { outcome: "silent" }).unref();
    void Promise.all(clients.map(({ lost }) => lost)).then(([first]) => reject(first));
    const take = ({ topic, payload, retained }: Delivered) => {
      if (retained) return;
      const text = payload.toString();
      for (const problem of topic === problemTopic(before) ? text.split(NEXT_PROBLEM) : []) {
        if (problem.startsWith(REFUSED))
          resolve({ outcome: "refused", reason: problem.slice(REFUSED.length) });
        if (problem.startsWith(UNSEALED))
          resolve({ outcome: "refused", reason: problem.slice(UNSEALED.length) });
        if (problem.startsWith(TAKEN_BACK))
          resolve({ outcome: "taken back", reason: problem.slice(TAKEN_BACK.length) });
      }
      if (topic === valueTopic(after, SETTINGS_NAME) && isAsAsked(text, changes))
        resolve({ outcome: "kept", settings: text });
    };
    for (const client of clients) client.listen(take);
  });
  // It is waited for once all is asked for.
  heard.catch(() => {});
  return heard;
}

/** Does the device tell the changes, as far as they are no secrets? */
function isAsAsked(settings: string, changes: Changes): boolean {
  const lines = settings.split("\n");
  return SETTINGS_TABLE.filter(({ key, isSecret }) => !isSecret && changes[key] !== undefined).every(
    ({ key }) =>
      changes[key] === ""
        ? !lines.some((line) => line.startsWith(`${key}=`))
        : lines.includes(`${key}=${changes[key]}`),
  );
}
