// A board running Espruino, hosted in this process: an emitted script in a context as poor as the interpreter.
import type { Board } from "../../../boards/board.ts";
import type { SimulatedDevice, World } from "../world.ts";
import { installAnalog, installOneWire } from "./analog.ts";
import { installEvents, installPromise, installTimers } from "./events.ts";
import { i2cBus } from "./i2c.ts";
import { Interpreter } from "./interpreter.ts";
import { Pins } from "./pins.ts";
import { NO_ARRAY, prepareScript } from "./poor-script.ts";
import { createRealm, type Realm } from "./realm.ts";
import { Sockets } from "./sockets.ts";
import { storageModule } from "./storage.ts";
import { installSystem } from "./system.ts";
import type { Transcript } from "./transcript.ts";
import { Wifi } from "./wifi.ts";

export interface EspruinoOptions {
  /** The emitted script: it is put into the world's storage as the boot code. Without one, what is there is the boot code. */
  script?: string;
  world: World;
  board: Board;
  /** Bytes a socket sends and receives in one idle turn: 536, on ESP8266 268. */
  chunkBytes: 536 | 268;
  /** Names that DNS does not know. */
  unknownHosts?: readonly string[];
  /** The network there is; without it any name and password join. */
  wifi?: { ssid: string; password: string };
  /** Wi-Fi is joined and lost in the moment in which the world's network comes and goes. Default false: as on a chip. */
  joinsWithWorld?: boolean;
  /** Writes down all that goes through the program's border, for `replayLife`. */
  transcript?: Transcript;
}

export interface EspruinoDevice extends SimulatedDevice {
  /** Texts of the errors that nothing in the program caught, since power came on. */
  readonly errors: readonly string[];
  /** Where those since the last start were raised: stacks, which name lines of the script as ".bootcde:12:5". */
  readonly stacks: readonly string[];
  /** How often the program was started: 1 after the first boot. */
  readonly boots: number;
  /** JsVars that `process.memory()` says are free; all but one until set. */
  freeVars: number;
  /** Evaluates text in the running program, as typed at its console. */
  evaluate: (source: string) => unknown;
  /** Starts the program anew with the same storage, as a press on the reset button does. */
  reboot: () => void;
}

/** Boot code of the image in Storage. */
export const BOOT_FILE = ".bootcde";

/** ESP32's stack takes this much before something has left; ESP8266 one chunk at a time. */
const ESP32_WINDOW_BYTES = 5744;
const BOOT_MS = 300;

interface Program {
  interpreter: Interpreter;
  realm: Realm;
  sockets: Sockets;
  wifi: Wifi;
  pins: Pins;
}

/** Checks the script, stores it, and powers the board on. The program starts a moment later on the world's clock. */
export function hostEspruino(options: EspruinoOptions): EspruinoDevice {
  const { world, board } = options;
  if (options.script !== undefined) {
    const bytes = Buffer.from(options.script, "utf8").toString("latin1");
    prepareScript(bytes);
    world.storage.set(BOOT_FILE, bytes);
  }

  const errors: string[] = [];
  const clock = { offsetMs: 0 };
  const state = { boots: 0, freeVars: Math.max((board.memory.jsVars ?? 16383) - 1, 0) };
  let program: Program | undefined;
  let cancelBoot: (() => void) | undefined;

  const powerOff = (): void => {
    cancelBoot?.();
    program?.interpreter.die();
    program?.sockets.dropAll();
    program?.wifi.dispose();
    program?.pins.dispose();
    program = undefined;
  };
  let resetReason = world.chip.resetReason;
  const boot = (file: string | undefined): void => {
    cancelBoot = world.after(BOOT_MS, () => {
      state.boots += 1;
      options.transcript?.begin(world.storage);
      options.transcript?.event(world.now(), "boot");
      program = createProgram();
      start(program, file === undefined ? undefined : world.storage.get(file), file ?? "");
    });
  };
  const restart = (kind: "load" | "reset" | "reboot", file: string = BOOT_FILE): void => {
    const current = program;
    if (kind === "reboot") {
      resetReason = "software";
      powerOff();
      boot(BOOT_FILE);
      throw new Error("the chip restarts");
    }
    current?.interpreter.afterPass(() => {
      current.interpreter.call((current.realm.global.E as Record<string, unknown>)["#onkill"], undefined, []);
      current.sockets.closeAll();
      powerOff();
      boot(kind === "reset" ? undefined : file);
    });
  };

  function createProgram(): Program {
    const realm = createRealm(
      () => world.now() + clock.offsetMs,
      () => {
        const drawn = world.random(0x80000000);
        options.transcript?.answer("m", drawn);
        return drawn / 0x80000000;
      },
    );
    const interpreter = new Interpreter(world, realm, errors, options.transcript);
    installEvents(interpreter);
    installTimers(interpreter);
    installPromise(interpreter);
    realm.method(realm.global, NO_ARRAY, (value) => {
      if (Array.isArray(value)) throw new realm.intrinsics.TypeError("Assignment to a constant");
      return value;
    });
    const wifi = new Wifi(interpreter, {
      chip: board.chip,
      accepts: options.wifi,
      joinsWithWorld: options.joinsWithWorld === true,
    });
    const sockets = new Sockets(interpreter, {
      chunkBytes: options.chunkBytes,
      windowBytes: options.chunkBytes === 536 ? ESP32_WINDOW_BYTES : options.chunkBytes,
      unknownHosts: options.unknownHosts ?? [],
      isOnline: () => wifi.isJoined,
    });
    const modules = {
      net: sockets.module(false),
      ...(board.tls ? { tls: sockets.module(true) } : {}),
      Wifi: wifi.module,
      Storage: storageModule(interpreter, board.flashBytes),
    };
    realm.global.I2C1 = i2cBus(interpreter, board.chip);
    const pins = new Pins(interpreter, board);
    installAnalog(interpreter, board, pins);
    installOneWire(interpreter, pins);
    installSystem(interpreter, {
      board,
      modules,
      clock,
      freeVars: () => state.freeVars,
      resetReason: () => resetReason,
      restart,
    });
    return { interpreter, realm, sockets, wifi, pins };
  }

  function start({ interpreter, realm }: Program, source: string | undefined, file: string): void {
    if (source !== undefined) {
      const program = prepareScript(source);
      for (const name of program.lateNames) hideUntilSet(realm, name);
      interpreter.runText(program.source, file);
      interpreter.reportErrors();
    }
    interpreter.call((realm.global.E as Record<string, unknown>)["#oninit"], undefined, []);
    const onInit = interpreter.runText('typeof onInit === "function" ? onInit : undefined', "boot");
    if (onInit !== undefined) interpreter.call(onInit, undefined, []);
    interpreter.reportErrors();
    interpreter.raiseFault();
  }

  /** The handlers of "kill" run, as before `reset()`; what they wrote still leaves, then the power goes. */
  const stop = (done: () => void): void => {
    const current = program;
    if (current === undefined) {
      world.after(0, done);
      return;
    }
    current.interpreter.emit(current.realm.global.E as object, "kill", [], ["e", "E", "kill", "-"]);
    const watch = (): void => {
      if (program === current && current.sockets.openStreams > 0) {
        world.after(STOP_LOOK_MS, watch);
        return;
      }
      powerOff();
      done();
    };
    world.after(STOP_LOOK_MS, watch);
  };

  boot(BOOT_FILE);
  return {
    engine: "espruino (vm)",
    errors,
    get stacks() {
      return program?.interpreter.stacks ?? [];
    },
    get boots() {
      return state.boots;
    },
    get freeVars() {
      return state.freeVars;
    },
    set freeVars(count: number) {
      state.freeVars = count;
    },
    evaluate: (source) => {
      const result = program?.realm.run(source, "console");
      program?.interpreter.raiseFault();
      return result;
    },
    reboot: () => {
      resetReason = "reset";
      powerOff();
      boot(BOOT_FILE);
    },
    stop,
    kill: powerOff,
  };
}

const STOP_LOOK_MS = 10;

/** Until its text has run, a global of the program cannot be read: nothing is hoisted there. */
function hideUntilSet({ global, intrinsics }: Realm, name: string): void {
  Object.defineProperty(global, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      throw new intrinsics.ReferenceError(`"${name}" is not defined`);
    },
    set: (value: unknown) => {
      Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: true });
    },
  });
}
