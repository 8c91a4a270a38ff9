// Espruino: the ports, and the program's entry. Names and traps: Espruino 2v29 reference, modules net, tls, Wifi, Storage.
import type { DeviceDeclaration } from "../../device/device.ts";
import { TLS } from "../../features.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import type { I2cPins } from "../../ports/i2c.ts";
import type { Endpoint } from "../../ports/network.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Wires } from "../../reading/part.ts";
import {
  closed,
  drained,
  networkIs,
  opened,
  type Runtime,
  received,
  stop,
  wakeUp,
} from "../../runtime/runtime.ts";
import { start } from "../../runtime/start.ts";

/** Wait before Wi-Fi is tried again, in milliseconds. */
const REJOIN_MS = 10000;
const I2C_BITS_PER_SECOND = 100000;

let runtime: Runtime | undefined;
let socket: Socket | undefined;
let timer: number | undefined;
let wifiName = "";
let wifiPassword = "";
/** Why the stream ended, as its "error" event said. */
let reason = "";

/** 31 bits of the milliseconds of the clock. Nothing in an image sets that clock, so it does not jump. */
function milliseconds(): number {
  return (getTime() * 1000) & 0x7fffffff;
}

function wake(ms: number): void {
  if (timer !== undefined) clearTimeout(timer);
  timer = setTimeout(woken, ms);
}

function woken(): void {
  timer = undefined;
  if (runtime !== undefined) wakeUp(runtime);
}

function joinNetwork(ssid: string, password: string): void {
  wifiName = ssid;
  wifiPassword = password;
  const wifi = require("Wifi");
  wifi.on("connected", networkCame);
  wifi.on("disconnected", networkWent);
  joinAgain();
}

function joinAgain(): void {
  require("Wifi").connect(wifiName, { password: wifiPassword }, joined);
}

function joined(error: string | null): void {
  if (error === null) return;
  print("Wi-Fi: " + error);
  setTimeout(joinAgain, REJOIN_MS);
}

function networkCame(): void {
  if (runtime !== undefined) networkIs(runtime, true);
}

function networkWent(): void {
  if (runtime !== undefined) networkIs(runtime, false);
  setTimeout(joinAgain, REJOIN_MS);
}

function openLink(endpoint: Endpoint): void {
  reason = "closed by the broker";
  try {
    const options = { host: endpoint.host, port: endpoint.port };
    socket = require(TLS && endpoint.tls ? "tls" : "net").connect(options, linked);
    socket.on("data", arrived);
    socket.on("drain", left);
    socket.on("error", failed);
    socket.on("close", ended);
  } catch (error) {
    // An unknown host is thrown. The caller expects the answer in a later turn.
    reason = "" + error;
    setTimeout(ended, 1);
  }
}

function linked(which: Socket): void {
  if (which === socket && runtime !== undefined) opened(runtime);
}

function arrived(bytes: string): void {
  if (runtime !== undefined) received(runtime, bytes);
}

function left(): void {
  if (runtime !== undefined) drained(runtime);
}

function failed(error: { message: string }): void {
  reason = error.message;
}

function ended(): void {
  socket = undefined;
  if (runtime !== undefined) closed(runtime, reason);
}

function writeLink(bytes: string): void {
  try {
    if (socket !== undefined) socket.write(bytes);
  } catch (error) {
    // It is closed already, and its "close" event is on the way.
    reason = "" + error;
  }
}

function closeLink(): void {
  if (socket === undefined) return;
  const closing = socket;
  socket = undefined;
  closing.removeAllListeners();
  try {
    closing.end();
  } catch (error) {
    reason = "" + error;
  }
}

function makeOutput(pin: Pin, level: number): void {
  digitalWrite(pin, level);
  pinMode(pin, "output");
}

function setUpBus(pins: I2cPins): void {
  I2C1.setup({ sda: pins.sda, scl: pins.scl, bitrate: I2C_BITS_PER_SECOND });
}

function writeBus(address: number, bytes: string): boolean {
  try {
    I2C1.writeTo(address, bytes);
    return true;
  } catch {
    return false;
  }
}

function readBus(address: number, count: number): string | undefined {
  try {
    const bytes = I2C1.readFrom(address, count);
    let text = "";
    for (let i = 0; i < count; i++) text += String.fromCharCode(bytes[i]);
    return text;
  } catch {
    return undefined;
  }
}

/** The hexadecimal digits of the serial number, at most twelve. */
function chipId(): string {
  const serial = getSerial();
  let digits = "";
  for (let i = 0; i < serial.length; i++) {
    const code = serial.charCodeAt(i);
    if ((code > 47 && code < 58) || (code > 96 && code < 103)) digits += serial.charAt(i);
    else if (code > 64 && code < 71) digits += String.fromCharCode(code + 32);
  }
  return digits.length > 12 ? digits.substring(digits.length - 12) : digits;
}

function draw(below: number): number {
  return (E.hwRand() & 0x7fffffff) % below;
}

function readRecord(name: string): string | undefined {
  return require("Storage").read(name);
}

function writeRecord(name: string, bytes: string): boolean {
  return require("Storage").write(name, bytes);
}

/** Starts the device. The image ends with a call of it. */
export function boot(declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  const ports: Ports = {
    milliseconds,
    wake,
    joinNetwork,
    openLink,
    writeLink,
    closeLink,
    readRecord,
    writeRecord,
    makeOutput,
    setLevel: digitalWrite,
    setUpBus,
    writeBus,
    readBus,
    chipId,
    draw,
    log: print,
  };
  runtime = start(ports, declaration, wires, limits);
  // Before reset() and load(): the broker is told.
  E.on("kill", halt);
}

function halt(): void {
  if (runtime !== undefined) stop(runtime);
}
