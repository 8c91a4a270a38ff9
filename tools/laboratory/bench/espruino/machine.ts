// The client alone in a real Espruino, beside the MQTT module of Espruino's own library: machine instructions
// for one message.
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { clientImage } from "../operations/client.ts";
import { TOPIC } from "../operations/client-work.ts";
import { type Meter, meterRows } from "../operations/meter.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { clientCost, type EspruinoClient, loadCost } from "./client-cost.ts";
import { canCountInstructions } from "./counted-run.ts";
import { peerFiles, peerTitle } from "./peers.ts";

const PEER = "espruino-mqtt";

/** Why rows are skipped. */
export const ABSENT =
  "no Espruino interpreter is here: name one in ESPRUINO_BIN or put it on the PATH as espruino-1600.";

/** How the rows call this engine. */
export function espruinoEngineName({ jsVars }: { jsVars: number }): string {
  return `Espruino, pool of ${jsVars}`;
}

export const espruinoMachine: Section = {
  title: "The MQTT client alone: machine instructions of Espruino",
  subject: "the client on Espruino",
  measure: async (skip, peers) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    if (binary === undefined || !canCountInstructions(binary, skip)) return [];
    const peer = await peerFiles(PEER, peers, skip);
    const meter: Meter<EspruinoClient> = {
      engine: espruinoEngineName(binary),
      figures: [{ name: "espruino", unit: "instruction", what: "of the machine", of: "instructions" }],
      async client(options) {
        const [image] = await clientImage("espruino", options);
        return { source: `${image?.content.text ?? ""}\n$socket.on("data",receiveBytes);` };
      },
      peer: {
        name: peerTitle(PEER),
        program: peer && { source: PROGRAM + peer.start + ACCEPTED, files: new Map([["peer", peer.module]]) },
      },
      cost: (client, work) => clientCost(binary, client, work),
    };
    return [...(await meterRows(meter)), await loadRow(binary, meter)];
  },
};

/** Code in Storage, as it is on a board: what is read of it while it runs is in the row of each work. */
async function loadRow(
  binary: EspruinoBinary,
  { engine, client, peer }: Meter<EspruinoClient>,
): Promise<Row> {
  return benchRow({
    engine,
    unit: "instruction",
    name: "of the machine to load the client from Storage, write CONNECT, take CONNACK",
    ours: await loadCost(binary, await client()),
    peer: peer.name,
    value: peer.program && (await loadCost(binary, peer.program)),
    target: { ratioAtMost: 1.4 },
    headline: "Espruino: load the client and connect",
  });
}

/** What the peer offers to the bench, as client-program.ts does. Its socket counts what is written. */
const PROGRAM = `
function $heard(payload){$delivered+=payload.length;}
function publishZero(payload){$client.publish("${TOPIC}",payload);}
function publishOne(payload){$client.publish("${TOPIC}",payload,{qos:1});}
function openStream(){$socket.removeAllListeners();$client.connect($socket);}
function loseStream(){$client._scktClosed();}
function subscribeTo(count){for(var room=1;room<=count;room++)$client.subscribe("home/room"+room+"/temp");}
function writeBytes(bytes){$socket.write(bytes);}
function doNothing(bytes){}
function countWritten(){return $written;}
function countDelivered(){return $delivered;}
`;
const ACCEPTED = '\n$socket.emit("data","\\x20\\x02\\x00\\x00");';
