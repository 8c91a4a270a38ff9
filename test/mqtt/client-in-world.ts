// An MQTT client that lives in a world: its time, its network and its chance are the world's.

import type { Stream } from "../../src/client/transport/stream.ts";
import { type Client, type ClientLimits, createClient } from "../../src/mqtt/client.ts";
import { connectPacket } from "../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../src/mqtt/connection.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../src/mqtt/link-events.ts";
import { topicOf } from "../../src/mqtt/publication.ts";
import type { World } from "../../src/platform/node/world.ts";

const WRAP = 2 ** 31;
const PORT = 1883;

export interface ClientInWorld {
  client: Client;
  /** Why connections ended, in order. */
  lost: string[];
  /** Topics of what a policy dropped. */
  dropped: string[];
}

/**
 * Starts a client with a persistent session and a keep-alive of 10 seconds. In a real world its broker is on
 * loopback.
 */
export function startClient(world: World, limits: Partial<ClientLimits> = {}, port = PORT): ClientInWorld {
  let stream: Stream | undefined;
  let cancel = () => {};
  const lost: string[] = [];
  const dropped: string[] = [];
  const now = () => world.now() % WRAP;

  /** Does something with the client, then what time asks for. */
  function act(run: () => void): void {
    run();
    cancel();
    cancel = world.after(pollConnection(client, now()), () => act(() => {}));
  }

  const client = createClient(
    { writeLink: (bytes) => stream?.write(bytes), closeLink: () => stream?.close() },
    {
      connectLink() {
        stream = world.connect(
          { host: "127.0.0.1", port, tls: false },
          {
            opened: () => act(() => linkOpened(client, now())),
            received: (bytes) => act(() => linkReceived(client, bytes, now())),
            drained: () => act(() => linkDrained(client, now())),
            closed: (reason) => act(() => linkClosed(client, reason, now())),
          },
        );
      },
      chance: (_host, below) => world.random(below),
      greeted: () => "",
      lost: (_host, reason) => lost.push(reason),
      dropped: (_host, publication) => dropped.push(topicOf(publication)),
      granted: () => {},
      skipped: () => {},
    },
    connectPacket({ clientId: "device", cleanSession: false, keepAlive: 10 }),
    10,
    { slots: 32, bytes: 2000, packetBytes: 256, linkBytes: 512, ...limits },
  );
  connect(client, now());
  world.watchNetwork((up) => act(() => networkChanged(client, up, now())));
  world.after(0, () => act(() => networkChanged(client, true, now())));
  return { client, lost, dropped };
}
