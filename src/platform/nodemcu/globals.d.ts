// Globals of a NodeMCU program on both chips, as far as ringmote uses them.
/// <reference types="@typescript-to-lua/language-extensions" />

interface NetSocket {
  on(event: "connection", listener: ((this: void, socket: NetSocket) => void) | undefined): void;
  on(event: "receive", listener: ((this: void, socket: NetSocket, bytes: string) => void) | undefined): void;
  on(event: "sent", listener: ((this: void, socket: NetSocket) => void) | undefined): void;
  on(
    event: "disconnection",
    /** `tls` tells neither. */
    listener: ((this: void, socket: NetSocket | undefined, code: number | undefined) => void) | undefined,
  ): void;
  /** Of `tls`: no connection, or one that broke; the reason in words where the firmware has some. */
  on(
    event: "reconnection",
    listener: ((this: void, socket: NetSocket, reason: string | undefined) => void) | undefined,
  ): void;
  /** The port comes first. */
  connect(port: number, host: string): void;
  /** Raises an error when the buffer is full, when nothing is to be sent, when not connected. For `pcall`. */
  send: (this: void, socket: NetSocket, bytes: string) => void;
  /** Raises an error when not connected. For `pcall`. */
  close: (this: void, socket: NetSocket) => void;
}

/** One that is called with what it does not take raises an error. */
interface UdpSocket {
  on(
    event: "receive",
    listener: (this: void, socket: UdpSocket, bytes: string, port: number, address: string) => void,
  ): void;
  listen(port: number): void;
  send(port: number, address: string, bytes: string): void;
  /** For `pcall`. */
  close: (this: void, socket: UdpSocket) => void;
}

interface NetServer {
  /** Raises an error for a port in use. */
  listen(port: number, accepted: (this: void, socket: NetSocket) => void): void;
  /** Raises an error when it does not listen. For `pcall`. */
  close: (this: void, server: NetServer) => void;
}

declare namespace net {
  function createServer(this: void): NetServer;
  function createConnection(this: void): NetSocket;
  function createUDPSocket(this: void): UdpSocket;
  namespace dns {
    /** Raises an error for what is no address. */
    function setdnsserver(this: void, address: string, index: number): void;
    /** At once, where the answer is remembered; `undefined`: nobody knows it. */
    function resolve(
      this: void,
      name: string,
      found: (this: void, socket: undefined, address: string | undefined) => void,
    ): void;
  }
}

/** ESP8266. One connection at a time; `send` and `close` raise no error. */
declare namespace tls {
  function createConnection(this: void): NetSocket;
  namespace cert {
    /**
     * Who is trusted from now on: asked for the first, the second, until there is none. Without any,
     * everybody is.
     */
    function verify(this: void, authorityAt: (this: void, place: number) => string | undefined): void;
  }
}

interface Timer {
  alarm(ms: number, mode: number, then: (this: void, timer: Timer) => void): void;
  /** Does nothing to one that is not running. */
  stop(): void;
}

declare namespace tmr {
  const ALARM_SINGLE: number;
  const ALARM_AUTO: number;
  function create(this: void): Timer;
  /** ESP8266: microseconds since start, wraps at 2^31. */
  function now(this: void): number;
}

interface ChipSleep {
  secs?: number;
  /** Once this pin has the level; `pull`: it keeps its pull-up meanwhile. */
  gpio?: number;
  level?: number;
  pull?: boolean;
}

declare namespace node {
  /** ESP8266: a number. ESP32: hexadecimal text, on the first of its family alone. */
  function chipid(this: void): number | string;
  /** Bytes. */
  function heap(this: void): number;
  /**
   * The chip starts anew after so many microseconds; on the ESP32 by a record. ESP8266: with its radio, or
   * without (4).
   */
  function dsleep(this: void, duration: number | ChipSleep, option?: number): void;
  /** A raw code, the extended one, and on the ESP32 how often in a row an error has restarted it. */
  function bootreason(this: void): LuaMultiReturn<[number, number, number | undefined]>;
  function restart(this: void): void;
}

/** Words of 32 bits that outlive a sleep, 0 to 127. */
declare namespace rtcmem {
  function read32(this: void, at: number): number;
  function write32(this: void, at: number, word: number): void;
}

declare namespace time {
  /** ESP32: seconds and microseconds of the system's clock. */
  function get(this: void): LuaMultiReturn<[number, number]>;
}

/** `update` and `finalize` raise an error where the hash cannot be computed. */
interface HashObject {
  update(bytes: string): void;
  finalize(): string;
}

/** No image asks for it yet, so no firmware needs it. */
declare const crypto: {
  /** By the name "SHA256" or "SHA1". Raises an error without memory. */
  new_hash: (this: void, name: string) => HashObject;
};

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
  /** ESP8266. */
  const OUTPUT: number;
  const INPUT: number;
  const INT: number;
  const PULLUP: number;
  const FLOAT: number;
  function mode(this: void, pin: string | number, mode: number, pull?: number): void;
  /** ESP32. */
  const OUT: number;
  const IN: number;
  const PULL_UP: number;
  const FLOATING: number;
  const INTR_UP_DOWN: number;
  const INTR_DOWN: number;
  function config(this: void, options: { gpio: (string | number)[]; dir: number; pull?: number }): void;
  function write(this: void, pin: string | number, level: number): void;
  function read(this: void, pin: string | number): number;
  /** ESP8266: an edge by name; the call is told the level, the time and how many edges there were. */
  function trig(
    this: void,
    pin: string | number,
    edge: "both" | "down",
    then: (this: void, level: number, time: number, count: number) => void,
  ): void;
  /** ESP8266: there are no calls any more. */
  function trig(this: void, pin: string | number, edge: "none"): void;
  /**
   * ESP32: an edge by number; the call is given the level at the edge. Edges that come until it is over are
   * not noticed.
   */
  function trig(
    this: void,
    pin: string | number,
    edge: number,
    then: (this: void, pin: number, level: number) => void,
  ): void;
}

interface RotarySwitch {
  on(kind: number, then: (this: void, kind: number, position: number) => void): void;
}

declare namespace rotary {
  const TURN: number;
  /** ESP8266: a channel, 0 to 2, on two lines. */
  function setup(this: void, channel: number, a: string | number, b: string | number): void;
  /** ESP32. */
  function setup(this: void, a: string | number, b: string | number): RotarySwitch;
  /** ESP8266: the call is given where the knob is, in 31 bits with a sign. */
  function on(
    this: void,
    channel: number,
    kind: number,
    then: (this: void, kind: number, position: number) => void,
  ): void;
}

declare namespace hx711 {
  function init(this: void, clock: string | number, data: string | number): void;
  /** Mode 0 is channel A at gain 128; with its sign. */
  function read(this: void, mode: number): number;
}

declare namespace dht {
  const OK: number;
  const ERROR_CHECKSUM: number;
  /** ESP8266: how it went, °C and percent. All kinds of parts; waits for 25 ms. */
  function read(this: void, pin: string | number): LuaMultiReturn<[number, number, number]>;
  /** ESP32: the two are missing without an answer. */
  function read2x(
    this: void,
    pin: string | number,
  ): LuaMultiReturn<[number, number | undefined, number | undefined]>;
}

declare namespace adc {
  /** ESP8266: by channel, 0 to 1024. ESP32: by unit and channel, in the bits that were set. */
  function read(this: void, unitOrChannel: string | number, channel?: number): number;
  /** ESP32. */
  const ADC1: number;
  const ATTEN_11db: number;
  function setwidth(this: void, unit: number, bits: number): void;
  function setup(this: void, unit: number, channel: number, attenuation: number): void;
}

/** ESP8266. */
declare namespace pwm {
  /** Raises an error at the seventh pin. */
  function setup(this: void, pin: string | number, hertz: number, duty: number): void;
  function start(this: void, pin: string | number): void;
  function setduty(this: void, pin: string | number, duty: number): void;
}

interface LedcChannel {
  setduty(duty: number): void;
  setfreq(hertz: number): void;
}

/** ESP32. */
declare namespace ledc {
  const TIMER_10_BIT: number;
  function newChannel(
    this: void,
    options: {
      gpio: string | number;
      bits: number;
      mode: number;
      timer: number;
      channel: number;
      frequency: number;
      duty: number;
    },
  ): LedcChannel;
}

declare namespace ow {
  function setup(this: void, pin: string | number): void;
  /** 1 when a part answered. */
  function reset(this: void, pin: string | number): number;
  function write_bytes(this: void, pin: string | number, bytes: string, power: number): void;
  function read_bytes(this: void, pin: string | number, count: number): string;
}

/** ESP32. The ESP8266 has other ways, and none for parts. */
declare namespace uart {
  const PARITY_NONE: number;
  const STOPBITS_1: number;
  function setup(
    this: void,
    id: number,
    baud: number,
    dataBits: number,
    parity: number,
    stopBits: number,
    pins: { tx: string | number; rx: string | number },
  ): void;
  /**
   * `count`: how many bytes are given at a time; 0: each by itself; a character: those up to it, at most 256.
   */
  function on(
    this: void,
    id: number,
    event: "data",
    count: number | string,
    listener: (this: void, bytes: string) => void,
  ): void;
  function start(this: void, id: number): void;
  /** Waits until they have left. */
  function write(this: void, id: number, bytes: string): void;
}

/** The ESP32's bus, and a part on it. */
interface SpiMaster {
  device(options: { mode: number; freq: number }): SpiDevice;
}
interface SpiDevice {
  /** Gives as many bytes as it is given. */
  transfer(bytes: string): string;
}

declare namespace spi {
  /** ESP8266. */
  const MASTER: number;
  const CPOL_LOW: number;
  const CPHA_LOW: number;
  const FULLDUPLEX: number;
  /** Takes the pins of the bus from `gpio`, the pin of its own cs included. */
  function setup(
    this: void,
    id: number,
    mode: number,
    polarity: number,
    phase: number,
    bits: number,
    divider: number,
    duplex: number,
  ): void;
  /** How many were sent, and what was read meanwhile. */
  function send(this: void, id: number, bytes: string): LuaMultiReturn<[number, string]>;
  /** ESP32. Raises an error for a bus that is set up already. */
  function master(
    this: void,
    host: number,
    pins: {
      sclk: string | number;
      miso: string | number | undefined;
      mosi: string | number | undefined;
    },
    dma: number,
  ): SpiMaster;
}

declare namespace ws2812 {
  /** ESP8266: once, before the first transfer. */
  function init(this: void): void;
  /** ESP8266. */
  function write(this: void, bytes: string): void;
  /** ESP32. */
  function write(this: void, strip: { pin: string | number; data: string }): void;
}

interface FileHandle {
  read(format: "*a" | number): string | undefined;
  /** The place it is at then; `undefined`: it is not there. */
  seek(from: "set" | "end", offset: number): number | undefined;
  write(bytes: string): FileHandle | undefined;
  close(): void;
}

/** Lua's own. */
declare function collectgarbage(this: void): void;

declare namespace file {
  /** ESP8266. */
  function open(this: void, name: string, mode: "r" | "w" | "a"): FileHandle | undefined;
  function exists(this: void, name: string): boolean;
  /** ESP8266. */
  function getcontents(this: void, name: string): string | undefined;
  function putcontents(this: void, name: string, bytes: string): boolean | undefined;
  function rename(this: void, from: string, to: string): boolean;
  function remove(this: void, name: string): void;
  /** Bytes by name. */
  function list(this: void): Readonly<Record<string, number>>;
  /** Bytes that are free, that are used, and in all. */
  function fsinfo(this: void): LuaMultiReturn<[number, number, number]>;
}

declare namespace io {
  /** ESP32. */
  function open(this: void, name: string, mode: "r" | "w" | "a"): FileHandle | undefined;
}

declare namespace wifi {
  const STATION: number;
  const SOFTAP: number;
  /** ESP8266. */
  const OPEN: number;
  const WPA2_PSK: number;
  /** ESP32. */
  const AUTH_OPEN: number;
  const AUTH_WPA2_PSK: number;
  const AUTH_WPA2_ENTERPRISE: number;
  /** ESP8266; kept in its flash unless `save` is false. */
  function setmode(this: void, mode: number, save?: boolean): void;
  /** ESP32. */
  function mode(this: void, mode: number, save?: boolean): void;
  function start(this: void): void;
  namespace sta {
    /**
     * The ESP8266 stores it in its flash and joins at once, unless `save` and `auto` are false; the ESP32
     * does neither.
     */
    function config(this: void, options: { ssid: string; pwd: string; auto?: boolean; save?: boolean }): void;
    function connect(this: void): void;
    /** The ESP8266 says whether it took it, and takes no DNS server; the ESP32 raises an error. DHCP ends. */
    function setip(
      this: void,
      address: { ip: string; netmask: string; gateway: string; dns?: string },
    ): boolean;
    /** Raises an error for what it takes for no host name. */
    function sethostname(this: void, name: string): void;
    /** ESP8266: `undefined` while there is no address. */
    function getip(this: void): string | undefined;
    /** ESP8266: in dBm; `undefined` or above 0 while there is no station or no signal. */
    function getrssi(this: void): number | undefined;
    /** ESP32: "1a:2b:3c:4d:5e:6f". */
    function getmac(this: void): string;
    /**
     * ESP8266: by the address of each access point "name,strength,authentication,channel" (format 1). Never,
     * where the scan fails.
     */
    function getap(
      this: void,
      options: { show_hidden: number },
      format: number,
      done: (this: void, found: Readonly<Record<string, string>>) => void,
    ): void;
    /** ESP32: raises an error while another one runs. */
    function scan(
      this: void,
      options: { hidden: number },
      done: (
        this: void,
        error: string | undefined,
        found: readonly { ssid: string; rssi: number; auth: number }[] | undefined,
      ) => void,
    ): void;
    /** ESP32. */
    function on(
      this: void,
      event: "got_ip" | "disconnected",
      listener: (this: void, event: string, info: { ip: string }) => void,
    ): void;
  }
  namespace ap {
    /** Raises an error for a name or a password that the chip refuses; the ESP32 has `save` apart. */
    function config(
      this: void,
      options: { ssid: string; pwd: string | undefined; auth: number; save?: boolean },
      save?: boolean,
    ): void;
    /** ESP8266. */
    function getip(this: void): string | undefined;
    /** ESP32. */
    function on(this: void, event: "start", listener: (this: void) => void): void;
  }
  namespace eventmon {
    const STA_GOT_IP: number;
    const STA_DISCONNECTED: number;
    function register(this: void, event: number, listener: (this: void) => void): void;
  }
}

/** The key behind another one, and its entry; without one the first. */
declare function next<T>(
  this: void,
  table: Readonly<Record<string, T>>,
  after: string | undefined,
): LuaMultiReturn<[string | undefined, T | undefined]>;
declare function tonumber(this: void, text: string): number;

/** @customName math */
declare namespace luaMath {
  function random(this: void, below: number): number;
  function randomseed(this: void, seed: number): void;
}

/** @customName string */
declare namespace luaString {
  function format(this: void, format: string, value: number): string;
  function rep(this: void, text: string, times: number): string;
}

declare function print(this: void, text: string): void;
/** Takes the choice at a start: is it the set-up (tools/targets/nodemcu/lua/init.ts)? */
declare function ringmoteChooses(this: void, isSetUp: boolean): void;
/**
 * Of an image that takes updates, by its loader (tools/targets/nodemcu/lua/update-choice.ts): its slot, and
 * what ends its trial.
 */
declare const ringmoteSlot: number | undefined;
declare const ringmoteTrial: Timer | undefined;
declare function pcall<T, R>(
  this: void,
  run: (this: void, argument: T) => R,
  argument: T,
): LuaMultiReturn<[boolean, R]>;
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
declare function pcall<T, U, V>(
  this: void,
  run: (this: void, first: T, second: U, third: V) => void,
  first: T,
  second: U,
  third: V,
): LuaMultiReturn<[boolean, string]>;
/** For the console: ends the device orderly. */
declare let halt: (this: void) => void;
