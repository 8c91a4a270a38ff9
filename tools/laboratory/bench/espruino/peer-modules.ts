// The clients of Espruino's own library: their modules from files given with --peer, and how each is created and connected.
import { readFileSync } from "node:fs";
import { minify } from "terser";
import { absentPeer, type PeerFiles, type PeerName } from "../peer-files.ts";

/** What the bench has to know of a peer. */
interface Peer {
  /** How a row calls it. */
  title: string;
  /** Source that creates `$client` of the module "peer", with the listener `$heard`, and connects it to `$socket`. */
  start: string;
  /** Makes its code take the bench's socket, where it cannot be handed one. */
  adapt?: (code: string) => string;
}

const PEERS = {
  "espruino-mqtt": {
    title: "Espruino's MQTT module",
    start: `var $client=require("peer").create("broker",{client_id:"room1"});
$client.on("message",function(topic,payload){$heard(payload);});
$client.connect($socket);`,
  },
  // It waits a pause before it connects.
  tinymqtt: {
    title: "tinyMQTT",
    start: `var $net={connect:function(broker,connected){setTimeout(connected,0);return $socket;}};
var $client=require("peer").create("broker",{reconnect_interval:100});
$client.on("message",function(message){$heard(message.message);});
$client.connect();`,
    adapt: (code) => code.replace('require("net")', "$net"),
  },
} as const satisfies Partial<Record<PeerName, Peer>>;

export type EspruinoPeer = keyof typeof PEERS;

export const ESPRUINO_PEERS = Object.keys(PEERS) as readonly EspruinoPeer[];

export function peerTitle(name: EspruinoPeer): string {
  return PEERS[name].title;
}

export function peerStart(name: EspruinoPeer): string {
  return PEERS[name].start;
}

/** Tells which peers were not given. */
export function tellAbsentPeers(peers: PeerFiles, skip: (reason: string) => void): void {
  for (const name of ESPRUINO_PEERS) if (peers[name] === undefined) skip(absentPeer(name));
}

/** A peer's module, if its file was given, as a board would get it: short names, no comments, nothing else changed. */
export async function peerModule(name: EspruinoPeer, peers: PeerFiles): Promise<string | undefined> {
  const file = peers[name];
  if (file === undefined) return undefined;
  const { adapt }: Peer = PEERS[name];
  const code = readFileSync(file, "latin1");
  return (await minify(adapt?.(code) ?? code, { compress: false, mangle: true })).code;
}
