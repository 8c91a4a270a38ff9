// The command ringmote send: asks whether the device is there, seals the command where that is wished for,
// sends it, and waits for what the device says.
import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { commandTopic, statusTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { print, printJson } from "../../terminal/output.ts";
import { atBroker } from "../broker/at-broker.ts";
import { keptAt } from "../broker/kept-messages.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { rootOf } from "../settings/device-settings.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { type Answer, answerTo } from "./answer.ts";
import { KEPT_WITHIN_MS, sealFor } from "./seal-for.ts";
import type { SendOptions } from "./send.ts";

const ACTUATOR = /^[a-z0-9-]{1,64}(\/(brightness|color))?$/;

export async function sendTo(
  device: string,
  actuator: string,
  payload: string,
  options: SendOptions,
): Promise<void> {
  const root = rootOf(device);
  if (!ACTUATOR.test(actuator))
    throw new UsageError(
      `No actuator has the name ${JSON.stringify(actuator.slice(0, 80))}; it has lower-case letters, digits and "-", as bolt.`,
    );
  if (/[\n\r]/.test(payload)) throw new UsageError("A command is one line; leave the line feed out.");
  const seal = options.sealed ? sealFor(root, options) : undefined;
  await atBroker(brokerOf(options), async (connection) => {
    await requireOnline(connection, root);
    const topic = commandTopic(root, actuator);
    const sealed = await seal?.(connection, topic, payload);
    const { answered } = await answerTo(connection, root, actuator, sealed?.counter);
    await connection.publish(topic, sealed?.message ?? payload);
    const answer = await within(connection, answered, options.seconds);
    tell(answer, root, actuator, sealed?.counter, options);
  });
}

/** The broker would keep the command for a device that is away, and bring it whenever that comes back. */
async function requireOnline(connection: BrokerConnection, root: string): Promise<void> {
  const status = await keptAt(connection, statusTopic(root), KEPT_WITHIN_MS);
  if (status === "online") return;
  throw new RunError(
    `${root} is ${status === undefined ? "not there" : printable(status.slice(0, 40))}, and would obey late or never; nothing was sent.`,
  );
}

/** `undefined`: nothing has come in time. */
async function within(
  connection: BrokerConnection,
  answered: Promise<Answer>,
  seconds: number,
): Promise<Answer | undefined> {
  const timeout = new AbortController();
  const late = sleep(seconds * 1000, undefined, { signal: timeout.signal }).catch(() => undefined);
  const end = await Promise.race([answered, connection.lost, late]);
  timeout.abort();
  if (end instanceof BrokerFault) throw end;
  return end;
}

function tell(
  answer: Answer | undefined,
  root: string,
  actuator: string,
  counter: number | undefined,
  { seconds, json }: SendOptions,
): void {
  if (answer === undefined)
    throw new RunError(
      counter === undefined
        ? `${root} has not answered within ${seconds} s; a button never does, and an actuator with \`sealed: true\` wants --sealed.`
        : `${root} has not taken the command with the counter ${counter} within ${seconds} s; its ${root}/problem says why, where it has come there. Its key may be another one.`,
    );
  const { problem, state } = answer;
  if (problem !== undefined) throw new RunError(`${root}/${actuator}: ${printable(problem.slice(0, 400))}`);
  if (json) printJson({ state: state ?? null, ...(counter !== undefined && { counter }) });
  else print(`${actuator}: ${state === undefined ? "taken" : printable(state.slice(0, 400))}`);
}
