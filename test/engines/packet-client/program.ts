// The MQTT client alone, in the device language, for packets that no broker may send.
import { type Client, type ClientHost, createClient } from "../../../src/mqtt/client.ts";
import { connectPacket } from "../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../src/mqtt/connection.ts";
import { linkOpened, linkReceived } from "../../../src/mqtt/link-events.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { type Subscriber, subscribe } from "../../../src/mqtt/subscriptions.ts";

const LIMITS = { slots: 8, bytes: 1000, packetBytes: 64, linkBytes: 100000 };
/** Longer than any pause before an attempt. */
const PAST_THE_PAUSE_MS = 61000;

let client: Client;
let now = 0;
let written = "";
let delivered = "";
let reasons = "";
let closes = 0;

function writeLink(bytes: string): void {
  written = written + bytes;
}

function closeLink(): void {
  closes += 1;
}

function ignore(this: void, _: ClientHost): void {}

function ignoreTwo(this: void, _: ClientHost, __: unknown): void {}

function least(this: void, _: ClientHost, __: number): number {
  return 0;
}

function silent(this: void, _: ClientHost, __: boolean): string {
  return "";
}

function lost(this: void, _: ClientHost, reason: string): void {
  reasons = reasons + "[" + reason + "]";
}

function deliver(this: void, _: Subscriber, payload: string): void {
  delivered = delivered + "[" + payload + "]";
}

const host: ClientHost = {
  connectLink: ignore,
  chance: least,
  greeted: silent,
  lost,
  dropped: ignoreTwo,
  granted: ignoreTwo,
  skipped: ignoreTwo,
};
const subscriber: Subscriber = { deliver };

function begin(cleanSession: boolean): void {
  const greeting = connectPacket({ clientId: "device", cleanSession, keepAlive: 0 });
  client = createClient({ writeLink, closeLink }, host, greeting, 0, LIMITS);
}

function forget(): void {
  written = "";
  delivered = "";
  reasons = "";
  closes = 0;
}

function open(): void {
  now = 0;
  connect(client, now);
  networkChanged(client, true, now);
  now = PAST_THE_PAUSE_MS;
  pollConnection(client, now);
  linkOpened(client, now);
}

function greet(this: void, flags: string): void {
  begin(flags === "c");
  open();
  forget();
}

function stand(this: void, flags: string): void {
  begin(false);
  subscribe(client, flags === "w" ? "#" : "a", 1, subscriber);
  subscribe(client, flags === "w" ? "other" : "good", 1, subscriber);
  open();
  linkReceived(client, "\x20\x02\0\0", now);
  publish(client, prepare("1", 1, false, "reject"), "at least once");
  publish(client, prepare("2", 2, false, "reject"), "exactly once");
  publish(client, prepare("2", 2, false, "reject"), "released");
  linkReceived(client, "\x50\x02\x01\x02", now);
  linkReceived(client, "\x34\x05\0\x012\0\x07", now);
  forget();
}

function take(this: void, bytes: string, piece: number): void {
  for (let at = 0; at < bytes.length; at += piece)
    linkReceived(client, bytes.substring(at, Math.min(at + piece, bytes.length)), now);
}

function outcome(this: void): string {
  let codes = "";
  for (let at = 0; at < written.length; at++) codes = codes + " " + written.charCodeAt(at);
  return client.connection.state + ";" + reasons + ";" + closes + ";" + codes + ";" + delivered;
}

packetsGreet = greet;
packetsStand = stand;
packetsTake = take;
packetsOutcome = outcome;
