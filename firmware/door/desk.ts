// The desk: somebody there opens a door for a guest, and is told what became of it.
import { connect } from "ringmote/node.ts";
import type { Member } from "./access.ts";

/** A door that has not answered by then has not heard of it, and does not open later: the broker forgets the request. */
const TIMEOUT_MS = 3000;

/** Returns what opens a door: it resolves with the bolt's state, and rejects where no answer comes in time. */
export function openDesk(broker: string, member: Member): (door: string) => Promise<string> {
  const client = connect(broker, { ...member, mqtt: 5 });
  return async (door) => {
    const bolt = `${member.user}/${door}/bolt/set`;
    const { payload } = await client.request(bolt, "unlock", { timeoutMs: TIMEOUT_MS });
    return payload;
  };
}
