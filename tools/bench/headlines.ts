// The rows that README shows, each with a short name.
import type { Row } from "./row.ts";

export interface Headline {
  what: string;
  /** Is this its row? The first one of the record is shown. */
  isIt: (row: Row) => boolean;
}

function headline(what: string, engine: string, name: string, peer?: string): Headline {
  return {
    what,
    isIt: (row) =>
      row.engine.startsWith(engine) && row.name.startsWith(name) && (peer === undefined || row.peer === peer),
  };
}

const MACHINE = "of the machine to";

export const HEADLINES: readonly Headline[] = [
  headline("Lua 5.1, publish at QoS 0", "lua5.1", `${MACHINE} publish 20 bytes at QoS 0`),
  headline("Lua 5.1, publish at QoS 1 and take the PUBACK", "lua5.1", `${MACHINE} publish 20 bytes at QoS 1`),
  headline("Lua 5.1, take a message and route it", "lua5.1", `${MACHINE} take 20 bytes at QoS 0`),
  headline(
    "Lua 5.1, 32-bit: bytes allocated to publish",
    "Lua 5.1",
    "allocated to publish 20 bytes at QoS 0",
  ),
  headline(
    "Lua 5.1, 32-bit: bytes allocated to take a message",
    "Lua 5.1",
    "allocated to take 20 bytes at QoS 0",
  ),
  headline("Lua, the client as stripped bytecode", "luac5.1", "all modules of the MQTT client alone"),
  headline("Lua, the climate device as stripped bytecode", "luac5.1", "all modules of the climate device"),
];
