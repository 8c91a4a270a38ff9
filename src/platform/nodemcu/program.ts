// NodeMCU: the ports, the I2C bus among them, and the program's entry, on either chip.

import { later } from "../../bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../../device/declare/device.ts";
import { UPDATES } from "../../features.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import type { I2cPins } from "../../ports/i2c.ts";
import type { Ports } from "../../ports/ports.ts";
import type { SleepPort } from "../../ports/sleep.ts";
import type { Wires } from "../../reading/part.ts";
import { wakeUp } from "../../runtime/events.ts";
import { stop } from "../../runtime/shutdown.ts";
import { start } from "../../runtime/start.ts";
import type { Chip } from "./chip.ts";
import { draw } from "./draw.ts";
import { EDGES } from "./edges.ts";
import { closeLink, openLink, writeLink } from "./link.ts";
import { ONE_WIRE } from "./one-wire.ts";
import { restartIn, stayOn } from "./restart.ts";
import { attach, tell } from "./running.ts";
import { readMemory, writeMemory } from "./sleep-memory.ts";
import { TCP_SERVER } from "./tcp-server.ts";
import { UART } from "./uart.ts";
import { UDP } from "./udp.ts";
import { updatesOf } from "./updates.ts";

/** Milliseconds after which a device that raised an error is woken. */
const FALLBACK_MS = 10000;
let chip: Chip;
let bus = 0;
let timer: Timer;
/** Where the count of milliseconds begins; another number brings its wrap near. */
const FIRST_MILLISECOND = 0;
/** Milliseconds since start, 31 bits. */
let counted = FIRST_MILLISECOND;

/** The longest wait of a minute sees to it that this is called often enough. @hot */
function milliseconds(): number {
  counted = later(counted, chip.passed());
  return counted;
}

function wake(ms: number): void {
  timer.alarm(ms, tmr.ALARM_SINGLE, woken);
}

function woken(this: void): void {
  // Should the device raise an error, it is woken all the same.
  wake(FALLBACK_MS);
  tell(wakeUp, undefined);
}

function tickEvery(ms: number, tick: (this: void) => boolean): void {
  const ticking = tmr.create();
  const ticked = () => {
    if (tick()) ticking.alarm(ms, tmr.ALARM_SINGLE, ticked);
  };
  ticking.alarm(ms, tmr.ALARM_SINGLE, ticked);
}

function useAddress(address: string, mask: string, gateway: string, dns: string): void {
  const [isSet, reason] = pcall(() => chip.useAddress(address, mask, gateway, dns));
  if (!isSet) print("Wi-Fi: " + reason);
}

function joinNetwork(ssid: string, password: string, hostName: string): void {
  // A name or password that the chip refuses raises an error; the device then waits without a network.
  const [joining, reason] = pcall(chip.join, ssid, password, hostName);
  if (!joining) print("Wi-Fi: " + reason);
}

function setUpBus(pins: I2cPins): void {
  i2c.setup(bus, pins.sda, pins.scl, i2c.SLOW);
}

function writeBus(address: number, bytes: string): boolean {
  i2c.start(bus);
  const answered = i2c.address(bus, address, i2c.TRANSMITTER);
  if (answered) i2c.write(bus, bytes);
  i2c.stop(bus);
  return answered;
}

function readBus(address: number, count: number): string | undefined {
  i2c.start(bus);
  const bytes = i2c.address(bus, address, i2c.RECEIVER) ? i2c.read(bus, count) : undefined;
  i2c.stop(bus);
  return bytes;
}

/** The timer's own: whatever raises an error meanwhile, the chip sleeps. */
function sleepIn(leaveMs: number, ms: number, hasRadio: boolean): void {
  tmr.create().alarm(leaveMs, tmr.ALARM_SINGLE, () => chip.sleep(ms, hasRadio));
}

function stopNow(this: void): void {
  tell(stop, undefined);
}

/** Starts the device on a chip. */
export function run(on: Chip, declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  chip = on;
  bus = chip.i2cBus;
  timer = tmr.create();
  luaMath.randomseed(chip.seed());
  const ports: Ports = {
    milliseconds,
    wake,
    tickEvery,
    useAddress,
    joinNetwork,
    address: chip.address,
    openLink,
    writeLink,
    closeLink,
    readRecord: chip.readRecord,
    writeRecord: chip.writeRecord,
    makeOutput: chip.makeOutput,
    setLevel: gpio.write,
    makeInput: chip.makeInput,
    levelOf: gpio.read,
    watchPin: chip.watchPin,
    analog: chip.analog,
    dht: chip.dht,
    edges: EDGES,
    hx711: chip.hx711,
    i2c: { setUp: setUpBus, write: writeBus, read: readBus },
    journal: chip.journal,
    oneWire: ONE_WIRE,
    pixels: chip.pixels,
    pulses: chip.pulses,
    pwm: chip.pwm,
    sleep: { sleepIn, wakeBy: chip.wakeBy as SleepPort["wakeBy"], readMemory, writeMemory },
    spi: chip.spi,
    tcpServer: TCP_SERVER,
    turns: chip.turns,
    uart: UART,
    udp: UDP,
    updates: UPDATES ? updatesOf(chip.updates) : undefined,
    chipId: chip.chipId,
    draw,
    log: print,
    freeMemory: node.heap,
    resetReason: chip.resetReason,
    signalStrength: chip.signalStrength,
    restartIn,
    stayOn,
  };
  const started = start(ports, declaration, wires, limits);
  if (started !== undefined) attach(started);
  halt = stopNow;
}
