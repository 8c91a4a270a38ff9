// The log of a device at a broker, for as long as somebody listens: a broker that goes away is waited for.
import { setTimeout as sleep } from "node:timers/promises";
import { NEXT_PROBLEM, NOTHING_WRONG } from "../../../src/device/run/health.ts";
import {
  commandTopic,
  logTopic,
  problemTopic,
  statusTopic,
  valueTopic,
} from "../../../src/device/run/topics.ts";
import type { BrokerConnection, Delivered } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note } from "../../terminal/output.ts";
import { atBroker, connectTo } from "../broker/at-broker.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { isName, shortName } from "../broker/device-name.ts";
import { keptAt } from "../broker/kept-messages.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { RunError, UsageError } from "../words/failure.ts";

/** One thing that the device said. */
export interface Said {
  /** ISO 8601, when it came here. */
  time: string;
  /** "log", "status", "problem", or the actuator that refused a command. */
  about: string;
  /** As it came: it may hold anything. */
  text: string;
}

export type Say = (said: Said) => void;

/** What the broker keeps of a device comes at once. */
const KEPT_WITHIN_MS = 3000;
/** A device stops in an orderly way, boots and joins its network. */
const RESTART_SECONDS = 60;
/** A device answers a command that it refuses at once. */
const REFUSAL_MS = 2000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Says what the device says, for so many seconds or until somebody ends it. Rejects when the first connection
 * fails.
 */
export async function followDevice(
  broker: BrokerAddress,
  root: string,
  say: Say,
  seconds?: number,
): Promise<void> {
  const ended = Promise.race([whenAskedToEnd(), ...(seconds === undefined ? [] : [sleep(seconds * 1000)])]);
  const hear = listener(root, say);
  let connection: BrokerConnection | undefined = await connectTo(broker);
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    if (connection !== undefined) {
      wait = FIRST_WAIT_MS;
      const fault = await listen(connection, root, hear, ended);
      if (fault === undefined) return;
      note(`ringmote: ${fault.message} It is waited for.`);
    }
    if ((await Promise.race([ended.then(() => true), sleep(wait)])) === true) return;
    connection = await connectTo(broker).catch(orNone);
  }
}

/** Listens until `ended`, or the connection is lost: then with why. */
async function listen(
  connection: BrokerConnection,
  root: string,
  hear: (message: Delivered) => void,
  ended: Promise<unknown>,
): Promise<BrokerFault | undefined> {
  connection.listen(hear);
  try {
    await connection.subscribe(topicsOf(root));
    const fault = await Promise.race([connection.lost, ended]);
    return fault instanceof BrokerFault ? fault : undefined;
  } finally {
    await connection.end();
  }
}

/** Presses the button, and waits until the device is back. Rejects with a RunError when it is not. */
export function restartDevice(
  broker: BrokerAddress,
  root: string,
  button: string,
  say: Say,
  seconds = RESTART_SECONDS,
): Promise<void> {
  return atBroker(broker, async (connection) => {
    let hasGone = false;
    const back = new Promise<true>((resolve) => {
      connection.listen(({ topic, payload, retained }) => {
        if (retained || topic !== statusTopic(root)) return;
        if (payload.toString() === "online") resolve(true);
        else hasGone = true;
      });
    });
    const { refused } = await press(connection, root, button, say);
    const outcome = await Promise.race([back, refused, connection.lost, sleep(seconds * 1000)]);
    if (outcome === true) return;
    if (outcome instanceof BrokerFault) throw outcome;
    if (typeof outcome === "string") throw new RunError(`${root} does not restart: ${outcome}.`);
    throw new RunError(
      hasGone
        ? `${root} went away and was not back in ${seconds} s.`
        : `${root} did not restart in ${seconds} s; has it a button "${button}" for that?`,
    );
  });
}

/** Presses the button. Rejects with a RunError when the device refuses that. */
export function identifyDevice(broker: BrokerAddress, root: string, button: string, say: Say): Promise<void> {
  return atBroker(broker, async (connection) => {
    const { refused } = await press(connection, root, button, say);
    const outcome = await Promise.race([refused, connection.lost, sleep(REFUSAL_MS)]);
    if (outcome instanceof BrokerFault) throw outcome;
    if (outcome !== undefined) throw new RunError(`${root} does not identify itself: ${outcome}.`);
    note(`ringmote: ${root} was asked to identify itself.`);
  });
}

/** Presses a button of a device that is online. `refused` resolves when the device does, with why. */
async function press(
  connection: BrokerConnection,
  root: string,
  button: string,
  say: Say,
): Promise<{ refused: Promise<string> }> {
  if (!isName(button) || button.includes("/"))
    throw new UsageError(`No button has the name "${shortName(button)}".`);
  const status = await keptAt(connection, statusTopic(root), KEPT_WITHIN_MS);
  if (status === undefined)
    throw new RunError(`No device tells at ${statusTopic(root)} whether it is online.`);
  if (status === "sleeping")
    throw new RunError(`${root} is asleep, and would not hear of it; try again while it is awake.`);
  if (status !== "online")
    throw new RunError(`${root} is offline, and would not hear of it; try again when it is there.`);
  const refused = new Promise<string>((resolve) => {
    connection.listen(({ topic, payload, retained }) => {
      const text = payload.toString();
      if (!retained && topic === problemTopic(valueTopic(root, button)) && text !== NOTHING_WRONG)
        resolve(text);
    });
  });
  connection.listen(listener(root, say));
  await connection.subscribe(topicsOf(root));
  await connection.publish(commandTopic(root, button), "press");
  return { refused };
}

function topicsOf(root: string): string[] {
  return [statusTopic(root), problemTopic(root), logTopic(root), problemTopic(valueTopic(root, "+"))];
}

/** Says what is new of what comes; a broker that is back gives what it keeps once more. */
function listener(root: string, say: Say): (message: Delivered) => void {
  const reported = new Map<string, string>();
  return ({ topic, payload, retained }) => {
    const text = payload.toString();
    if (retained && reported.get(topic) === text) return;
    if (topic !== logTopic(root)) reported.set(topic, text);
    const time = new Date().toISOString();
    for (const [about, line] of partsOf(root, topic, text)) say({ time, about, text: line });
  };
}

function partsOf(root: string, topic: string, text: string): [about: string, line: string][] {
  if (topic === logTopic(root))
    return text.split("\n").flatMap((line) => (line === "" ? [] : [["log", line]]));
  if (topic === statusTopic(root)) return [["status", text]];
  if (topic === problemTopic(root)) return text.split(NEXT_PROBLEM).map((problem) => ["problem", problem]);
  // An actuator that takes commands again has nothing to say.
  return text === NOTHING_WRONG ? [] : [[topic.slice(root.length + 1, -"/problem".length), text]];
}

function orNone(error: unknown): undefined {
  if (error instanceof BrokerFault) return undefined;
  throw error;
}
