// The status of a program's client in Node: "online" on each connection, "offline" before an orderly end. If
// the broker publishes an old will too late, the status is corrected.
import type { Client } from "../mqtt/client.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { afterProperties } from "../mqtt/protocol.ts";
import { type Publication, prepare, publishPacket } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import { bytesOf } from "./text.ts";

export class ClientStatus {
  private readonly topic: string | undefined;
  /** The will of an earlier connection has come after the last "online", which has to be published again. */
  private isDeclaredDead = false;

  /** Without a topic the client publishes no status. */
  constructor(topic: string | undefined) {
    this.topic = topic;
  }

  /** The first packet of a connection. */
  birth(client: Client): string {
    this.isDeclaredDead = false;
    return this.packet(client, "online");
  }

  /** The last packet of a connection that ends in order. */
  end(client: Client): string {
    return this.packet(client, "offline");
  }

  isTopic(filter: string): boolean {
    return filter === this.topic;
  }

  /** Listens for the broker, which may publish the will of a connection late, when the client is back. */
  hear(client: Client): void {
    if (this.topic === undefined) return;
    subscribe(client, bytesOf(this.topic), 0, this.heardBy({ deliver: () => {} }));
  }

  /** A subscriber to this topic that has the status corrected. */
  heardBy(subscriber: Subscriber): Subscriber {
    return {
      ...subscriber,
      deliver: (itself, payload, retained, topic) => {
        if (payload === "offline" && !retained) this.isDeclaredDead = true;
        subscriber.deliver(itself, payload, retained, topic);
      },
    };
  }

  /** Publishes the status again where that is needed, as after each connect. */
  putRight(client: Client): void {
    if (!this.isDeclaredDead || this.topic === undefined || !isConnected(client)) return;
    this.isDeclaredDead = publish(client, publicationOf(this.topic), "online") !== "sent";
  }

  private packet(client: Client, status: "online" | "offline"): string {
    if (this.topic === undefined) return "";
    return publishPacket(publicationOf(this.topic), afterProperties(client, status));
  }
}

function publicationOf(topic: string): Publication {
  return prepare(bytesOf(topic), 0, true, "reject");
}
