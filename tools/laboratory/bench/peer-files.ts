// Peers that no package brings: whoever runs the bench names their files, `--peer luamqtt=<folder>`.
import { existsSync } from "node:fs";

/** What each name stands for. */
const PEERS = {
  luamqtt: "the folder of luamqtt that holds mqtt/init.lua",
  "espruino-mqtt": "the file MQTT.js of Espruino's modules",
  tinymqtt: "the file tinyMQTT.js of Espruino's modules",
} as const;

export type PeerName = keyof typeof PEERS;
export type PeerFiles = Readonly<Partial<Record<PeerName, string>>>;

/** Reads `name=path` pairs. Throws when a name is not known or nothing is at a path. */
export function readPeerFiles(pairs: readonly string[]): PeerFiles {
  const files: Partial<Record<PeerName, string>> = {};
  for (const pair of pairs) {
    const [, name = pair, path = ""] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (!isPeerName(name) || path === "")
      throw new Error(`--peer "${pair}" names no peer; write ${peerUsage().join(", or ")}.`);
    if (!existsSync(path))
      throw new Error(`--peer ${name}: there is nothing at ${path}; it is ${PEERS[name]}.`);
    files[name] = path;
  }
  return files;
}

/** How each is given. */
export function peerUsage(): string[] {
  return Object.entries(PEERS).map(([name, what]) => `${name}=<${what}>`);
}

/** Why a row has no figure of a peer that was not given. */
export function absentPeer(name: PeerName): string {
  return `the peer ${name} was not given: --peer ${name}=<${PEERS[name]}>.`;
}

function isPeerName(name: string): name is PeerName {
  return Object.hasOwn(PEERS, name);
}
