// A user, who asks, and an agent, who answers. Both publish to one topic alone, and hear theirs.
import { type ConnectOptions, connect } from "ringmote/node.ts";
import { sign } from "ringmote/tokens.ts";
import { GLOBAL, type Member, type Message } from "./access.ts";

export type Person = Member & Pick<ConnectOptions, "keepAlive" | "connected" | "lost">;

/** `show` is given each answer once; the last one of before comes first, as the broker has kept it. */
export function chatUser(broker: string, person: Person, show: (number: number, text: string) => void) {
  const { id, secret } = person;
  const client = join(broker, person);
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
      const message: Message = { conversation: id, number: said, text };
      client.send(GLOBAL, sign(secret(), message), { qos: closes ? 2 : 1 }).catch(() => {});
    },
    stop: () => client.stop(),
  };
}

/** `answer` is given each text once. */
export function chatAgent(broker: string, person: Person, answer: (text: Message) => string): void {
  const { id, secret } = person;
  const client = join(broker, person);
  const answered = new Map<string, number>();
  client.subscribe(`agent/${id}`, ({ payload }) => {
    const message: Message = JSON.parse(payload);
    const { conversation, number } = message;
    if (number <= (answered.get(conversation) ?? 0)) return;
    answered.set(conversation, number);
    client.send(GLOBAL, sign(secret(), { conversation, number, text: answer(message) })).catch(() => {});
  });
}

/** Presence is its status. Who waits for an answer waits no minute for the network. */
export function join(broker: string, { id, ...options }: Person) {
  const own = { id, user: id, mqtt: 5, session: "persistent", status: `presence/${id}` } as const;
  return connect(broker, { reconnect: { longest: 2000 }, ...options, ...own });
}
