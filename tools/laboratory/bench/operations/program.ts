// The climate device connected to nothing, in the device language: its operations can be called one by one.
//
// Rooms and build are those of the image; only the platform is missing. Its ports do nothing, so that what is counted
// is the device, not the target's socket.

import { publish } from "../../../../src/mqtt/outbox.ts";
import type { Ports } from "../../../../src/ports/ports.ts";
import { networkIs, opened, received, wakeUp } from "../../../../src/runtime/events.ts";
import type { Runtime } from "../../../../src/runtime/runtime.ts";
import { start } from "../../../../src/runtime/start.ts";
import declaration from "../firmware/climate/device.ts";

/** Longer than any pause before the first attempt. */
const PAST_THE_PAUSE_MS = 2000;
/** A link that never has to drain. */
const NO_BOUND = 2000000000;
/** A state is told ten times a second at most; none of those here comes so soon. */
const BETWEEN_MESSAGES_MS = 200;

let now = 1000000;
let written = 0;
let settings = "";
let runtime: Runtime | undefined;

function milliseconds(): number {
  return now;
}

function ignore(_: unknown): void {}

function ignoreTwo(_: unknown, __: unknown): void {}

function ignoreCall(): void {}

/** @hot */
function writeLink(bytes: string): void {
  written += bytes.length;
}

function readRecord(_: string): string {
  return settings;
}

function isDone(_: unknown, __: unknown): boolean {
  return true;
}

/** 21.5 °C and 44 %, as the sensor answers. */
function answer(_: number, __: number): string {
  return "\x61\x47\x8a\x70\xa3\x15";
}

function chipId(): string {
  return "a1b2c3";
}

function least(_: number): number {
  return 0;
}

function none(_: unknown): number {
  return 0;
}

function isShown(_: unknown, __: unknown, ___: unknown): boolean {
  return true;
}

function hasNoPart(_: unknown): boolean {
  return false;
}

function noPart(_: unknown, __: unknown): string {
  return "";
}

function hasHeardNothing(_: unknown): string {
  return "";
}

function zero(): number {
  return 0;
}

function unknownReason(): string {
  return "unknown";
}

function ignoreThree(_: unknown, __: unknown, ___: unknown): void {}

const ports: Ports = {
  milliseconds,
  wake: ignore,
  joinNetwork: ignoreTwo,
  openLink: ignore,
  writeLink,
  closeLink: ignoreCall,
  readRecord,
  writeRecord: isDone,
  makeOutput: ignoreTwo,
  setLevel: ignoreTwo,
  makeInput: ignoreTwo,
  levelOf: none,
  watchPin: ignore,
  countPulses: ignore,
  pulsesOf: none,
  makeAnalog: ignore,
  readAnalog: none,
  startPwm: ignoreThree,
  setDuty: ignoreTwo,
  setUpOneWire: ignore,
  resetOneWire: hasNoPart,
  writeOneWire: ignoreTwo,
  readOneWire: noPart,
  setUpUart: none,
  writeUart: ignoreTwo,
  takeUart: hasHeardNothing,
  setUpSpi: ignoreTwo,
  exchangeSpi: noPart,
  setUpPixels: ignore,
  sendPixels: isShown,
  countTurns: ignoreTwo,
  takeTurns: none,
  startEdges: ignore,
  endEdges: ignore,
  watchFalls: ignore,
  tickEvery: ignore,
  askDht: ignore,
  takeDht: ignore,
  setUpHx711: ignoreTwo,
  readHx711: none,
  setUpBus: ignore,
  writeBus: isDone,
  readBus: answer,
  chipId,
  draw: least,
  log: ignore,
  freeMemory: zero,
  resetReason: unknownReason,
  signalStrength: zero,
  restartIn: ignoreCall,
  stayOn: ignoreCall,
};

/** @hot */
function reading(this: void, payload: string): void {
  publish((runtime as Runtime).client, (runtime as Runtime).sensors[0].publication, payload);
}

/** @hot */
function state(this: void, payload: string): void {
  publish((runtime as Runtime).client, (runtime as Runtime).actuators[0].publication, payload);
}

/** @hot */
function bytesIn(this: void, bytes: string): void {
  now = now + BETWEEN_MESSAGES_MS;
  received(runtime as Runtime, bytes);
}

function bytesOut(this: void): number {
  return written;
}

function nothing(this: void, _: string): void {}

/** CONNACK of a new session, SUBACK of its status and its command, PUBACK of the state that is told first. */
function connect(device: Runtime): void {
  networkIs(device, true);
  now = now + PAST_THE_PAUSE_MS;
  wakeUp(device);
  opened(device);
  received(device, "\x20\x02\x00\x00");
  received(device, "\x90\x04\xff\x01\x00\x01");
  received(device, "\x40\x02\x00\x01");
}

settings = "ringmote 1\nhost=broker\nend\n";
runtime = start(
  ports,
  declaration,
  { air: { sda: 1, scl: 2 }, heater: 3 },
  { slots: 8, bytes: 512, packetBytes: 512, linkBytes: NO_BOUND },
);
publishReading = reading;
publishState = state;
receiveBytes = bytesIn;
doNothing = nothing;
countWritten = bytesOut;

if (runtime !== undefined) connect(runtime);
