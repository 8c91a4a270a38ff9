// luamqtt as a peer: its modules from a folder, and a program that offers what ours offers
// (client-program.ts).
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { luaLiteral } from "../../lua-literal.ts";
import { TOPIC } from "../operations/client-work.ts";
import { absentPeer, type PeerFiles } from "../peer-files.ts";
import type { LuaProgram } from "./vm-cost.ts";

/** Its modules without the connectors, in order of need; `mqtt` itself is `init.lua`. */
const MODULES = [
  "const",
  "bit53",
  "bitwrap",
  "tools",
  "protocol",
  "protocol4",
  "protocol5",
  "ioloop",
  "client",
  "init",
];

/** What its client for MQTT 3.1.1 on Lua 5.1 could do without, if it did not always load it. */
const NOT_NEEDED = ["bit53", "protocol5"];

/** The client, connected, with a connector that counts what is sent and has what is received in a string. */
const PROGRAM = `
local written,delivered,incoming,at=0,0,"",1
local sub=string.sub
local connector={
connect=function() return true end,
shutdown=function() end,
settimeout=function() end,
send=function(_,data) written=written+#data return #data end,
receive=function(_,count) local bytes=sub(incoming,at,at+count-1) at=at+count return bytes end,
}
local client=require("mqtt").client{uri="broker",clean=false,id="room1",keep_alive=60,connector=connector,
will={topic="home/room1/status",payload="offline",qos=1,retain=true}}
client:on("message",function(message) delivered=delivered+#message.payload end)
client:on("error",function(problem) error(problem) end)
function publishZero(payload) client:publish{topic="${TOPIC}",payload=payload} end
function publishOne(payload) client:publish{topic="${TOPIC}",payload=payload,qos=1} end
function receiveBytes(bytes) incoming,at=bytes,1 client:_sync_iteration() end
function subscribeTo(count)
for room=1,count do
local id=client:subscribe{topic="home/room"..room.."/temp"}
receiveBytes(string.char(144,3,math.floor(id/256),id%256,0))
end
end
function openStream() client:start_connecting() end
function loseStream(reason) client:close_connection(reason) end
function doNothing() end
function writeBytes(bytes) connector.send(nil,bytes) end
function countWritten() return written end
function countDelivered() return delivered end
openStream()
receiveBytes("\\32\\2\\0\\0")
`;

/** What it looks for and a chip has not, or has under another name. */
const CHIP_HAS_NOT = `package.loaded.os={time=function() return 0 end}
package.loaded.bit=bit
`;

/** The folder given with --peer; tells when there is none. */
export function luamqttFolder(peers: PeerFiles, skip: (reason: string) => void): string | undefined {
  if (peers.luamqtt === undefined) skip(absentPeer("luamqtt"));
  return peers.luamqtt;
}

/** For a chip's Lua, which reads no folder: every module is a function in the source. */
export function luamqttInChip(folder: string, lua: LuaVersion): LuaProgram {
  const modules = modulesFor(lua).map((name) => {
    const module = name === "init" ? "mqtt" : `mqtt.${name}`;
    return `package.preload[${luaLiteral(module)}]=function(...)\n${moduleText(folder, name)}\nend\n`;
  });
  return { source: `${CHIP_HAS_NOT}${modules.join("")}${PROGRAM}` };
}

/** For a chip that has its modules as files. */
export function luamqttImage(folder: string): LuaProgram {
  const files = modulesFor("5.3").map((name) => [
    name === "init" ? "mqtt.lua" : `mqtt.${name}.lua`,
    moduleText(folder, name),
  ]);
  return { image: Object.fromEntries(files), source: `${CHIP_HAS_NOT}${PROGRAM}` };
}

/**
 * For stock Lua 5.1, whose `require` loads the modules. luamqtt needs the C module `bit` there; tells when it
 * is missing.
 */
export function luamqttInStock(
  folder: string | undefined,
  skip: (reason: string) => void,
): LuaProgram | undefined {
  if (folder === undefined) return undefined;
  const hasBit = spawnSync("lua5.1", ["-e", 'require("bit")']).status === 0;
  if (!hasBit) skip("lua-bitop is not here: luamqtt needs it on Lua 5.1, and it is a package of Debian.");
  if (!hasBit) return undefined;
  const modules = modulesFor("5.1").map((name) => [join("mqtt", `${name}.lua`), moduleText(folder, name)]);
  const path = 'package.path="./?.lua;./?/init.lua"\n';
  return { modules: Object.fromEntries(modules), source: `${path}${PROGRAM}` };
}

/** The sources of what its client for MQTT 3.1.1 needs on Lua 5.1, without a connector. */
export function luamqttModules(folder: string): string[] {
  return MODULES.filter((name) => !NOT_NEEDED.includes(name)).map((name) => moduleText(folder, name));
}

/** Its operators of Lua 5.3 are an error of syntax on 5.1, where it does not load them. */
function modulesFor(lua: LuaVersion): string[] {
  return MODULES.filter((name) => lua === "5.3" || name !== "bit53");
}

function moduleText(folder: string, name: string): string {
  return readFileSync(join(folder, "mqtt", `${name}.lua`), "latin1");
}
