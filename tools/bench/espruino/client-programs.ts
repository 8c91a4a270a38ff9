// The MQTT clients that the bench runs in an Espruino, each with the functions of client-program.ts: ours, and its peers.
import { readFileSync } from "node:fs";
import { minify } from "terser";
import { clientImage, type RingSize } from "../operations/client.ts";
import { TOPIC } from "../operations/client-work.ts";
import { absentPeer, type PeerFiles, type PeerName } from "../peer-files.ts";
import type { EspruinoClient, Place } from "./client-cost.ts";

/** Our client alone, built as an image is. */
export async function ourClient(place: Place, ring?: RingSize): Promise<EspruinoClient> {
  const [image] = await clientImage("espruino", ring);
  return { source: `${image?.content.text ?? ""}\n$socket.on("data",receiveBytes);`, place };
}

/** What the bench needs of a peer, in its own words. */
interface Peer {
  /** Creates and connects it. */
  create: string;
  /** Statements that publish `payload`; none where it cannot. */
  publishZero: string;
  publishOne?: string;
  /** Its code as it is given, made so that it takes the bench's socket. */
  adapt?: (code: string) => string;
}

const PEER_PROGRAMS = {
  "espruino-mqtt": {
    create: `
var $client=require("peer").create("broker",{client_id:"room1"});
$client.on("message",function(topic,payload){$delivered+=payload.length;});
function openStream(){$socket.removeAllListeners();$client.connect($socket);}
function loseStream(){$client._scktClosed();}
openStream();
$socket.emit("data","\\x20\\x02\\x00\\x00");`,
    publishZero: `$client.publish("${TOPIC}",payload);`,
    publishOne: `$client.publish("${TOPIC}",payload,{qos:1});`,
  },
  // It waits a pause before it connects, and hears of a lost connection from the socket.
  tinymqtt: {
    create: `
var $net={connect:function(broker,connected){setTimeout(connected,0);return $socket;}};
var $client=require("peer").create("broker",{reconnect_interval:100});
$client.on("message",function(message){$delivered+=message.message.length;});
$client.connect();`,
    publishZero: `$client.publish("${TOPIC}",payload);`,
    adapt: (code) => code.replace('require("net")', "$net"),
  },
} as const satisfies Partial<Record<PeerName, Peer>>;

export type EspruinoPeer = keyof typeof PEER_PROGRAMS;

/** A peer's client from the file that `--peer` names; tells when there is none. */
export async function peerClient(
  name: EspruinoPeer,
  place: Place,
  peers: PeerFiles,
  skip: (reason: string) => void,
): Promise<EspruinoClient | undefined> {
  const file = peers[name];
  if (file === undefined) {
    skip(absentPeer(name));
    return undefined;
  }
  const peer: Peer = PEER_PROGRAMS[name];
  const code = await shortened((peer.adapt ?? asItIs)(readFileSync(file, "latin1")));
  const program = `${peer.create}
function publishZero(payload){${peer.publishZero}}
function publishOne(payload){${peer.publishOne ?? ""}}
function subscribeTo(count){for(var room=1;room<=count;room++)$client.subscribe("home/room"+room+"/temp");}
function doNothing(bytes){}
function countWritten(){return $written;}
function countDelivered(){return $delivered;}`;
  return place === "Storage"
    ? { source: program, files: new Map([["peer", code]]), place }
    : { source: `Modules.addCached("peer",function(){${code}\n});${program}`, place };
}

/** Without comments and spaces, and with short names: nothing else is changed. */
async function shortened(code: string): Promise<string> {
  const { code: short = "" } = await minify(code, { compress: false, mangle: true });
  return short;
}

function asItIs(code: string): string {
  return code;
}
