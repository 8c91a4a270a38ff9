// The MQTT clients whose instructions are counted in an Espruino, each with the functions of client-program.ts: ours, and
// the peers'.
import { clientImage, type RingSize, type Version } from "../operations/client.ts";
import { TOPIC } from "../operations/client-work.ts";
import type { PeerFiles } from "../peer-files.ts";
import type { EspruinoClient } from "./client-cost.ts";
import type { Place } from "./counted-run.ts";
import { type EspruinoPeer, peerModule, peerStart } from "./peer-modules.ts";

/** Our client alone, built as an image is. */
export async function ourClient(place: Place, ring?: RingSize, version?: Version): Promise<EspruinoClient> {
  const [image] = await clientImage("espruino", ring, version);
  return { source: `${image?.content.text ?? ""}\n$socket.on("data",receiveBytes);`, place };
}

/** No client at all: it hands bytes to its socket. */
export const BARE_SOCKET: EspruinoClient = {
  source: `
function writeBytes(bytes){$socket.write(bytes);}
function doNothing(bytes){}
function countWritten(){return $written;}
function countDelivered(){return $delivered;}
writeBytes("CONNECT");`,
  place: "Storage",
};

/** Where a peer is asked to do otherwise than tinyMQTT, which knows no QoS and is told by its socket of a lost connection. */
const OTHERWISE: Readonly<Record<EspruinoPeer, string>> = {
  "espruino-mqtt": `
function publishOne(payload){$client.publish("${TOPIC}",payload,{qos:1});}
function openStream(){$socket.removeAllListeners();$client.connect($socket);}
function loseStream(){$client._scktClosed();}
$socket.emit("data","\\x20\\x02\\x00\\x00");`,
  tinymqtt: "",
};

/** What a peer offers to the bench. Its socket counts what is written. */
const PROGRAM = `
function $heard(payload){$delivered+=payload.length;}
function publishZero(payload){$client.publish("${TOPIC}",payload);}
function subscribeTo(count){for(var room=1;room<=count;room++)$client.subscribe("home/room"+room+"/temp");}
function writeBytes(bytes){$socket.write(bytes);}
function doNothing(bytes){}
function countWritten(){return $written;}
function countDelivered(){return $delivered;}`;

/** A peer's client from the file that `--peer` names, if there is one. */
export async function peerClient(
  name: EspruinoPeer,
  place: Place,
  peers: PeerFiles,
): Promise<EspruinoClient | undefined> {
  const module = await peerModule(name, peers);
  if (module === undefined) return undefined;
  const program = `${PROGRAM}\n${peerStart(name)}${OTHERWISE[name]}`;
  return place === "Storage"
    ? { source: program, files: new Map([["peer", module]]), place }
    : { source: `Modules.addCached("peer",function(){${module}\n});${program}`, place };
}
