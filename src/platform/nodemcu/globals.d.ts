// What a NodeMCU program finds around it on both chips, as far as ringmote uses it.
/// <reference types="@typescript-to-lua/language-extensions" />

interface NetSocket {
  on(event: "connection", listener: ((this: void, socket: NetSocket) => void) | undefined): void;
  on(event: "receive", listener: ((this: void, socket: NetSocket, bytes: string) => void) | undefined): void;
  on(event: "sent", listener: ((this: void, socket: NetSocket) => void) | undefined): void;
  on(
    event: "disconnection",
    listener: ((this: void, socket: NetSocket, code: number) => void) | undefined,
  ): void;
  /** The port comes first. */
  connect(port: number, host: string): void;
  /** Raises an error when the buffer is full, when nothing is to be sent, when not connected. For `pcall`. */
  send: (this: void, socket: NetSocket, bytes: string) => void;
  /** Raises an error when not connected. For `pcall`. */
  close: (this: void, socket: NetSocket) => void;
}

declare namespace net {
  function createConnection(this: void): NetSocket;
}

interface Timer {
  alarm(ms: number, mode: number, then: (this: void) => void): void;
}

declare namespace tmr {
  const ALARM_SINGLE: number;
  function create(this: void): Timer;
  /** ESP8266: microseconds since start, wraps at 2^31. */
  function now(this: void): number;
}

declare namespace node {
  /** ESP8266: a number. ESP32: hexadecimal text. */
  function chipid(this: void): number | string;
}

declare namespace time {
  /** ESP32: seconds and microseconds of the system's clock. */
  function get(this: void): LuaMultiReturn<[number, number]>;
}

declare namespace i2c {
  const SLOW: number;
  const TRANSMITTER: number;
  const RECEIVER: number;
  /** ESP32: the bus driven by software. */
  const SW: number;
  function setup(this: void, id: number, sda: string | number, scl: string | number, speed: number): void;
  function start(this: void, id: number): void;
  function address(this: void, id: number, address: number, direction: number): boolean;
  function write(this: void, id: number, bytes: string): void;
  function read(this: void, id: number, count: number): string;
  function stop(this: void, id: number): void;
}

declare namespace gpio {
  const OUTPUT: number;
  /** ESP32. */
  const OUT: number;
  function mode(this: void, pin: string | number, mode: number): void;
  function config(this: void, options: { gpio: (string | number)[]; dir: number }): void;
  function write(this: void, pin: string | number, level: number): void;
}

interface FileHandle {
  read(format: "*a"): string | undefined;
  write(bytes: string): FileHandle | undefined;
  close(): void;
}

declare namespace file {
  /** ESP8266. */
  function getcontents(this: void, name: string): string | undefined;
  function putcontents(this: void, name: string, bytes: string): boolean | undefined;
  function rename(this: void, from: string, to: string): boolean;
  function remove(this: void, name: string): void;
}

declare namespace io {
  /** ESP32. */
  function open(this: void, name: string, mode: "r" | "w"): FileHandle | undefined;
}

declare namespace wifi {
  const STATION: number;
  /** ESP8266. */
  function setmode(this: void, mode: number): void;
  /** ESP32. */
  function mode(this: void, mode: number): void;
  function start(this: void): void;
  namespace sta {
    function config(this: void, options: { ssid: string; pwd: string; auto: boolean }): void;
    function connect(this: void): void;
    /** ESP8266: `undefined` while there is no address. */
    function getip(this: void): string | undefined;
    /** ESP32. */
    function on(this: void, event: "got_ip" | "disconnected", listener: (this: void) => void): void;
  }
  namespace eventmon {
    const STA_GOT_IP: number;
    const STA_DISCONNECTED: number;
    function register(this: void, event: number, listener: (this: void) => void): void;
  }
}

/** @customName math */
declare namespace luaMath {
  function random(this: void, below: number): number;
  function randomseed(this: void, seed: number): void;
}

/** @customName string */
declare namespace luaString {
  function format(this: void, format: string, value: number): string;
}

declare function print(this: void, text: string): void;
declare function pcall(this: void, run: (this: void) => void): LuaMultiReturn<[boolean, string]>;
declare function pcall<T>(
  this: void,
  run: (this: void, argument: T) => void,
  argument: T,
): LuaMultiReturn<[boolean, string]>;
declare function pcall<T, U>(
  this: void,
  run: (this: void, first: T, second: U) => void,
  first: T,
  second: U,
): LuaMultiReturn<[boolean, string]>;
/** For the console: ends the device orderly. */
declare let halt: (this: void) => void;
