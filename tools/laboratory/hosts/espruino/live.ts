// A script in the real interpreter, in real time, with its code in flash and the real `net` on a loopback
// socket.
import type { SimulatedDevice } from "../../../../src/platform/node/world.ts";
import type { EspruinoBinary } from "./binaries.ts";
import { type InterpreterProcess, startInterpreter } from "./interpreter-process.ts";
import { AIR, LATER, serialSource, standInsFor, TELL, WIFI } from "./stand-ins.ts";
import { BOOT_FILE } from "./storage.ts";

export interface LiveOptions {
  binary: EspruinoBinary;
  /** The emitted script; the empty text leaves only the stand-ins, for what they cost. */
  script: string;
  /** Records of the device's storage when power comes on. Brought up to date when the power goes. */
  storage?: Map<string, string>;
  /**
   * Espruino source of an expression with `write(address, bytes)` (true: acknowledged) and `read(address,
   * count)` (a byte string, or undefined). Default: a bus where nothing acknowledges.
   */
  i2c?: string;
  /** 6 to 12 hexadecimal digits. */
  chipId?: string;
  /** The program whose pins and buses there are. Default: the script. */
  standInsOf?: string;
  /** Where the access point of the program is. Default: it opens none. */
  address?: string;
  /** A console line of the program. */
  log?: (line: string) => void;
  pinWritten?: (pin: string, level: number) => void;
}

export interface LiveDevice extends SimulatedDevice {
  /** JsVars in use now, stand-ins included; measured between two turns of the program. */
  jsVars: () => Promise<number>;
  /** Has the interpreter run out of JsVars? It reports this once and continues with the remaining ones. */
  ranOutOfMemory: () => boolean;
  /** Types one line at the console. */
  type: (command: string) => void;
  /** Brings Wi-Fi up or down. */
  setNetwork: (up: boolean) => void;
  /** Ends the process and removes its folder; pending stop callbacks are dropped. */
  dispose: () => void;
}

const STOP_MS = 100;
const STOP_LIMIT_MS = 3000;

/** Runs a script live. Ends with `kill`, `stop` or `dispose`; the last also cleans up. */
export function runEspruino(options: LiveOptions): LiveDevice {
  const { binary, storage = new Map<string, string>() } = options;
  const awaited: ((vars: number) => void)[] = [];
  let whenClosed: (() => void) | undefined;
  let look: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;
  let ranOutOfMemory = false;
  const marked: Record<string, (text: string) => void> = {
    pin: (text) => {
      const [pin = "", level] = text.split(" ");
      options.pinWritten?.(pin, Number(level));
    },
    vars: (text) => awaited.shift()?.(Number(text)),
    streams: (text) => {
      if (Number(text) === 0) whenClosed?.();
    },
  };
  const files = new Map(storage).set(".boot0", preludeOf(options));
  if (options.script !== "") files.set(BOOT_FILE, options.script);
  const child: InterpreterProcess = startInterpreter({
    binary,
    files,
    onLine: (line, isMarked) => {
      if (line.includes("OUT OF MEMORY")) ranOutOfMemory = true;
      if (!isMarked) options.log?.(line);
      else marked[line.split(" ", 1)[0] ?? ""]?.(line.slice(line.indexOf(" ") + 1));
    },
  });
  const keepFiles = (): void => {
    storage.clear();
    for (const [name, data] of child.files()) if (!name.startsWith(".boot")) storage.set(name, data);
  };
  const lookNoMore = (): void => {
    clearInterval(look);
    clearTimeout(limit);
    whenClosed = undefined;
  };
  const kill = (): void => {
    child.kill();
    keepFiles();
  };

  return {
    engine: `espruino (${binary.name})`,
    jsVars: () =>
      new Promise((resolve) => {
        awaited.push(resolve);
        child.type('$tell("vars",process.memory().usage)');
      }),
    ranOutOfMemory: () => ranOutOfMemory,
    type: child.type,
    setNetwork: (up) => child.type(`$wifi(${up})`),
    // The handlers of "kill" run, as before reset(); then whoever listens waits until the sockets have
    // closed.
    stop: (done) => {
      look = setInterval(() => child.type('$tell("streams",$open)'), STOP_MS);
      limit = setTimeout(() => whenClosed?.(), STOP_LIMIT_MS);
      whenClosed = () => {
        lookNoMore();
        kill();
        done();
      };
      child.type('E.emit("kill")');
    },
    kill,
    dispose: () => {
      lookNoMore();
      child.dispose();
    },
  };
}

function preludeOf(options: LiveOptions): string {
  const { i2c, address, chipId = "a1b2c3d4e5f6", script, standInsOf = script } = options;
  return [
    TELL,
    LATER,
    standInsFor(standInsOf, i2c),
    serialSource(chipId),
    WIFI,
    COUNTED_NET,
    ...(address === undefined ? [] : [`var $address=${JSON.stringify(address)};`, AIR]),
    // The process ends when neither a timer nor a socket is left.
    "setInterval(function(){},60000);",
  ].join("\n");
}

/** The real `net`, with a count of the sockets that are open: one JsVar a socket. */
const COUNTED_NET = `
var $open=0,$require=require,$gone=function(){$open--;},$net={connect:function(o,cb){
  var s=$require("net").connect(o,cb);
  $open++;
  s.prependListener("close",$gone);
  return s;}};
global.require=function(n){return n=="net"?$net:$require(n);};`;
