// Espruino: the ports, and the program's entry. Names and traps: Espruino 2v29 reference, modules net, tls,
// Wifi, Storage.
import type { DeviceDeclaration } from "../../device/declare/device.ts";
import { PIN_WAKES, STATIC_ADDRESS, TLS, UPDATES } from "../../features.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import type { Endpoint } from "../../ports/network.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Wires } from "../../reading/part.ts";
import { closed, drained, networkIs, opened, pinsChanged, received, wakeUp } from "../../runtime/events.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { stop } from "../../runtime/shutdown.ts";
import { start } from "../../runtime/start.ts";
import { ANALOG } from "./analog.ts";
import { chipId, draw, freeMemory, resetReason, restartIn, signalStrength, stayOn } from "./chip.ts";
import {
  countTurns as countKnob,
  DHT,
  endEdges,
  makeInput,
  makeOutput,
  PULSES,
  startEdges,
  takeTurns,
  watchFalls as watchLine,
} from "./digital.ts";
import { HX711 } from "./hx711.ts";
import { I2C } from "./i2c.ts";
import { JOURNAL } from "./journal.ts";
import { ONE_WIRE } from "./one-wire.ts";
import { PIXELS } from "./pixels.ts";
import { PWM } from "./pwm.ts";
import { SLEEP_PORT, takePadsBack } from "./sleep.ts";
import { SPI_BUS } from "./spi.ts";
import { TCP_SERVER } from "./tcp-server.ts";
import { UART } from "./uart.ts";
import { UDP } from "./udp.ts";
import { readWhole, updatePort, writeWhole } from "./updates.ts";

/** Wait before Wi-Fi is tried again, in milliseconds. */
const REJOIN_MS = 10000;

/** The most bytes of a host name: an ESP32 starts anew where it is given more than 63 (mDNS). */
const MOST_HOST_NAME = 32;

let runtime: Runtime | undefined;
let socket: Socket | undefined;
let timer: number | undefined;
let rejoin: number | undefined;
let wifiName = "";
let wifiPassword = "";
let wifiHostName = "";
/** "" while DHCP gives the address. */
let ownAddress = "";
let ownMask = "";
let ownGateway = "";
let ownDns = "";
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

/** An interval would make up for those that were late. */
function tickEvery(ms: number, tick: () => boolean): void {
  const ticked = () => {
    if (tick()) setTimeout(ticked, ms);
  };
  setTimeout(ticked, ms);
}

function useAddress(address: string, mask: string, gateway: string, dns: string): void {
  ownAddress = address;
  ownMask = mask;
  ownGateway = gateway;
  ownDns = dns;
}

function joinNetwork(ssid: string, password: string, hostName: string): void {
  wifiName = ssid;
  wifiPassword = password;
  wifiHostName = hostName;
  const wifi = require("Wifi");
  wifi.on("connected", networkCame);
  wifi.on("disconnected", networkWent);
  joinAgain();
}

function address(): string {
  return require("Wifi").getIP().ip;
}

function joinAgain(): void {
  rejoin = undefined;
  try {
    const wifi = require("Wifi");
    if (STATIC_ADDRESS && ownAddress !== "")
      wifi.connect(wifiName, { password: wifiPassword, dnsServers: [ownDns] }, joined);
    else wifi.connect(wifiName, { password: wifiPassword }, joined);
    // Behind it: before, an ESP32 has no interface to name (libs/network/esp32/jswrap_esp32_network.c:1635).
    if (wifiHostName.length <= MOST_HOST_NAME) wifi.setHostname(wifiHostName);
    // Behind the host name, which begins DHCP anew (libs/network/esp8266/jswrap_esp8266_network.c:1126).
    if (STATIC_ADDRESS && ownAddress !== "")
      wifi.setIP({ ip: ownAddress, netmask: ownMask, gw: ownGateway }, addressed);
  } catch (error) {
    // A name or password that the chip refuses is thrown.
    joined("" + error);
  }
}

function addressed(error: string | null): void {
  if (error !== null) print("Wi-Fi: the static address was refused");
}

function joined(error: string | null): void {
  if (error === null) return;
  print("Wi-Fi: " + error);
  joinLater();
}

/** An ESP32 that gives up says so twice: to the callback, and as an event. One attempt follows. */
function joinLater(): void {
  stay();
  rejoin = setTimeout(joinAgain, REJOIN_MS);
}

/** An ESP32 that joins once more leaves the network that it is in. */
function stay(): void {
  if (rejoin !== undefined) clearTimeout(rejoin);
  rejoin = undefined;
}

function networkCame(): void {
  stay();
  if (runtime !== undefined) networkIs(runtime, true);
}

function networkWent(): void {
  if (runtime !== undefined) networkIs(runtime, false);
  joinLater();
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

function watchPin(pin: Pin): void {
  const mode = getPinMode(pin);
  setWatch(pinChanged, pin, { repeat: true, edge: "both" });
  // On the ESP32 a watch pulls its pin up, whatever it was before.
  pinMode(pin, mode);
}

function pinChanged(): void {
  if (runtime !== undefined) pinsChanged(runtime);
}

function countTurns(clk: Pin, dt: Pin): void {
  countKnob(clk, dt, pinChanged);
}

function watchFalls(pin: Pin, fell: (at: number, isLost: boolean) => boolean): void {
  watchLine(pin, fell, pinChanged);
}

function readRecord(name: string): string | undefined {
  if (UPDATES) return readWhole(name);
  return require("Storage").read(name);
}

function writeRecord(name: string, bytes: string): boolean {
  if (UPDATES) return writeWhole(name, bytes);
  return require("Storage").write(name, bytes);
}

/** Starts the device. The image ends with a call of it. */
export function boot(declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  const ports: Ports = {
    milliseconds,
    wake,
    tickEvery,
    useAddress,
    joinNetwork,
    address,
    openLink,
    writeLink,
    closeLink,
    readRecord,
    writeRecord,
    makeOutput,
    setLevel: digitalWrite,
    makeInput,
    levelOf: digitalRead,
    watchPin,
    analog: ANALOG,
    dht: DHT,
    edges: { start: startEdges, end: endEdges, watchFalls },
    hx711: HX711,
    i2c: I2C,
    journal: JOURNAL,
    oneWire: ONE_WIRE,
    pixels: PIXELS,
    pulses: PULSES,
    pwm: PWM,
    sleep: SLEEP_PORT,
    spi: SPI_BUS,
    tcpServer: TCP_SERVER,
    turns: { count: countTurns, take: takeTurns },
    uart: UART,
    udp: UDP,
    updates: UPDATES ? updatePort() : undefined,
    chipId,
    draw,
    log: print,
    freeMemory,
    resetReason,
    signalStrength,
    restartIn,
    stayOn,
  };
  if (PIN_WAKES) takePadsBack();
  runtime = start(ports, declaration, wires, limits);
  // Before reset() and load(): the broker is told.
  E.on("kill", halt);
}

function halt(): void {
  if (runtime !== undefined) stop(runtime);
}
