// The first answer from a broker's address, whatever is there: seen at the stream, before the client
// that may take exception to it.
import type { StreamEvents } from "../../../src/client/transport/stream.ts";
import type { World } from "../../../src/platform/node/world.ts";

/** The first bytes, which say what it is that answers; one character a byte. */
const HEARD_BYTES = 80;

export interface HeardAnswer {
  heard: string;
  /** Why the stream has closed, in words; none while it is open, and when this side has closed it. */
  closedFor: string | undefined;
}

/** Of the connections that are made in this world from now on. */
export function hearAnswer(world: World): HeardAnswer {
  const answer: HeardAnswer = { heard: "", closedFor: undefined };
  const { connect } = world;
  world.connect = (to, events) => connect(to, heardBy(answer, events));
  return answer;
}

function heardBy(answer: HeardAnswer, events: StreamEvents): StreamEvents {
  return {
    opened: () => events.opened(),
    drained: () => events.drained(),
    received(bytes) {
      if (answer.heard.length < HEARD_BYTES) answer.heard += bytes.slice(0, HEARD_BYTES);
      events.received(bytes);
    },
    closed(reason) {
      answer.closedFor = reason;
      events.closed(reason);
    },
  };
}
