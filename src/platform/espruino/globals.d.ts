// Globals of an Espruino program, as far as ringmote uses them (Espruino 2v29 reference).

interface Socket {
  on(event: "data", listener: (bytes: string) => void): void;
  on(event: "drain" | "end", listener: () => void): void;
  on(event: "close", listener: (hadError: boolean) => void): void;
  on(event: "error", listener: (error: { code: number; message: string }) => void): void;
  removeAllListeners(): void;
  /** Throws "This socket is closed". */
  write(bytes: string): boolean;
  end(): void;
}

interface NetServer {
  /** Throws "Unable to create socket". */
  listen(port: number): void;
  close(): void;
}

interface NetModule {
  createServer(accepted: (socket: Socket) => void): NetServer;
  /** Throws when the host is unknown. */
  connect(options: { host: string; port: number }, connected: (socket: Socket) => void): Socket;
}

interface DatagramSocket {
  on(
    event: "message",
    listener: (bytes: string, from: { address: string; port: number; size: number }) => void,
  ): void;
  /** Throws "Unable to create socket". */
  bind(port: number): void;
  /** Of an address that is a name it waits, or sends to everybody. */
  send(bytes: string, port: number, address: string): void;
  close(): void;
}

interface FlashModule {
  read(count: number, address: number): Uint8Array;
  /** Clears bits only. */
  write(bytes: string, address: number): void;
  /** The page that the address lies in. */
  erasePage(address: number): void;
}

interface DatagramModule {
  createSocket(type: "udp4"): DatagramSocket;
}

interface WifiModule {
  /** The ESP8266 alone takes DNS servers. */
  connect(
    ssid: string,
    options: { password: string; dnsServers?: string[] },
    done: (error: string | null) => void,
  ): void;
  /** Throws for what is no address. On an ESP32 it does nothing. */
  setIP(options: { ip: string; netmask: string; gw: string }, done: (error: string | null) => void): void;
  /** What DHCP and, on an ESP32, multicast DNS call the chip; an ESP8266 asks for its address anew. */
  setHostname(name: string): void;
  on(event: "connected" | "disconnected", listener: () => void): void;
  /** One question at a time. Null: nobody knows it. */
  getHostByName(name: string, found: (address: string | null) => void): void;
  /** In dBm: the ESP32 has it in its status while connected, the ESP8266 in its details. */
  getStatus(): { rssi?: number };
  getDetails(): { rssi?: number };
  /** Throws while another one runs. */
  scan(done: (found: readonly { ssid: string; rssi: number; authMode: string }[]) => void): void;
  /** Throws for a password that is too short. */
  startAP(name: string, options: { password?: string }, done: (error: string | null) => void): void;
  getAPIP(): { ip: string };
  getIP(): { ip: string };
  stopAP(): void;
}

interface StorageModule {
  read(name: string): string | undefined;
  /** `at`: in a file that has `all` bytes, and none there yet. Throws where it does not fit. */
  write(name: string, bytes: string, at?: number, all?: number): boolean;
  list(): string[];
  /** Bytes behind the last file. */
  getFree(): number;
  erase(name: string): void;
}

/** `undefined`: memory is short. */
interface CryptoModule {
  SHA256(bytes: string): ArrayBuffer | undefined;
  SHA1(bytes: string): ArrayBuffer | undefined;
}

interface NeopixelModule {
  /** Throws for a pin that is none, and without memory. */
  write(pin: string | number, bytes: string): void;
}

declare function require(name: "net" | "tls"): NetModule;
declare function require(name: "dgram"): DatagramModule;
declare function require(name: "Flash"): FlashModule;
declare function require(name: "Wifi"): WifiModule;
declare function require(name: "Storage"): StorageModule;
declare function require(name: "neopixel"): NeopixelModule;
declare function require(name: "crypto"): CryptoModule;

declare function getTime(): number;
declare function getSerial(): string;
/** `then`: a function, or the text of statements. */
declare function setTimeout(then: (() => void) | string, ms: number): number;
declare function clearTimeout(id: number): void;
declare function print(text: string): void;
/** Takes the choice at a start: is it the set-up (tools/flash/espruino/stored-image.ts)? */
declare function ringmoteChooses(isSetUp: boolean): void;
/**
 * Of an image that takes updates: the slot that the loader has chosen, and the timer that ends a trial
 * (tools/targets/espruino/update-loader.ts).
 */
declare const ringmoteSlot: number | undefined;
declare const ringmoteTrial: number | undefined;
/** A word of the chip's memory, 0 to 2^32 - 1. */
declare function peek32(address: number): number;
declare function poke32(address: number, word: number): void;
declare function digitalWrite(pin: string | number, level: number): void;
type PinMode = "input" | "input_pullup" | "output" | "analog";

declare function digitalRead(pin: string | number): number;
declare function pinMode(pin: string | number, mode: PinMode): void;
declare function getPinMode(pin: string | number): PinMode;
/** 0 to 1. */
declare function analogRead(pin: string | number): number;
/** Of 0 to 1. */
declare function analogWrite(pin: string | number, value: number, options: { freq: number }): void;
/**
 * The call comes in a later turn, for each edge; its event has the level behind it, and when it was, in
 * seconds.
 */
declare function setWatch(
  then: (event: { state: boolean; time: number }) => void,
  pin: string | number,
  options: { repeat: boolean; edge: "both" | "falling"; debounce?: 0 },
): number;
/** Its event has besides the level that the pin `data` had at that moment. */
declare function setWatch(
  then: (event: { state: boolean; data: boolean }) => void,
  pin: string | number,
  options: { repeat: boolean; edge: "both"; debounce: 0; data: string | number },
): number;
/** Throws for a watch that there is none of. */
declare function clearWatch(id: number): void;

declare const E: {
  hwRand(): number;
  on(event: "kill", listener: () => void): void;
  reboot: () => void;
  /** The bytes of the buffer; `undefined`: there is no memory for them. */
  toString(bytes: ArrayBuffer): string | undefined;
  /** The bytes of the text, so many times over. */
  /** In one piece of memory; `undefined`: there is none. */
  toFlatString(item: { data: string; count: number }): string | undefined;
};
declare const process: {
  /** In JsVars; `gc`: whether garbage is collected first. */
  memory(gc: boolean): { free: number; blocksize: number };
};
/** On the chip of that name only. */
declare const ESP8266:
  | { getResetInfo(): Readonly<Record<string, string>>; deepSleep(us: number, option: number): void }
  | undefined;
declare const ESP32:
  | { getWakeupCause(): number; deepSleep(us: number): void; deepSleepExt0(pin: Pin, level: number): void }
  | undefined;
/** Driven by software. What is written is a byte string. */
declare class OneWire {
  constructor(pin: string | number);
  reset(): boolean;
  write(bytes: string): void;
  read(count: number): Uint8Array;
}
interface I2cPort {
  setup(options: { sda: string | number; scl: string | number; bitrate: number | undefined }): void;
  /** Throws when nothing acknowledges. */
  writeTo(address: number, bytes: string): void;
  readFrom(address: number, count: number): Uint8Array;
}
declare const I2C1: I2cPort;
/** Where the chip has a second one. */
declare const I2C2: I2cPort;

interface SpiPort {
  /** In mode 0, the highest bit first, where nothing is said. */
  setup(options: {
    sck?: string | number;
    miso: string | number | undefined;
    mosi: string | number | undefined;
  }): void;
  /** The pin is low meanwhile. */
  send(bytes: string, cs?: string | number): string;
}
/** Driven by software. */
declare const SPI: new () => SpiPort;

interface SerialPort {
  setup(baud: number, options: { tx: string | number; rx: string | number }): void;
  /** What comes before anybody listens is kept, and given then. */
  on(event: "data", listener: (bytes: string) => void): void;
  write(bytes: string): void;
}
declare const Serial2: SerialPort;
/** Where the chip has a third one. */
declare const Serial3: SerialPort;
