// A running program and its environment: the language, timers, sockets, Wi-Fi, Storage, pins and the machine.
import { installAnalog, installOneWire, installSpi, installUarts, neopixelModule } from "./analog.ts";
import { cryptoModule } from "./crypto-module.ts";
import { DatagramSockets } from "./datagrams.ts";
import type { EspruinoOptions } from "./device.ts";
import type { Doors } from "./doors.ts";
import { installEvents, installPromise, installTimers } from "./events.ts";
import { flashModule } from "./flash-module.ts";
import { i2cBus } from "./i2c.ts";
import { Interpreter } from "./interpreter.ts";
import { Pins } from "./pins.ts";
import { NO_ARRAY, prepareScript } from "./poor-script.ts";
import { type Bag, createRealm, type Realm } from "./realm.ts";
import { Sockets } from "./sockets.ts";
import { storageModule } from "./storage.ts";
import { installSystem, isPadOfRtc, type SystemOptions } from "./system.ts";
import { Wifi } from "./wifi.ts";

/** State that a program shares with earlier and later ones on its board. */
export interface ProgramHost
  extends Pick<
    SystemOptions,
    "clock" | "freeVars" | "resetReason" | "restart" | "rtcMemory" | "sleep" | "sleepUntil"
  > {
  /** Texts of the errors that nothing caught. */
  errors: string[];
  doors: Doors;
  /** The sleep before may have left it off. */
  hasRadio: () => boolean;
}

/** ESP32's stack takes this much before something has left; ESP8266 one chunk at a time. */
const ESP32_WINDOW_BYTES = 5744;
/** `Math.random` is a whole number below this, divided by it. */
const RANDOM_STEPS = 0x80000000;

export class Program {
  readonly interpreter: Interpreter;
  readonly sockets: Sockets;
  private readonly realm: Realm;
  private readonly wifi: Wifi;
  private readonly pins: Pins;
  private readonly datagrams: DatagramSockets;

  constructor(options: EspruinoOptions, host: ProgramHost) {
    const { board, world, transcript } = options;
    this.realm = poorRealm(options, host);
    this.interpreter = new Interpreter(world, this.realm, host.errors, transcript);
    const { interpreter, realm } = this;
    installEvents(interpreter);
    installTimers(interpreter);
    installPromise(interpreter);
    forbidArrays(realm);
    this.wifi = new Wifi(interpreter, {
      chip: board.chip,
      accepts: options.wifi,
      joinsWithWorld: options.joinsWithWorld === true,
      doors: host.doors,
      hasRadio: host.hasRadio,
    });
    this.sockets = new Sockets(interpreter, {
      chunkBytes: options.chunkBytes,
      windowBytes: options.chunkBytes === 536 ? ESP32_WINDOW_BYTES : options.chunkBytes,
      unknownHosts: options.unknownHosts ?? [],
      isOnline: () => this.wifi.isJoined,
    });
    const hasNetwork = () => this.wifi.isJoined || host.doors.open.includes("access point");
    this.datagrams = new DatagramSockets(interpreter, hasNetwork);
    realm.method(this.wifi.module, "getHostByName", (name, callback) =>
      this.datagrams.resolve(name, callback),
    );
    for (let bus = 0; bus < (board.i2c?.buses ?? 1); bus += 1)
      realm.global[`I2C${bus + 1}`] = i2cBus(interpreter, board.chip, bus);
    this.pins = new Pins(interpreter, board, (pin) => isPadOfRtc(host.rtcMemory, pin));
    installAnalog(interpreter, board, this.pins);
    installOneWire(interpreter, this.pins);
    installSpi(interpreter, this.pins);
    installUarts(interpreter, board, this.pins);
    installSystem(interpreter, { ...host, board, modules: this.modules(options, host) });
    host.doors.install(realm);
  }

  /** What `require` gives, by its name. */
  private modules({ board, flash }: EspruinoOptions, { doors }: ProgramHost): Record<string, Bag> {
    const { interpreter, realm } = this;
    return {
      net: this.sockets.module(false),
      dgram: this.datagrams.module(),
      ...(board.tls ? { tls: this.sockets.module(true) } : {}),
      Wifi: this.wifi.module,
      Storage: storageModule(interpreter, board.flashBytes),
      crypto: cryptoModule(interpreter, board.chip),
      Flash: flashModule(interpreter, flash),
      neopixel: neopixelModule(interpreter, () => this.pins),
      TelnetServer: doors.telnetModule(realm),
    };
  }

  /** Runs the text of a file. */
  run(source: string, file: string): void {
    const { interpreter, realm } = this;
    const script = prepareScript(source);
    for (const name of script.lateNames) hideUntilSet(realm, name);
    interpreter.runText(script.source, file);
    interpreter.uncaught.report();
  }

  /** Does what a program wants to be done when all files have run. */
  start(): void {
    const { interpreter } = this;
    interpreter.call(this.tools()["#oninit"], undefined, []);
    const onInit = interpreter.runText('typeof onInit === "function" ? onInit : undefined', "boot");
    if (onInit !== undefined) interpreter.call(onInit, undefined, []);
    interpreter.uncaught.report();
    interpreter.raiseFault();
  }

  /** Evaluates text as typed at the console. */
  evaluate(source: string): unknown {
    const result = this.realm.run(source, "console");
    this.interpreter.raiseFault();
    return result;
  }

  /** Queues the handlers of "kill", as `reset()` runs them. */
  emitKill(): void {
    this.interpreter.emit(this.tools(), "kill", [], ["e", "E", "kill", "-"]);
  }

  /** It makes way for another: it hears of it, and its sockets are closed. */
  leave(): void {
    this.interpreter.call(this.tools()["#onkill"], undefined, []);
    this.sockets.closeAll();
    this.datagrams.closeAll();
  }

  /** Power is gone. */
  die(): void {
    this.interpreter.die();
    this.sockets.dropAll();
    this.datagrams.closeAll();
    this.wifi.dispose();
    this.pins.dispose();
  }

  /** The program's `E`. */
  private tools(): Bag {
    return this.realm.global.E as Bag;
  }
}

function poorRealm({ world, transcript }: EspruinoOptions, { clock }: ProgramHost): Realm {
  return createRealm(
    () => world.now() + clock.offsetMs,
    () => {
      const drawn = world.random(RANDOM_STEPS);
      transcript?.answer("m", drawn);
      return drawn / RANDOM_STEPS;
    },
  );
}

/** Stands in a prepared script in front of an object whose length is assigned. */
function forbidArrays({ global, intrinsics, method }: Realm): void {
  method(global, NO_ARRAY, (value) => {
    if (Array.isArray(value)) throw new intrinsics.TypeError("Assignment to a constant");
    return value;
  });
}

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
