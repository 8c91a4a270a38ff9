// Real Lua 5.1 and 5.3 in WebAssembly (the binaries of lua-wasm-bindings), started without the published
// glue.
//
// The glue cannot be used here: it registers process-wide error listeners and builds a file system for every
// VM, and it has no binary-safe way in or out. Three of the imports that it hands to the VM give both:
// `os.difftime` becomes a question with a number, standard output and input carry bytes as they are. The rest
// of the imports fail loudly.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export type LuaVersion = "5.1" | "5.3";

/**
 * The calls of Lua code into this process. An exception thrown in here unwinds the VM, which must then be
 * restored.
 */
interface Outside {
  /** `os.difftime(operation, number)`. */
  ask: (operation: number, number: number) => number;
  /** Bytes written to standard output. The view is valid during the call only. */
  written: (bytes: Buffer) => void;
  /** Fills `into` from standard input; returns the number of bytes, at least 1. */
  read: (into: Buffer) => number;
}

type WasmFunction = (...args: number[]) => number;

export interface LuaInstance {
  outside: Outside;
  /** Calls an exported C function, such as `lua_pcall`. */
  call: (name: string, ...args: number[]) => number;
  /** The VM's memory; a new view after it has grown. */
  memory: () => Buffer;
  /** Puts the memory back to `image` (all of the memory that was in use then). */
  restore: (image: Buffer) => void;
}

const RELEASES: Record<LuaVersion, string> = { "5.1": "5.1.5", "5.3": "5.3.6" };
const PAGE_BYTES = 65536;
const LONG_JUMP = Symbol("longjmp");
/** No terminal: the answer of ioctl that keeps standard output unbuffered. */
const NOT_A_TERMINAL = -59;

interface LuaBinary {
  module: WebAssembly.Module;
  /** Name of an import or export in the binary, by the name of the C function. */
  imports: Map<string, string>;
  exports: Map<string, string>;
}

/** The published binary, or one made of it. */
type Build = (published: Buffer) => Buffer;
const PUBLISHED: Build = (published) => published;

const binaries = new Map<LuaVersion, Map<Build, LuaBinary>>([
  ["5.1", new Map()],
  ["5.3", new Map()],
]);

/** Starts one more Lua VM; all VMs of a build share the compiled code. */
export function instantiateLua(version: LuaVersion, build = PUBLISHED): LuaInstance {
  const binary = binaryOf(version, build);
  const instance: LuaInstance = { outside: DEAF, call, memory: () => view(), restore };
  const invoke: Runtime["invoke"] = (index, ...args) => table.get(index)(...args);
  const functions = importsFor(instance, { call, invoke, grow });
  const imports = Object.fromEntries(
    [...binary.imports].map(([name, letter]) => [letter, functions[name] ?? missing(name)]),
  );
  const wasm = new WebAssembly.Instance(binary.module, { a: imports });
  const exported = Object.values(wasm.exports);
  const memory = exported.find((value) => value instanceof WebAssembly.Memory) as WebAssembly.Memory;
  const table = exported.find((value) => value instanceof WebAssembly.Table) as WebAssembly.Table;
  let current = Buffer.from(memory.buffer);

  function call(name: string, ...args: number[]): number {
    const letter = binary.exports.get(name);
    if (letter === undefined) throw new Error(`Lua ${version} in WebAssembly has no function "${name}".`);
    return (wasm.exports[letter] as WasmFunction)(...args);
  }

  function view(): Buffer {
    if (current.buffer !== memory.buffer) current = Buffer.from(memory.buffer);
    return current;
  }

  function grow(bytes: number): boolean {
    memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES));
    return true;
  }

  function restore(image: Buffer): void {
    image.copy(view());
    view().fill(0, image.length);
    call("setThrew", 0, 0);
  }

  call("__wasm_call_ctors");
  return instance;
}

const DEAF: Outside = {
  ask: () => 0,
  written: () => {},
  read: () => {
    throw new Error("Lua read from standard input before anything was there.");
  },
};

interface Runtime {
  call: (name: string, ...args: number[]) => number;
  invoke: (index: number, ...args: number[]) => void;
  grow: (bytes: number) => boolean;
}

/** The imports that a Lua without files and programs needs, by their C names. */
function importsFor(instance: LuaInstance, { call, invoke, grow }: Runtime): Record<string, WasmFunction> {
  let highWord = 0;
  return {
    difftime: (operation, number) => instance.outside.ask(operation as number, number as number),
    ...standardStreams(instance),
    ...longJumps(call, invoke),
    emscripten_memcpy_big: (to, from, count) => {
      instance.memory().copyWithin(to as number, from as number, (from as number) + (count as number));
      return to as number;
    },
    emscripten_resize_heap: (bytes) => (grow((bytes as number) >>> 0) ? 1 : 0),
    setTempRet0: (value) => {
      highWord = value as number;
      return 0;
    },
    getTempRet0: () => highWord,
    /** Lua 5.3 seeds its string hashes with the time: the same seed in every run. */
    time: (address) => {
      if (address) instance.memory().writeInt32LE(0, address);
      return 0;
    },
    __sys_ioctl: () => NOT_A_TERMINAL,
    environ_sizes_get: (count, size) => {
      instance.memory().writeUInt32LE(0, count as number);
      instance.memory().writeUInt32LE(0, size as number);
      return 0;
    },
    environ_get: () => 0,
  };
}

/** Standard output and input. */
function standardStreams(instance: LuaInstance): Record<string, WasmFunction> {
  return {
    fd_write: (_file, vectors, count, total) => {
      const memory = instance.memory();
      const bytes = eachVector(memory, vectors as number, count as number, (piece) => {
        instance.outside.written(piece);
        return piece.length;
      });
      memory.writeUInt32LE(bytes, total as number);
      return 0;
    },
    fd_read: (_file, vectors, count, total) => {
      const memory = instance.memory();
      const bytes = eachVector(memory, vectors as number, count as number, (p) => instance.outside.read(p));
      memory.writeUInt32LE(bytes, total as number);
      return 0;
    },
  };
}

/** C's `setjmp` and `longjmp`, by which Lua throws its errors: an exception of JavaScript that a call catches. */
function longJumps(call: Runtime["call"], invoke: Runtime["invoke"]): Record<string, WasmFunction> {
  return {
    invoke_vii: (index, ...args) => {
      const stack = call("stackSave");
      try {
        invoke(index as number, ...args);
      } catch (thrown) {
        if (thrown !== LONG_JUMP) throw thrown;
        call("stackRestore", stack);
        call("setThrew", 1, 0);
      }
      return 0;
    },
    emscripten_longjmp: (environment, value) => {
      call("setThrew", environment as number, value || 1);
      throw LONG_JUMP;
    },
  };
}

/**
 * Passes each piece of memory to `carry` in turn, until it does not use one up. Returns the bytes carried.
 */
function eachVector(
  memory: Buffer,
  vectors: number,
  count: number,
  carry: (piece: Buffer) => number,
): number {
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    const start = memory.readUInt32LE(vectors + 8 * i);
    const length = memory.readUInt32LE(vectors + 8 * i + 4);
    if (length === 0) continue;
    const carried = carry(memory.subarray(start, start + length));
    total += carried;
    if (carried < length) break;
  }
  return total;
}

function missing(name: string): WasmFunction {
  return () => {
    throw new Error(`Lua called "${name}", which no chip has.`);
  };
}

function binaryOf(version: LuaVersion, build: Build): LuaBinary {
  const builds = binaries.get(version) as Map<Build, LuaBinary>;
  let binary = builds.get(build);
  if (binary === undefined) {
    const glue = createRequire(import.meta.url).resolve(
      `lua-wasm-bindings/dist/glue/glue-lua-${RELEASES[version]}.js`,
    );
    const text = readFileSync(glue, "utf8");
    binary = {
      module: new WebAssembly.Module(build(readFileSync(glue.replace(/\.js$/, ".wasm")))),
      imports: importNames(text),
      exports: exportNames(text),
    };
    builds.set(build, binary);
  }
  return binary;
}

/** The binary's names are shortened to letters; its glue holds the key: `{"t":_difftime,...}`. */
function importNames(glue: string): Map<string, string> {
  const list = /asmLibraryArg=\{([^}]*)\}/.exec(glue)?.[1] ?? "";
  return new Map(
    [...list.matchAll(/"(\w+)":_?(\w+)/g)].map(([, letter, name]) => [name, letter] as [string, string]),
  );
}

/** `Module["_lua_gettop"]=asm["H"]`. */
function exportNames(glue: string): Map<string, string> {
  const pairs = glue.matchAll(/Module\["_?(\w+)"\]=asm\["([\w$]+)"\]/g);
  return new Map([...pairs].map(([, name, letter]) => [name, letter] as [string, string]));
}
