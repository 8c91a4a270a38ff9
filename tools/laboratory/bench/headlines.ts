// The rows that docs/performance.md begins with, each under a short name: the figures that ringmote is held to.
import type { Bar } from "./chart.ts";
import type { ShownRecord, ShownRow } from "./record.ts";

export interface Headline {
  what: string;
  /** How its section's heading, and its name there, begin. */
  title: string;
  name: string;
}

const LUA_MACHINE = "The MQTT client alone, for one message: machine instructions of stock Lua";
const LUA_VM = "The MQTT client alone, for one message: Lua's virtual machine";
const LUA_GROWTH = "The MQTT client alone, grown tenfold: Lua's virtual machine";
const BYTECODE = "Stripped bytecode: Lua";
const ESPRUINO = "The MQTT client alone, for one message: machine instructions of Espruino";
const NODE_CPU = "CPU time of the client for each message: Node";
const NODE_PROGRAM = "A program's client, by its public face and at a real socket: Node";
const NODE_ANSWER = "From publish to acknowledgement: Node";
const NODE_GROWTH = "Ten times as large: Node";
const GARDEN = "On the wire: a day of a garden";

const LIST: readonly (readonly [what: string, title: string, name: string])[] = [
  ["Espruino: publish at QoS 0", ESPRUINO, "of the machine to publish 20 bytes at QoS 0"],
  ["Espruino: take a message and route it", ESPRUINO, "of the machine to take 20 bytes at QoS 0"],
  [
    "Espruino: held by the client when it is connected",
    "The MQTT client alone, held when connected: Espruino",
    "held by the client alone",
  ],
  ["Lua 5.1: publish at QoS 0", LUA_MACHINE, "of the machine to publish 20 bytes at QoS 0"],
  ["Lua 5.1: publish at QoS 1, with its PUBACK", LUA_MACHINE, "of the machine to publish 20 bytes at QoS 1"],
  ["Lua 5.1: take a message and route it", LUA_MACHINE, "of the machine to take 20 bytes at QoS 0"],
  ["Lua, allocated to publish 20 bytes", LUA_VM, "allocated to publish 20 bytes at QoS 0"],
  ["Lua, allocated to take 20 bytes", LUA_VM, "allocated to take 20 bytes at QoS 0"],
  ["Lua, allocated to take a PUBACK", LUA_VM, "allocated to take a PUBACK"],
  ["Lua, allocated to acknowledge", LUA_VM, "allocated to acknowledge a message at QoS 1"],
  ["Lua, bytecode of the client", BYTECODE, "all modules of the MQTT client alone"],
  ["Lua, bytecode of the climate device", BYTECODE, "all modules of the climate device"],
  ["Lua, a ring of 160 slots", LUA_GROWTH, "of the VM to publish 20 bytes at QoS 1 into the last of 160"],
  [
    "Lua, 100 subscriptions",
    LUA_GROWTH,
    "of the VM to take 20 bytes at QoS 0 and give them to their subscriber, one of 100",
  ],
  ["Node: decode and encode, bytes a second", "Decode and encode a mixed stream: Node", "decode and encode"],
  ["Node: publish at QoS 0", NODE_CPU, "publish at QoS 0, 7 under way, through a null peer"],
  [
    "Node: publish at QoS 1",
    NODE_CPU,
    "publish at QoS 1 and take its PUBACK, 7 under way, through a null peer",
  ],
  [
    "Node, MQTT 5.0: publish at QoS 0",
    NODE_CPU,
    "publish at QoS 0 in MQTT 5.0, 7 under way, through a null peer",
  ],
  [
    "Node, MQTT 5.0: publish at QoS 1",
    NODE_CPU,
    "publish at QoS 1 and take its PUBACK in MQTT 5.0, 7 under way, through a null peer",
  ],
  ["Node: publish at QoS 0, Mosquitto", NODE_CPU, "publish at QoS 0, 7 under way, through Mosquitto"],
  [
    "Node: publish at QoS 1, Mosquitto",
    NODE_CPU,
    "publish at QoS 1 and take its PUBACK, 7 under way, through Mosquitto",
  ],
  ["Node, a program at a real socket: publish at QoS 0", NODE_PROGRAM, "publish at QoS 0"],
  ["Node, a program at a real socket: publish at QoS 1", NODE_PROGRAM, "publish at QoS 1"],
  [
    "Node, a program at a real socket: take a message",
    NODE_PROGRAM,
    "take a message at QoS 0 by a wildcard, through Mosquitto, with 0",
  ],
  [
    "Node, a program at a real socket: the same beside 1,000 wildcards",
    NODE_PROGRAM,
    "take a message at QoS 0 by a wildcard, through Mosquitto, with 1000",
  ],
  [
    "Node: publish to PUBACK, half of them within",
    NODE_ANSWER,
    "publish to acknowledgement at QoS 1 through Mosquitto, 50 %",
  ],
  [
    "Node: publish to PUBACK, 99 % within",
    NODE_ANSWER,
    "publish to acknowledgement at QoS 1 through Mosquitto, 99 %",
  ],
  ["Node: heap of an idle client with its socket", NODE_PROGRAM, "heap held by each of 2000"],
  ["A day of a hundred soil sensors, all bytes of TCP", GARDEN, "in MQTT 3.1.1"],
  ["The same in MQTT 5.0, with topic aliases", GARDEN, "in MQTT 5.0"],
  [
    "Cold boot to the first PUBLISH",
    "What leaves a device: Node",
    "climate device, from power to its first PUBLISH: CONNECT, then",
  ],
  [
    "Node: a ring of 800 slots",
    NODE_GROWTH,
    "publish at QoS 1 and take a PUBACK, the ring being full; its slots: 800",
  ],
  [
    "Node: 1,000 subscriptions",
    NODE_GROWTH,
    "take a PUBLISH at QoS 0 and route it among subscriptions: 1000",
  ],
];

/** What readers are shown first, in this order. */
export const HEADLINES: readonly Headline[] = LIST.map(([what, title, name]) => ({ what, title, name }));

/** What readers ask, in their words, and the headline that answers it. */
const QUESTIONS: readonly (readonly [question: string, what: string])[] = [
  ["An Espruino board publishes at QoS 0", "Espruino: publish at QoS 0"],
  ["An Espruino board takes a message", "Espruino: take a message and route it"],
  ["The client in an Espruino board's memory", "Espruino: held by the client when it is connected"],
  ["A board with Lua publishes at QoS 0", "Lua 5.1: publish at QoS 0"],
  ["A board with Lua takes a message", "Lua 5.1: take a message and route it"],
  ["The client as Lua's bytecode", "Lua, bytecode of the client"],
  ["A program publishes at QoS 0", "Node, a program at a real socket: publish at QoS 0"],
  ["A program publishes at QoS 1, and awaits it", "Node, a program at a real socket: publish at QoS 1"],
  ["A program takes a message", "Node, a program at a real socket: take a message"],
  ["A program's idle client, with its socket", "Node: heap of an idle client with its socket"],
];

/** The record's answers to what readers ask. */
export function answers(record: ShownRecord): Bar[] {
  return QUESTIONS.flatMap(([question, what]) => {
    const headline = HEADLINES.find((one) => one.what === what);
    if (headline === undefined) throw new Error(`No headline is called "${what}".`);
    const row = headlineRow(record, headline);
    return row === undefined ? [] : [{ question, row }];
  });
}

/** The headline's row: of those of its name that have a target one that misses it, else the first. */
export function headlineRow(record: ShownRecord, { title, name }: Headline): ShownRow | undefined {
  const section = record.find((one) => one.title.startsWith(title));
  const rows = (section?.rows ?? []).filter((row) => row.target !== undefined && row.name.startsWith(name));
  return rows.find(({ met }) => met === false) ?? rows[0];
}
