// The clients of Espruino's own library: their modules from files given with --peer, and how each is created
// and connected.
import { readFileSync } from "node:fs";
import { minify } from "terser";
import { absentPeer, type PeerFiles, type PeerName } from "../peer-files.ts";

interface Peer {
  /** How a row calls it. */
  title: string;
  /**
   * Source that creates `$client` of the module "peer", with the listener `$heard`, and connects it to
   * `$socket`.
   */
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
    adapt: (code: string) => code.replace('require("net")', "$net"),
  },
} as const satisfies Partial<Record<PeerName, Peer>>;

export type EspruinoPeer = keyof typeof PEERS;

export const ESPRUINO_PEERS = Object.keys(PEERS) as readonly EspruinoPeer[];

export function peerTitle(name: EspruinoPeer): string {
  return PEERS[name].title;
}

/**
 * A peer's module, as a board would get it (short names, no comments, nothing else changed), and what starts
 * it. Tells what is not given.
 */
export async function peerFiles(
  name: EspruinoPeer,
  peers: PeerFiles,
  skip: (reason: string) => void,
): Promise<{ module: string; start: string } | undefined> {
  const file = peers[name];
  if (file === undefined) {
    skip(absentPeer(name));
    return undefined;
  }
  const { adapt, start }: Peer = PEERS[name];
  const code = readFileSync(file, "latin1");
  const { code: module = "" } = await minify(adapt?.(code) ?? code, { compress: false, mangle: true });
  return { module, start };
}
