// The engines that run the client that packets are handed to, each as the build makes an image for it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emit, linkEntry } from "../../../tools/image/build.ts";
import { createRealm } from "../../../tools/laboratory/hosts/espruino/realm.ts";
import { hostNodeMcu } from "../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { luaLiteral } from "../../../tools/laboratory/lua-literal.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import type { LuaVersion } from "../../../tools/targets/nodemcu/lua-wasm.ts";

/** A client as it is at first, and what it has come to. */
export interface PacketClient {
  /** Brings a new client to where it waits for CONNACK, or to where it stands (globals.d.ts). */
  begin: (where: "greet" | "stand", flags: string) => void;
  take: (bytes: string, piece: number) => void;
  outcome: () => Outcome;
}

export interface Outcome {
  state: number;
  /** Why connections and attempts ended, each in brackets. */
  reasons: string;
  closes: number;
  /** Bytes that it has written. */
  written: string;
  /** Payloads that it has delivered, each in brackets. */
  delivered: string;
}

export const ENGINES: readonly { name: string; host: () => Promise<PacketClient> }[] = [
  { name: "Lua 5.1", host: () => inLua("5.1") },
  { name: "Lua 5.3", host: () => inLua("5.3") },
  { name: "the context of Espruino", host: inEspruino },
];

const PROGRAM = join(import.meta.dirname, "program.ts");
const GLOBALS = join(import.meta.dirname, "globals.d.ts");
/** From power until the program has run: init.lua waits. */
const STARTED_MS = 5000;

const images = new Map<"nodemcu" | "espruino", Promise<Record<string, string>>>();

/** Built once. */
function imageFor(target: "nodemcu" | "espruino"): Promise<Record<string, string>> {
  const image = images.get(target) ?? build(target);
  images.set(target, image);
  return image;
}

async function build(target: "nodemcu" | "espruino"): Promise<Record<string, string>> {
  const entry = { file: PROGRAM, text: readFileSync(PROGRAM, "utf8") };
  const files = await emit(linkEntry(entry, [GLOBALS], target, {}), target, "packet-client");
  return Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
}

async function inLua(lua: LuaVersion): Promise<PacketClient> {
  const world = createVirtualWorld();
  const chip = lua === "5.1" ? "esp8266" : "esp32";
  const device = hostNodeMcu({ image: await imageFor("nodemcu"), chip, lua, world, splitOdds: 0 });
  device.boot();
  world.clock.advance(STARTED_MS);
  const problem = device.bootError();
  if (problem !== undefined) throw new Error(`The client does not start in Lua ${lua}: ${problem}`);
  return packetClient((name, values) =>
    device.evaluate(`return ${name}(${values.map(inLuaText).join(",")})`),
  );
}

function inLuaText(value: string | number): string {
  return typeof value === "number" ? String(value) : luaLiteral(value);
}

async function inEspruino(): Promise<PacketClient> {
  const [script = ""] = Object.values(await imageFor("espruino"));
  const { run } = createRealm(
    () => 0,
    () => 0,
  );
  run(script, "packet-client.js");
  return packetClient((name, values) =>
    String(run(`${name}(${values.map(inScriptText).join(",")})`, "call")),
  );
}

/** Every character is a byte. */
function inScriptText(value: string | number): string {
  return JSON.stringify(value);
}

function packetClient(call: (name: string, values: readonly (string | number)[]) => string): PacketClient {
  return {
    begin: (where, flags) => call(where === "greet" ? "packetsGreet" : "packetsStand", [flags]),
    take: (bytes, piece) => call("packetsTake", [bytes, piece]),
    outcome() {
      const [state, reasons, closes, codes, delivered] = call("packetsOutcome", []).split(";");
      const written = String.fromCharCode(...codes.split(" ").filter(Boolean).map(Number));
      return { state: Number(state), reasons, closes: Number(closes), written, delivered };
    },
  };
}
