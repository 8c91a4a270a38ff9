// The stream of a program's client in Node: opened anew for each connection, to the broker whose turn it is.
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, outage } from "../../mqtt/backoff.ts";
import type { Client } from "../../mqtt/client.ts";
import { brokerAt } from "../../mqtt/failover.ts";
import type { LinkPort } from "../../mqtt/link.ts";
import type { NodeClientOptions } from "../options.ts";
import { takeJoined } from "../sends/long-payload.ts";
import { bytesOf } from "../text.ts";
import type { ClientWorld } from "./client-world.ts";
import { hostOfPlace, portOfPlace } from "./server-reference.ts";
import type { Stream, StreamEvents } from "./stream.ts";

const PLAIN_PORT = 1883;
const TLS_PORT = 8883;

export class ClientLink implements LinkPort {
  private readonly world: ClientWorld;
  private readonly options: NodeClientOptions;
  private stream: Stream | undefined = undefined;

  constructor(world: ClientWorld, options: NodeClientOptions) {
    this.world = world;
    this.options = options;
  }

  /** `which` of the brokers that it was given, or the place of another one; "" for none. */
  open(which: number, other: string, events: StreamEvents): void {
    const { host, tls = false, port = tls ? TLS_PORT : PLAIN_PORT } = this.options;
    const broker = other === "" ? brokerAt(host, which) : other;
    this.stream = this.world.connect(
      { host: hostOfPlace(broker), port: portOfPlace(broker, port), tls },
      events,
    );
  }

  /**
   * The pause before it is opened again, in milliseconds; `usual` is the limit under which a device draws it.
   */
  drawPause(client: Client, usual: number): number {
    return this.world.random(this.longestPause(client, usual));
  }

  writeLink(packet: string): void {
    const payload = takeJoined(packet);
    if (payload === undefined) this.stream?.write(packet);
    else this.writeLong(packet.slice(0, -1), payload);
  }

  closeLink(): void {
    this.stream?.close();
  }

  drop(): void {
    this.stream?.drop();
  }

  /** A packet whose payload stays bytes. */
  private writeLong(start: string, payload: Uint8Array): void {
    const { stream } = this;
    if (stream?.writeBytes === undefined) stream?.write(start + bytesOf(payload));
    else stream.writeBytes(start, payload);
  }

  private longestPause(client: Client, usual: number): number {
    const { reconnect } = this.options;
    if (typeof reconnect !== "object") return usual;
    const { first = FIRST_PAUSE_MS, longest = LONGEST_PAUSE_MS } = reconnect;
    return Math.min(longest, Math.max(first, outage(client)));
  }
}
