// JsVars that an MQTT client alone holds when it is connected, its code in Storage, beside the clients of
// Espruino's library.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { emit, linkEntry } from "../../../image/build.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { CONNACK } from "../canned-broker.ts";
import { CLIENT_FEATURES } from "../operations/client.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { byteLiteral } from "./literals.ts";
import { ABSENT, espruinoEngineName } from "./machine.ts";
import { ESPRUINO_PEERS, type EspruinoPeer, peerFiles, peerTitle } from "./peers.ts";
import { heldVars, pause } from "./vars.ts";

const FOLDER = join(packageFolder, "tools", "laboratory", "bench", "espruino");

/**
 * As much of a socket as a client needs that is handed one; the peers get it as well. It tells each packet.
 */
const SOCKET = `var $socket={write:function(bytes){print("wrote a packet");},end:function(){}};
function $heard(payload){}
`;
/** What src/platform/espruino/boot.ts has for the client besides its link. */
const CLOCK = "function $now(){return (getTime()*1000)&0x7fffffff;}\n";
/** To CONNECT, and to the SUBSCRIBE of ours: the peers have made none. */
const ANSWERS = [CONNACK, "\x90\x03\xff\x01\x01"];
/** Longer than any pause before the first attempt, and than an answer takes. */
const [CONNECT_MS, ANSWER_MS] = [3000, 300];

/** The target's peer. */
const MEASURE: EspruinoPeer = "espruino-mqtt";
const TARGET = { ratioAtMost: 0.7 };
const HEADLINE = "held by the client when it is connected";

const NAME =
  "held by the client alone when it is connected, its socket included, code in Storage " +
  "(ours: QoS 1 in a ring of 8 slots, will, checked keep-alive, backoff, a subscription)";

export const espruinoClientHeld: Section = {
  title: "The MQTT client alone, held when connected: Espruino",
  subject: "the client on Espruino",
  measure: async (skip, peers) => {
    const binaries = espruinoBinaries();
    if (binaries.length === 0) skip(ABSENT);
    const [ours, ...theirs] = [
      await ourProgram(),
      ...(await Promise.all(
        ESPRUINO_PEERS.map(async (name) => {
          const peer = await peerFiles(name, peers, skip);
          // CONNECT: a peer has no subscription.
          return peer && { script: SOCKET + peer.start, modules: { peer: peer.module }, writes: 1 };
        }),
      )),
    ];
    const rows: Row[] = [];
    for (const binary of binaries) {
      const vars = await connectedVars(binary, ours);
      for (const [at, peer] of ESPRUINO_PEERS.entries()) {
        const program = theirs[at];
        rows.push(
          benchRow({
            engine: espruinoEngineName(binary),
            unit: "JsVar",
            name: NAME,
            ours: vars,
            peer: peerTitle(peer),
            value: program && (await connectedVars(binary, program)),
            ...(peer === MEASURE && {
              target: TARGET,
              headline: `${espruinoEngineName(binary)}: ${HEADLINE}`,
            }),
          }),
        );
      }
    }
    return rows;
  },
};

interface Program {
  script: string;
  modules?: Readonly<Record<string, string>>;
  /** Packets that it writes until it is connected and has nothing to do any more. */
  writes: number;
}

/** JsVars in use when the client is connected and does nothing any more. */
async function connectedVars(
  binary: EspruinoBinary,
  { script, modules = {}, writes }: Program,
): Promise<number> {
  let written = 0;
  const log = (line: string): void => {
    if (line === "wrote a packet") written += 1;
  };
  const held = await heldVars(
    { binary, script, storage: new Map(Object.entries(modules)), log },
    async (device) => {
      written = 0;
      await pause(CONNECT_MS);
      for (const answer of ANSWERS) {
        device.type(`$socket.emit("data",${byteLiteral(answer)})`);
        await pause(ANSWER_MS);
      }
    },
  );
  if (written === writes) return held;
  throw new Error(`A client in ${binary.name} wrote ${written} packets, not ${writes}, to connect.`);
}

/** CONNECT and SUBSCRIBE. */
async function ourProgram(): Promise<Program> {
  const file = join(FOLDER, "held-client.ts");
  const entry = { file, text: readFileSync(file, "utf8") };
  const globals = [join(FOLDER, "held-client-globals.d.ts")];
  const constants = { "src/features.ts": CLIENT_FEATURES };
  const [image] = await emit(linkEntry(entry, globals, "espruino", constants), "espruino", "held-client");
  const text = (image?.content.text ?? "").replaceAll(/\$(setTimeout|clearTimeout)\b/g, "$1");
  return { script: SOCKET + CLOCK + text.replaceAll("$random", "Math.random"), writes: 2 };
}
