// What an Espruino program finds around it, as far as ringmote uses it (Espruino 2v29 reference).

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

interface NetModule {
  /** Throws when the host is unknown. */
  connect(options: { host: string; port: number }, connected: (socket: Socket) => void): Socket;
}

interface WifiModule {
  connect(ssid: string, options: { password: string }, done: (error: string | null) => void): void;
  on(event: "connected" | "disconnected", listener: () => void): void;
}

interface StorageModule {
  read(name: string): string | undefined;
  write(name: string, bytes: string): boolean;
}

declare function require(name: "net" | "tls"): NetModule;
declare function require(name: "Wifi"): WifiModule;
declare function require(name: "Storage"): StorageModule;

declare function getTime(): number;
declare function getSerial(): string;
declare function setTimeout(then: () => void, ms: number): number;
declare function clearTimeout(id: number): void;
declare function print(text: string): void;
declare function digitalWrite(pin: string | number, level: number): void;
declare function pinMode(pin: string | number, mode: "output"): void;

declare const E: { hwRand(): number; on(event: "kill", listener: () => void): void };
declare const I2C1: {
  setup(options: { sda: string | number; scl: string | number; bitrate: number }): void;
  /** Throws when nothing acknowledges. */
  writeTo(address: number, bytes: string): void;
  readFrom(address: number, count: number): Uint8Array;
};
