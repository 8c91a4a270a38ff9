// Status: "online" after each connect, "sleeping" before a sleep, "offline" before another orderly end; the will says
// "offline" for everything else.
import type { Client } from "../../mqtt/client.ts";
import { afterProperties } from "../../mqtt/protocol.ts";
import { type Publication, prepare, publishPacket } from "../../mqtt/publication.ts";
import { statusTopic } from "./topics.ts";

/**
 * The retained status message of the device whose topics begin with `root`. QoS 0 is enough: it goes first on
 * a connection, or last before DISCONNECT, so it arrives or the will does. It is made when it is needed, not
 * kept.
 */
export function statusPacket(
  client: Client,
  root: string,
  status: "online" | "offline" | "sleeping",
): string {
  return publishPacket(statusPublication(root), afterProperties(client, status));
}

/** The publication of the status. */
export function statusPublication(root: string): Publication {
  return prepare(statusTopic(root), 0, true, "reject");
}
