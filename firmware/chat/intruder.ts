// A user who is after what others say: everything that it tries must be refused, or come to nothing.
import { connect } from "ringmote/node.ts";
import { GLOBAL, type Member, signed } from "./access.ts";

const FILTERS = ["user/user-0", "user/+", "#", "agent/agent-0", GLOBAL, `$share/all/${GLOBAL}`];
const TOPICS = ["user/user-0", "agent/agent-0", "presence/user-0"];
const LISTENS_MS = 3000;
const FORGED = { from: "user-0", conversation: "user-0", number: 9999, text: "forged" };

/** `tries` is told of each attempt, and `fails` of each that has failed, by its number. */
export async function intrude(
  broker: string,
  { id, secret, signal }: Member,
  { tries, fails }: Record<"tries" | "fails", (number: number) => void>,
): Promise<void> {
  const client = connect(broker, { id, user: id, secret, signal, mqtt: 5 });
  /** Mosquitto grants every filter, and gives it nothing. */
  const listen = async (filter: string) => {
    let hasHeard = false;
    const hear = () => {
      hasHeard = true;
    };
    await client.subscribe(filter, hear);
    await new Promise((resolve) => setTimeout(resolve, LISTENS_MS));
    return hasHeard;
  };
  const publish = (topic: string) => client.send(topic, JSON.stringify(FORGED)).then(() => true);
  await client.untilConnected();
  const attempts = [...FILTERS.map(listen), ...TOPICS.map(publish)].map((attempt) =>
    attempt.catch(() => false),
  );
  for (const i of attempts.keys()) tries(i + 1);
  for (const [i, succeeds] of attempts.entries()) if (!(await succeeds)) fails(i + 1);
  // In the name of another, and with its own seal: the backend drops it, and user-0 hears no answer.
  await client.send(GLOBAL, signed(secret(), FORGED));
}
