// One Lua VM with the host's Lua code: started from a memory image, driven event by event.
import type { LuaInstance, LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { instantiateChipLua } from "./narrow-lua.ts";
import { eventNumber, type HostEvent, OPERATIONS, type Operation } from "./operations.ts";
import { commonParts, type Part, type PreludeOptions, stockParts, webAssemblyChunk } from "./prelude.ts";

export interface MachineOptions extends PreludeOptions {
  version: LuaVersion;
}

/**
 * Answers a number or a length's worth of bytes; nothing is 0 to a number operation, "nil" to a bytes
 * operation.
 */
export type AnswerOperation = (
  operation: Operation,
  number: number,
  bytes: string,
) => number | string | undefined;

export interface Machine {
  /** Throws the program away and stands as after power-on. */
  reset: () => void;
  /** Lets the program handle one event. Returns the error that escaped, or nothing. */
  turn: (event: HostEvent) => string | undefined;
  /** Gives the VM back, to be used by another device. */
  release: () => void;
}

/** Bytes of Lua heap that the host's own side takes. */
export function hostHeapBytes(options: MachineOptions): number {
  return imageFor(options).hostBytes;
}

/** Where the program's state is: the function that takes an event lies at the bottom of its stack. */
interface Image {
  memory: Buffer;
  state: number;
  hostBytes: number;
}

const LUA_OK = 0;
const TURN = 1;
const SCRATCH_BYTES = 8;

const images = new Map<string, Image>();
const idle: Record<LuaVersion, LuaInstance[]> = { "5.1": [], "5.3": [] };

/** Takes a VM; nothing may run in it before the first `reset`. */
export function createNodeMcuMachine(options: MachineOptions, answer: AnswerOperation): Machine {
  const image = imageFor(options);
  const lua = idle[options.version].pop() ?? instantiateChipLua(options.version);
  const { version } = options;
  const current: Required<HostEvent> = { kind: "evaluate", id: 0, number: 0, bytes: "" };
  let hasBytes = false;
  let written = "";
  let reply = "";
  let replyPosition = 0;

  function ask(operation: number, number: number): number {
    const name = OPERATIONS[operation] as Operation;
    // A hook asks this one, maybe when the bytes of another question are out and the question is not.
    if (name === "watchdog") return Number(answer(name, number, "") ?? 0);
    const bytes = written;
    written = "";
    const value = name.startsWith("event") ? ofEvent(name) : answer(name, number, bytes);
    if (typeof value !== "string") return value ?? absent(name);
    reply = value;
    replyPosition = 0;
    return value.length;
  }

  function ofEvent(name: Operation): number | string | undefined {
    if (name === "eventKind") return eventNumber(current.kind);
    if (name === "eventId") return current.id;
    if (name === "eventNumber") return current.number;
    return hasBytes ? current.bytes : undefined;
  }

  function connect(): void {
    written = "";
    lua.outside = {
      ask,
      written: (bytes) => {
        written += bytes.toString("latin1");
      },
      read: (into) => {
        const count = into.write(reply.substring(replyPosition, replyPosition + into.length), "latin1");
        replyPosition += count;
        return count;
      },
    };
  }

  function reset(): void {
    lua.restore(image.memory);
    connect();
  }

  function turn({ kind, id = 0, number = 0, bytes }: HostEvent): string | undefined {
    current.kind = kind;
    current.id = id;
    current.number = number;
    current.bytes = bytes ?? "";
    hasBytes = bytes !== undefined;
    lua.call("lua_pushvalue", image.state, TURN);
    if (protectedCall(lua, version, image.state, 0) === LUA_OK) return undefined;
    const message = topOfStack(lua, image.state);
    lua.call("lua_settop", image.state, TURN);
    return message;
  }

  return {
    reset,
    turn,
    release: () => idle[version].push(lua),
  };
}

function absent(name: Operation): number {
  return OPERATIONS.indexOf(name) < FIRST_BYTES ? 0 : -1;
}
const FIRST_BYTES = OPERATIONS.indexOf("eventBytes");

function protectedCall(lua: LuaInstance, version: LuaVersion, state: number, results: number): number {
  return version === "5.1"
    ? lua.call("lua_pcall", state, 0, results, 0)
    : lua.call("lua_pcallk", state, 0, results, 0, 0, 0);
}

/** The text on top of Lua's stack. */
export function topOfStack(lua: LuaInstance, state: number): string {
  const stack = lua.call("stackSave");
  const lengthAt = lua.call("stackAlloc", SCRATCH_BYTES);
  const start = lua.call("lua_tolstring", state, -1, lengthAt);
  lua.call("stackRestore", stack);
  if (start === 0) return "an error that is not a text";
  return lua.memory().toString("latin1", start, start + lua.memory().readUInt32LE(lengthAt));
}

/**
 * The memory of a VM with nothing but the host in it: built once for each kind of chip, the same in every
 * run.
 */
function imageFor(options: MachineOptions): Image {
  const key = `${options.version} ${options.variant ?? options.chip} ${options.uptimeIsFloat} ${options.hasLfs === true} ${options.hasCrypto === true}`;
  let image = images.get(key);
  if (image === undefined) {
    image = buildImage(options);
    images.set(key, image);
  }
  return image;
}

function buildImage(options: MachineOptions): Image {
  const lua = instantiateChipLua(options.version);
  const parts = [...commonParts(options.chip, options.hasLfs, options.hasCrypto), ...stockParts()];
  const measured = { bytes: 0 };
  lua.outside = builder(parts, measured);
  const state = lua.call("luaL_newstate");
  lua.call("luaL_openlibs", state);
  run(lua, options.version, state, webAssemblyChunk(options));
  for (let times = 0; times < 2; times += 1) {
    lua.call("lua_pushvalue", state, TURN);
    run(lua, options.version, state);
  }
  const memory = lua.memory();
  let used = memory.length;
  while (memory[used - 1] === 0) used -= 1;
  return { memory: Buffer.from(memory.subarray(0, used)), state, hostBytes: measured.bytes };
}

/** Loads and calls `chunk`, or calls the function on top of the stack. */
function run(lua: LuaInstance, version: LuaVersion, state: number, chunk?: string): void {
  const loaded = chunk === undefined ? LUA_OK : lua.call("luaL_loadstring", state, stored(lua, chunk));
  const done = loaded === LUA_OK ? protectedCall(lua, version, state, chunk === undefined ? 0 : 1) : loaded;
  if (done !== LUA_OK) throw new Error(`The host's Lua side does not start: ${topOfStack(lua, state)}`);
}

/** Puts a text with its zero byte into the VM's memory. */
export function stored(lua: LuaInstance, text: string): number {
  const start = lua.call("malloc", text.length + 1);
  lua.memory().write(`${text}\0`, start, "latin1");
  return start;
}

/** The outside while an image is built: hands out the parts, then sends one event that measures the heap. */
function builder(parts: readonly Part[], measured: { bytes: number }): LuaInstance["outside"] {
  let reply = "";
  return {
    ask: (operation, number) => {
      const name = OPERATIONS[operation];
      if (name === "measured") measured.bytes = number;
      if (name === "eventKind") return eventNumber("measure");
      if (name !== "part") return OPERATIONS.indexOf(name as Operation) < FIRST_BYTES ? 0 : -1;
      const part = parts[number];
      if (part === undefined) return -1;
      reply = `${part.name}\n${part.text}`;
      return reply.length;
    },
    written: () => {},
    read: (into) => {
      const count = into.write(reply.substring(0, into.length), "latin1");
      reply = reply.substring(count);
      return count;
    },
  };
}
