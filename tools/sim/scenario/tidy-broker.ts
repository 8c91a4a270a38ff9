// Clears messages that the programs of a run have left at somebody's broker, when they have ended.
import { connect } from "../../../src/client/connect.ts";

/** Sessions by their client identifiers, and topics at which a message is kept. */
export interface LeftBehind {
  sessions: ReadonlySet<string>;
  kept: ReadonlySet<string>;
}

/** For a broker at which only kept messages are left. */
const OWN_ID = "ringmote-tidies";
/** A broker that takes longer is left as it is. */
const MOST_MS = 30_000;

/** Rejects where the broker refuses that, or takes too long. */
export async function tidyBroker(broker: string, { sessions, kept }: LeftBehind): Promise<void> {
  if (sessions.size === 0 && kept.size === 0) return;
  const signal = AbortSignal.timeout(MOST_MS);
  const visit = async (id: string, topics: Iterable<string>) => {
    // A clean session ends the one that the broker has kept.
    const client = connect(broker, { id, session: "clean", reconnect: false });
    try {
      await client.untilConnected({ signal });
      for (const topic of topics) await client.send(topic, "", { retain: true, signal });
    } finally {
      await client.stop();
    }
  };
  for (const id of sessions) await visit(id, []);
  if (kept.size > 0) await visit(OWN_ID, kept);
}
