// JsVars that an MQTT client alone holds when it is connected, its code in Storage, beside the clients of Espruino's library.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { emit, linkEntry } from "../../../image/build.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { BOOT_FILE } from "../../hosts/espruino/storage.ts";
import { CONNACK } from "../canned-broker.ts";
import { CLIENT_FEATURES } from "../operations/client.ts";
import type { PeerFiles } from "../peer-files.ts";
import { type Row, rowOf } from "../row.ts";
import type { Section } from "../section.ts";
import { byteLiteral } from "./literals.ts";
import { ABSENT, engineName } from "./machine.ts";
import { emptyVars, startMetered, steadily } from "./meter.ts";
import { ESPRUINO_PEERS, type EspruinoPeer, peerFiles, peerTitle } from "./peers.ts";
import { STAY } from "./stand-ins.ts";

const FOLDER = join("tools", "laboratory", "bench", "espruino");
const PROGRAM = join(FOLDER, "held-client.ts");
const GLOBALS = join(FOLDER, "held-client-globals.d.ts");

/** As much of a socket as a client needs that is handed one; the peers get it as well. */
const SOCKET = "var $writes=0,$socket={write:function(bytes){$writes++;},end:function(){}};";
/** To CONNECT, and to the SUBSCRIBE of ours: the peers have made none. */
const ANSWERS = [CONNACK, "\x90\x03\xff\x01\x01"];
/** What the program has of its application. */
const APPLICATION = "function $heard(payload){}\n";

/** What src/platform/espruino/boot.ts has for the client besides its link. */
const CLOCK = "function $now(){return (getTime()*1000)&0x7fffffff;}\n";

/** The target's peer, and its bound. */
const MEASURE: EspruinoPeer = "espruino-mqtt";
const AIM = { target: { ratioAtMost: 0.7 }, headline: "Espruino: held by the client when it is connected" };

const NAME =
  "held by the client alone when it is connected, its socket included, code in Storage " +
  "(ours: QoS 1 in a ring of 8 slots, will, checked keep-alive, backoff, a subscription)";

export const espruinoClientHeld: Section = {
  title: "The MQTT client alone, held when connected: Espruino",
  subject: "the client on Espruino",
  measure: async (skip, peers) => {
    const binaries = espruinoBinaries();
    if (binaries.length === 0) {
      skip(ABSENT);
      return [];
    }
    const programs = { ours: await ourProgram(), ...(await peerPrograms(peers, skip)) };
    const rows = await Promise.all(binaries.map((binary) => rowsOf(binary, programs)));
    return rows.flat();
  },
};

interface Program {
  files: ReadonlyMap<string, string>;
  /** Packets that it writes until it is connected and has nothing to do any more. */
  writes: number;
}
type Programs = { ours: Program } & Partial<Record<EspruinoPeer, Program>>;

async function rowsOf(binary: EspruinoBinary, { ours, ...peers }: Programs): Promise<Row[]> {
  const empty = await steadily(() => emptyVars(binary));
  const held = async (program: Program): Promise<number> =>
    (await steadily(() => connectedVars(binary, program))) - empty;
  const vars = await held(ours);
  const rows: Row[] = [];
  for (const peer of ESPRUINO_PEERS) {
    const program = peers[peer];
    const value = program === undefined ? undefined : await held(program);
    rows.push(
      rowOf({
        engine: engineName(binary),
        unit: "JsVar",
        name: NAME,
        ours: vars,
        peer: peerTitle(peer),
        value,
        ...(peer === MEASURE && AIM),
      }),
    );
  }
  return rows;
}

/** JsVars in use when the client is connected and does nothing any more. */
async function connectedVars(binary: EspruinoBinary, { files, writes }: Program): Promise<number> {
  const meter = startMetered(binary, new Map([[".boot0", STAY + SOCKET], ...files]));
  const written = (): Promise<number> => meter.ask('print("\\x02writes "+$writes);', "writes");
  try {
    // The pause before the first attempt is drawn.
    while ((await written()) === 0) await meter.quiet();
    for (const answer of ANSWERS) {
      await meter.ask(`$socket.emit("data",${byteLiteral(answer)});print("\\x02told 1");`, "told");
      await meter.quiet();
    }
    const sent = await written();
    if (sent !== writes)
      throw new Error(`A client in ${binary.name} wrote ${sent} packets, not ${writes}, to connect.`);
    return await meter.vars();
  } finally {
    meter.dispose();
  }
}

/** CONNECT and SUBSCRIBE. */
async function ourProgram(): Promise<Program> {
  const file = join(packageFolder, PROGRAM);
  const entry = { file, text: readFileSync(file, "utf8") };
  const globals = [join(packageFolder, GLOBALS)];
  const [image] = await emit(
    linkEntry(entry, globals, "espruino", { "src/features.ts": CLIENT_FEATURES }),
    "espruino",
    "held-client",
  );
  const text = (image?.content.text ?? "").replaceAll(/\$(setTimeout|clearTimeout)\b/g, "$1");
  const source = APPLICATION + CLOCK + text.replaceAll("$random", "Math.random");
  return { files: new Map([[BOOT_FILE, source]]), writes: 2 };
}

/** CONNECT: a peer has no subscription. */
async function peerPrograms(
  peers: PeerFiles,
  skip: (reason: string) => void,
): Promise<Partial<Record<EspruinoPeer, Program>>> {
  const programs: Partial<Record<EspruinoPeer, Program>> = {};
  for (const name of ESPRUINO_PEERS) {
    const peer = await peerFiles(name, peers, skip);
    if (peer === undefined) continue;
    const files = new Map([
      ["peer", peer.module],
      [BOOT_FILE, APPLICATION + peer.start],
    ]);
    programs[name] = { files, writes: 1 };
  }
  return programs;
}
