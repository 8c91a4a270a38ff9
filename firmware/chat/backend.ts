// The backend: it reads the log, checks each message, and gives it to the one whom it is for. What it has done stands in a second
// log, so that it goes on there when it comes back, and can read everything anew without answering anything twice.
import { type PartitionedLog, partitionOf, recordsOf } from "ringmote/log.ts";
import { connect } from "ringmote/node.ts";
import { readSigned } from "ringmote/tokens.ts";
import type { Member, Message } from "./access.ts";

export interface Backend extends Member {
  /** The key of the tokens. */
  key: string;
  agents: readonly string[];
  log: PartitionedLog;
  /** What was done: also the transcript of all conversations. */
  done: PartitionedLog;
  /** Reads each partition from this offset on; by default from where it was. */
  from?: number | undefined;
  /** Told of each message that is done, and who said it. */
  did: (message: Message, sender: string) => void;
}

/** Each conversation has one agent. */
export const agentOf = (conversation: string, agents: readonly string[]) =>
  agents[partitionOf(conversation, agents.length)] as string;

/** Serves until its signal is aborted. */
export async function serve(broker: string, backend: Backend): Promise<void> {
  const { id, secret, signal, key, agents, log, done, from, did } = backend;
  const client = connect(broker, { id, user: id, secret, signal, mqtt: 5 });

  /** Sends it on its way, unless it is no message, not its sender's to say, or done before. Returns what notes that it is done. */
  function handle(payload: string, offset: number, known: Map<string, number>): () => Promise<void> {
    const nothing = async () => {};
    const signed = readSigned<Message>(key, payload);
    if (signed === undefined || !isMessage(signed.message)) return nothing;
    const { role, name: sender, message } = signed;
    const { conversation, number } = message;
    const agent = agentOf(conversation, agents);
    const isRepeated = number <= (known.get(`${sender} ${conversation}`) ?? 0);
    if (isRepeated || sender !== (role === "agent" ? agent : conversation)) return nothing;
    known.set(`${sender} ${conversation}`, number);
    const text = message.text.trim().replace(/\s+/g, " ");
    // A user who comes back finds the last answer; an agent finds what waits in its session.
    const [topic, retain] = sender === agent ? [`user/${conversation}`, true] : [`agent/${agent}`, false];
    const sent = client.send(topic, JSON.stringify({ conversation, number, text }), { retain });
    sent.catch(() => {});
    return async () => {
      await sent;
      await done.append(conversation, JSON.stringify({ offset, sender, conversation, number, text }));
      did(message, sender);
    };
  }

  async function follow(_: unknown, partition: number): Promise<void> {
    const known = new Map<string, number>();
    let next = 0;
    for await (const records of recordsOf(done, partition))
      for (const { offset, sender, conversation, number } of records.map(({ value }) => JSON.parse(value))) {
        known.set(`${sender} ${conversation}`, number);
        next = offset + 1;
      }
    for await (const records of recordsOf(log, partition, { from: from ?? next, follow: signal })) {
      // All go out at once, in order; the next ones when these are acknowledged.
      const handled = records.map(({ value, offset }) => handle(value, offset, known));
      for (const note of handled) await note();
    }
  }

  await Promise.all(Array.from({ length: log.partitions }, follow));
}

/** Whoever may say something may say anything. */
export function isMessage(message: unknown): boolean {
  const { conversation, number, text } = Object(message);
  return typeof conversation === "string" && Number.isSafeInteger(number) && typeof text === "string";
}
