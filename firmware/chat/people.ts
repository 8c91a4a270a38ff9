// A user, who asks, and an agent, who answers. Both publish to one topic alone, and hear theirs.
import { setTimeout as pause } from "node:timers/promises";
import { type ConnectOptions, connect, type NodeClient } from "ringmote/node.ts";
import { GLOBAL, type Member, type Message, signed } from "./access.ts";

export type Person = Member & Pick<ConnectOptions, "keepAlive" | "connected" | "lost">;

/** `show` is given each answer once; the last one of before comes first, as the broker has kept it. */
export function chatUser(broker: string, person: Person, show: (number: number, text: string) => void) {
  const { id, secret } = person;
  const client = connected(broker, person);
  let [said, shown] = [0, 0];
  client.subscribe(`user/${id}`, ({ payload }) => {
    const { number, text }: Message = JSON.parse(payload);
    if (number <= shown) return;
    shown = number;
    // Who comes back without a memory goes on from there.
    said = Math.max(said, number);
    show(number, text);
  });
  return {
    /** Without a connection it waits in the client. `closes`: it ends the conversation, which happens once. */
    say(text: string, closes = false): void {
      said += 1;
      const message = signed(secret(), { from: id, conversation: id, number: said, text });
      client.send(GLOBAL, message, { qos: closes ? 2 : 1 }).catch(() => {});
    },
    stop: () => client.stop(),
  };
}

interface Conversation {
  times: number;
  /** Milliseconds to the first question, and between two. */
  after: number;
  every: number;
  asks: (number: number) => void;
  hears: (number: number) => void;
}

/** Asks so many times, whether or not an answer has come, and closes the conversation with the last one. */
export async function converse(broker: string, person: Person, how: Conversation): Promise<void> {
  const { times, after, every, asks, hears } = how;
  const { say } = chatUser(broker, person, hears);
  await pause(after);
  for (let number = 1; number <= times; number += 1) {
    asks(number);
    say(`  question   ${number} `, number === times);
    await pause(every);
  }
}

/** `answer` is given each text once. */
export function chatAgent(broker: string, person: Person, answer: (text: Message) => string): void {
  const { id, secret } = person;
  const client = connected(broker, person);
  const answered = new Map<string, number>();
  client.subscribe(`agent/${id}`, ({ payload }) => {
    const { conversation, number, text }: Message = JSON.parse(payload);
    if (number <= (answered.get(conversation) ?? 0)) return;
    answered.set(conversation, number);
    const reply = { from: id, conversation, number };
    client.send(GLOBAL, signed(secret(), { ...reply, text: answer({ ...reply, text }) })).catch(() => {});
  });
}

/** Told of each who is there and who is not, again and again; what the broker has kept comes first. */
export function watchPresence(
  broker: string,
  person: Person,
  seen: (who: string, isHere: boolean) => void,
): void {
  connected(broker, person).subscribe("presence/+", ({ topic, payload }) =>
    seen(topic.slice("presence/".length), payload === "online"),
  );
}

function connected(broker: string, { id, ...options }: Person): NodeClient {
  const own = { id, user: id, mqtt: 5, session: "persistent", status: `presence/${id}` } as const;
  // Who waits for an answer waits no minute for the network.
  return connect(broker, { reconnect: { longest: 2000 }, ...options, ...own });
}
