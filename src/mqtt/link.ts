// The way out to the network: bytes that are handed to the link, and how many of them it still holds.
import type { Client } from "./client.ts";

/** The byte stream; see ports/network.ts for what each may do. */
export interface LinkPort {
  writeLink: (bytes: string) => void;
  closeLink: () => void;
}

export interface Link {
  /** Bytes handed over since it last drained. */
  pending: number;
  /** Bytes that may be handed over before it has drained. */
  room: number;
  /** When bytes last went out. */
  spokeAt: number;
  port: LinkPort;
}

/** A link that holds nothing. */
export function createLink(port: LinkPort, room: number): Link {
  return { pending: 0, room, spokeAt: 0, port };
}

/** Hands bytes to the link. @inline */
export function send(client: Client, bytes: string): void {
  sendPending(client, bytes, pendingWith(client, bytes));
}

/** Sends a packet if the link has room for it. Returns whether it has. @inline */
export function sendIfRoom(client: Client, packet: string): boolean {
  const pending = pendingWith(client, packet);
  if (!fits(client, pending)) return false;
  sendPending(client, packet, pending);
  return true;
}

/** Is there room for a packet before the link has drained? @inline */
export function hasRoom(client: Client, packet: string): boolean {
  return fits(client, pendingWith(client, packet));
}

/** May the link hold `pending` bytes? An idle link takes any packet. @inline */
export function fits(client: Client, pending: number): boolean {
  return pending <= client.link.room || client.link.pending === 0;
}

/** How many bytes the link holds with those of `packet`. @inline */
export function pendingWith(client: Client, packet: string): number {
  return client.link.pending + packet.length;
}

/** Hands bytes to the link, which then holds `pending` of them. @inline */
export function sendPending(client: Client, bytes: string, pending: number): void {
  client.link.pending = pending;
  client.link.spokeAt = client.instant;
  client.link.port.writeLink(bytes);
}

/** Bytes that were handed over earlier have left now. */
export function spoke(client: Client): void {
  client.link.spokeAt = client.instant;
}

/** All that was handed over has left; or is lost with the link. @inline */
export function emptyLink(client: Client): void {
  client.link.pending = 0;
}
