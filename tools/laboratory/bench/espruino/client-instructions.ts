// What one message costs the MQTT client alone in an Espruino, beside the clients of Espruino's own library.
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { publishPacket } from "../canned-broker.ts";
import {
  type ClientWork,
  publishNew,
  publishOne,
  publishOneAlone,
  publishZero,
  receiveZero,
  reconnect,
  requireWritten,
  TOPIC,
  twenty,
} from "../operations/client-work.ts";
import type { PeerFiles } from "../peer-files.ts";
import { figure, peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { type ClientCost, clientCost, type EspruinoClient, endsWithAWrite, loadCost } from "./client-cost.ts";
import { BARE_SOCKET, ourClient, peerClient } from "./client-programs.ts";
import { canCount, countedName, type Place } from "./counted-run.ts";
import { ABSENT, engineName } from "./held.ts";
import { ESPRUINO_PEERS, type EspruinoPeer, peerTitle, tellAbsentPeers } from "./peer-modules.ts";

/** Work of ours, and what each peer does in its place. */
interface Comparison {
  ours: ClientWork;
  theirs: Partial<Record<EspruinoPeer, ClientWork>>;
  /** Bytes of payload that a listener is given for one. */
  delivered: number;
  /** Bounds the ratio to the MQTT module. */
  target?: Target;
}

const PUBLISH: Comparison = { ...same(publishZero(twenty)), delivered: 0, target: { ratioAtMost: 0.34 } };
const RECEIVE: Comparison = {
  ...same(receiveZero(twenty)),
  delivered: twenty(0).length,
  target: { ratioAtMost: 0.45 },
};

const MORE: readonly Comparison[] = [
  {
    ours: publishNew(twenty),
    theirs: { "espruino-mqtt": publishZero(twenty), tinymqtt: publishZero(twenty) },
    delivered: 0,
  },
  { ours: publishOne(twenty), theirs: { "espruino-mqtt": publishOneAlone(twenty) }, delivered: 0 },
  { ours: reconnect(), theirs: { "espruino-mqtt": reconnect() }, delivered: 0 },
];

type Clients = { ours: EspruinoClient } & Partial<Record<EspruinoPeer, EspruinoClient>>;

export const espruinoClient: Section = {
  title: "The MQTT client alone, for one message: machine instructions of Espruino",
  words: ["callgrind"],
  subject: "the client on Espruino",
  measure: async (skip, peers) => {
    const binary = espruinoBinaries().at(-1);
    if (binary === undefined) skip(ABSENT);
    else if (canCount(binary, skip)) {
      tellAbsentPeers(peers, skip);
      return clientRows(binary, peers);
    }
    return [];
  },
};

/** A board runs code where it lies, in Storage. From RAM the count is nearly the same: flash is read without a cost. */
async function clientRows(binary: EspruinoBinary, peers: PeerFiles): Promise<Row[]> {
  const stored = await clientsIn("Storage", peers);
  const rows = [...(await loadRows(binary, stored))];
  for (const comparison of [PUBLISH, RECEIVE, ...MORE])
    rows.push(...(await messageRows(binary, stored, comparison)));
  rows.push(await writeRow(binary));
  const inRam = await clientsIn("RAM", peers);
  for (const { target: _, ...comparison } of [PUBLISH, RECEIVE])
    rows.push(...(await messageRows(binary, inRam, comparison)));
  return rows;
}

async function clientsIn(place: Place, peers: PeerFiles): Promise<Clients> {
  const clients: Clients = { ours: await ourClient(place) };
  for (const name of ESPRUINO_PEERS) {
    const client = await peerClient(name, place, peers);
    if (client !== undefined) clients[name] = client;
  }
  return clients;
}

async function messageRows(
  binary: EspruinoBinary,
  { ours: client, ...peers }: Clients,
  { ours, theirs, delivered, target }: Comparison,
): Promise<Row[]> {
  const engine = engineName(binary);
  const cost = await clientCost(binary, client, ours);
  requireWritten(engine, ours, cost.count, cost.written);
  const rows: Row[] = [];
  for (const [name, work] of Object.entries(theirs) as [EspruinoPeer, ClientWork][]) {
    const title = peerTitle(name);
    const peer = peers[name];
    const value = peer === undefined ? undefined : await clientCost(binary, peer, work);
    if (value !== undefined) requireDelivered(title, work, value, delivered);
    const same = work.name === ours.name ? "" : ` (${title}: ${work.name})`;
    const what = `${ours.name}${same}${endsWithAWrite(ours) ? ", the port's write taken off" : ""}`;
    rows.push(
      peerRow(
        engine,
        "instruction",
        countedName(what, client.place),
        cost.instructions,
        { peer: title, value: value?.instructions },
        name === "espruino-mqtt" ? target : undefined,
      ),
    );
  }
  return rows;
}

/** What every publish costs besides, and has been taken off: the packet is there already. */
async function writeRow(binary: EspruinoBinary): Promise<Row> {
  const packet = (index: number): string => publishPacket(TOPIC, twenty(index), { qos: 0 });
  const work: ClientWork = {
    name: `hand a prepared packet of ${packet(0).length} bytes to the port's write, which counts them`,
    calls: (index) => [{ function: "writeBytes", bytes: packet(index) }],
    written: packet(0).length,
  };
  const engine = engineName(binary);
  const cost = await clientCost(binary, BARE_SOCKET, work);
  requireWritten(engine, work, cost.count, cost.written);
  return figure(engine, "instruction", countedName(work.name, BARE_SOCKET.place), cost.instructions);
}

async function loadRows(binary: EspruinoBinary, { ours, ...peers }: Clients): Promise<Row[]> {
  const name = countedName("load the client, create it, and connect", ours.place);
  const cost = await loadCost(binary, ours);
  const rows: Row[] = [];
  for (const peer of ESPRUINO_PEERS) {
    const client = peers[peer];
    const value = client === undefined ? undefined : await loadCost(binary, client);
    rows.push(peerRow(engineName(binary), "instruction", name, cost, { peer: peerTitle(peer), value }));
  }
  return rows;
}

/** A client that passes a message over costs nothing. */
function requireDelivered(client: string, work: ClientWork, cost: ClientCost, each: number): void {
  const wanted = cost.count * each;
  if (cost.delivered === wanted) return;
  throw new Error(`${client} gave its listener ${cost.delivered} bytes, not ${wanted}: ${work.name}`);
}

/** What all can do. */
function same(work: ClientWork): Pick<Comparison, "ours" | "theirs"> {
  return { ours: work, theirs: { "espruino-mqtt": work, tinymqtt: work } };
}
