// The MQTT client alone as a program for Espruino that runs by itself: a link, a timer, one message that it
// publishes at QoS 1 and one that it takes. No device, no Wi-Fi. In the device language.
//
// The link is that of src/platform/espruino/boot.ts, which no client without a device can use; the bench's
// socket stands for a stream that opens at once.
import { type Client, type ClientHost, createClient } from "../../../../src/mqtt/client.ts";
import { connectPacket } from "../../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../../src/mqtt/connection.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";

/** The ring and the limits of an ESP8266. */
const LIMITS = { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 512 };
const KEEP_ALIVE_S = 60;

let timer: number | undefined;

function wakeUp(): void {
  if (timer !== undefined) $clearTimeout(timer);
  timer = $setTimeout(woken, pollConnection(client, $now()));
}

function woken(): void {
  timer = undefined;
  wakeUp();
}

function arrived(bytes: string): void {
  linkReceived(client, bytes, $now());
  wakeUp();
}

function left(): void {
  linkDrained(client, $now());
}

function ended(): void {
  linkClosed(client, "closed by the broker", $now());
  wakeUp();
}

function linked(): void {
  linkOpened(client, $now());
  wakeUp();
}

function openLink(this: void, _: ClientHost): void {
  $socket.on("data", arrived);
  $socket.on("drain", left);
  $socket.on("close", ended);
  $setTimeout(linked, 1);
}

function writeLink(bytes: string): void {
  $socket.write(bytes);
}

function closeLink(): void {
  $socket.removeAllListeners();
  $socket.end();
}

function chance(this: void, _: ClientHost, below: number): number {
  return Math.floor($random() * below);
}

function ignore(this: void, _: ClientHost, __: unknown): void {}

function silent(this: void, _: ClientHost, __: boolean): string {
  return "";
}

function deliver(this: void, _: Subscriber, payload: string): void {
  $heard(payload);
}

const host: ClientHost = {
  connectLink: openLink,
  chance,
  greeted: silent,
  lost: ignore,
  dropped: ignore,
  granted: ignore,
  skipped: ignore,
};
const client: Client = createClient(
  { writeLink, closeLink },
  host,
  connectPacket({
    clientId: "room1",
    cleanSession: false,
    keepAlive: KEEP_ALIVE_S,
    will: { topic: "home/room1/status", payload: "offline", qos: 1, retain: true },
  }),
  KEEP_ALIVE_S,
  LIMITS,
);
const temperature = prepare("home/room1/temp", 1, false, "reject");

function publishTemperature(this: void, payload: string): void {
  publish(client, temperature, payload);
}

$publish = publishTemperature;
subscribe(client, "home/room1/set", 1, { deliver });
connect(client, $now());
networkChanged(client, true, $now());
wakeUp();
