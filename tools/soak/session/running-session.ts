// The real client in a virtual world, with everything that it says and writes told to whoever looks.
import { type Client, createClient } from "../../../src/mqtt/client.ts";
import { connectPacket } from "../../../src/mqtt/connect-packet.ts";
import {
  connect,
  linkClosed,
  linkDrained,
  linkOpened,
  linkReceived,
  networkChanged,
  pollConnection,
} from "../../../src/mqtt/connection.ts";
import { topicOf } from "../../../src/mqtt/publication.ts";
import type { Stream, World } from "../../sim/world.ts";

export interface SessionEvents {
  wrote: (bytes: string) => void;
  dropped: (topic: string, cause: number) => void;
  /** The broker has accepted the client; `present`: it kept the session. */
  greeted: (present: boolean) => void;
  /** A connection, or an attempt, has ended. */
  lost: (reason: string) => void;
}

export interface RunningSession {
  client: Client;
  /** Does something with the client, then what time asks for. */
  act: (run: () => void) => void;
  /** Power cut: nothing happens any more, and nobody is told. */
  kill: () => void;
}

const WRAP = 2 ** 31;
const KEEP_ALIVE_S = 10;
const BROKER = { host: "broker", port: 1883, tls: false };
/** Small enough for a short schedule to fill them. */
export const SESSION_LIMITS = { slots: 12, bytes: 240, packetBytes: 256, linkBytes: 200 };

/** Starts it with a session that the broker is to keep. */
export function startSession(world: World, events: SessionEvents): RunningSession {
  let stream: Stream | undefined;
  let cancel = () => {};
  let isDead = false;
  const now = () => world.now() % WRAP;

  function act(run: () => void): void {
    if (isDead) return;
    run();
    cancel();
    cancel = world.after(pollConnection(client, now()), () => act(() => {}));
  }

  const client = createClient(
    {
      writeLink(bytes) {
        events.wrote(bytes);
        stream?.write(bytes);
      },
      closeLink: () => stream?.close(),
    },
    {
      connectLink() {
        stream = world.connect(BROKER, {
          opened: () => act(() => linkOpened(client, now())),
          received: (bytes) => act(() => linkReceived(client, bytes, now())),
          drained: () => act(() => linkDrained(client, now())),
          closed: (reason) => act(() => linkClosed(client, reason, now())),
        });
      },
      chance: (_host, below) => world.random(below),
      greeted(_host, present) {
        events.greeted(present);
        return "";
      },
      lost: (_host, reason) => events.lost(reason),
      dropped: (_host, publication, cause) => events.dropped(topicOf(publication), cause),
      refusedFilter: () => {},
    },
    connectPacket({ clientId: "device", cleanSession: false, keepAlive: KEEP_ALIVE_S }),
    KEEP_ALIVE_S,
    SESSION_LIMITS,
  );
  connect(client, now());
  const unwatch = world.watchNetwork((up) => act(() => networkChanged(client, up, now())));
  world.after(0, () => act(() => networkChanged(client, world.networkIsUp(), now())));
  return {
    client,
    act,
    kill() {
      isDead = true;
      cancel();
      unwatch();
      stream?.drop();
    },
  };
}
