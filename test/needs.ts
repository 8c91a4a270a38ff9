// Needs of a test beside what npm ci installed, one value each. A test declares a need as its options, and is
// skipped where one is missing:
//   test("a monitor shows what the board prints", needs(SOCAT), async () => { ... });
import { spawnSync } from "node:child_process";
import type { TestContext, TestOptions } from "vitest";
import { hasOpenssl } from "../tools/laboratory/brokers/certificates.ts";
import { hasKafka } from "../tools/laboratory/brokers/kafka.ts";
import { hasSocat } from "../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { espruinoBinaries } from "../tools/laboratory/hosts/espruino/binaries.ts";
import { luacCross } from "../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { hasPrompt } from "../tools/laboratory/hosts/nodemcu/real-lua.ts";
import { hasChromium } from "../tools/laboratory/page/chromium-program.ts";
import { SCENE_BROKERS } from "../tools/laboratory/scenes/brokers.ts";
import { hasHomeAssistant } from "./brokers/home-assistant/program.ts";

declare module "vitest" {
  interface TaskMeta {
    /** Names of the needs that are missing, by which the test is skipped. */
    lacks?: readonly string[];
  }
}

export interface Need {
  name: string;
  /** What somebody does who wants it, after "it needs <name>: ". */
  get: string;
  isHere(): boolean;
  /** "installed" is what .ci/run installs: with CI=true a test must not lack it. "optional" is what no package brings. */
  inCi: "installed" | "optional";
}

export const ESPRUINO = interpreter("a real Espruino", "espruino*", () => espruinoBinaries().length > 0);
/** One whose pool is as small as an ESP8266's. */
export const SMALL_ESPRUINO = interpreter("a real Espruino of fewer than 2,048 JsVars", "espruino-1600", () =>
  espruinoBinaries().some(({ jsVars }) => jsVars < 2048),
);
export const LUAC_CROSS_51 = interpreter("NodeMCU's luac.cross for Lua 5.1", "luac.cross-51", () =>
  luacCross().some(({ version }) => version === "5.1"),
);
export const LUAC_CROSS_53 = interpreter("NodeMCU's luac.cross for Lua 5.3", "luac.cross-53", () =>
  luacCross().some(({ version }) => version === "5.3"),
);
/** It shows what people see of a device, and sends what they do. */
export const HOME_ASSISTANT: Need = {
  name: "Home Assistant 2026.11 or later",
  get: "name its program, hass, in HASS_BIN",
  inCi: "optional",
  isHere: once(hasHomeAssistant),
};
/** A time server that is not ours. It has to be allowed port 123 of a loopback address. */
export const CHRONY: Need = {
  name: "chrony, and port 123 of 127.0.0.31",
  get: "apt-get install chrony, and run as root",
  inCi: "optional",
  isHere: once(() => spawnSync("chronyd", ["--version"]).status === 0),
};
/** By their names in docs/brokers.md. */
export const REAL_BROKERS: Readonly<Record<string, Need>> = Object.fromEntries(
  SCENE_BROKERS.map(({ name, program, get }) => [
    name,
    { name, get, inCi: name === "Mosquitto" ? "installed" : "optional", isHere: () => program !== undefined },
  ]),
);
export const MOSQUITTO = REAL_BROKERS.Mosquitto as Need;
export const RABBITMQ = REAL_BROKERS.RabbitMQ as Need;
export const KAFKA: Need = {
  name: "a Kafka with Java 17",
  get: "name a folder in KAFKA_HOME that has Kafka's jars in libs",
  inCi: "optional",
  isHere: once(hasKafka),
};
/** Builds the native part of a program from npm: whether it does is known when it was tried. */
export const CPP_COMPILER: Need = {
  name: "a C++ compiler with Python and the headers of Node",
  get: "apt-get install g++ make python3",
  inCi: "optional",
  isHere: () => true,
};

export const OPENSSL = debianPackage("openssl", () => hasOpenssl);
export const SOCAT = debianPackage("socat", hasSocat);
export const CHROMIUM = debianPackage("chromium", hasChromium);
export const LUA_51 = debianPackage("lua5.1", () => hasPrompt("lua5.1"));
export const LUA_53 = debianPackage("lua5.3", () => hasPrompt("lua5.3"));

/** All of them: the last lines of a run say of each that is missing how to get it. */
export const NEEDS: readonly Need[] = [
  ESPRUINO,
  SMALL_ESPRUINO,
  LUAC_CROSS_51,
  LUAC_CROSS_53,
  HOME_ASSISTANT,
  CHRONY,
  ...Object.values(REAL_BROKERS),
  KAFKA,
  CPP_COMPILER,
  OPENSSL,
  SOCAT,
  CHROMIUM,
  LUA_51,
  LUA_53,
];

/** An interpreter that has a core to itself takes a tenth of that; on a loaded machine it is all that keeps a test from its end. */
const INTERPRETER_MS = 1_200_000;

/** Options of a test, or of a group of tests, that is skipped where one of these is missing. */
export function needs(...all: readonly Need[]): TestOptions {
  const lacks = all.filter((need) => !need.isHere()).map(({ name }) => name);
  if (lacks.length > 0) return { skip: true, meta: { lacks } };
  return all.some(({ inCi }) => inCi === "optional") ? { timeout: INTERPRETER_MS } : {};
}

/** Skips the test that is running, for what it found missing. */
export function skipWithout(missing: Need, { task, skip }: TestContext): never {
  task.meta.lacks = [missing.name];
  return skip();
}

/** An interpreter that no package brings: somebody has built it. */
function interpreter(name: string, program: string, isHere: () => boolean): Need {
  const list = program.startsWith("espruino") ? "ESPRUINO_BIN" : "LUAC_CROSS";
  const get = `list it in ${list}, or put it on the PATH as ${program}`;
  return { name, get, inCi: "optional", isHere: once(isHere) };
}

function debianPackage(name: string, isHere: () => boolean): Need {
  return { name, get: `apt-get install ${name}`, inCi: "installed", isHere: once(isHere) };
}

function once(ask: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= ask();
    return known;
  };
}
