// Digital pins: outputs, inputs, counted pulses, knobs, timed edges and DHTs (Espruino 2v29 reference,
// pinMode and setWatch).
import type { DhtFrame, DhtLine, Edges } from "../../ports/edges.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Pulses } from "../../ports/pulses.ts";
import { clearFrame, lineFell, readFrame } from "../../reading/dht-frame.ts";
import { clearEdges, edgeSeen } from "../../reading/edges.ts";
import { beginsPulse, newContact } from "../../reading/pulses.ts";
import { linesSeen, newQuadrature, type Quadrature, takeEdges } from "../../reading/quadrature.ts";

/** A pulse counter begins again at 0 behind this. */
const MOST_PULSES = 0x7fffffff;
/** So does the time of an edge, in microseconds or in milliseconds. */
const MOST_MICROSECONDS = 0x7fffffff;
/**
 * How long the line of a DHT is held low, at least: a millisecond, whenever the clock of the timers ticks.
 */
const WAKE_MS = 2;

/** Pulses of each pin that is counted, by its name. */
const pulses: Record<string, number> = {};
/** Each knob, by the name of its clk. */
const knobs: Record<string, Quadrature> = {};
/** The watch of each pin whose edges are written down, by its name; 0 is none. */
const watches: Record<string, number> = {};

export function makeOutput(pin: Pin, level: number): void {
  digitalWrite(pin, level);
  pinMode(pin, "output");
}

export function makeInput(pin: Pin, pulledUp: boolean): void {
  pinMode(pin, pulledUp ? "input_pullup" : "input");
}

/** A pin that is a button of the board has a `debounce` of its own, of 25 ms. */
function countPulses(pin: Pin, quietMs?: number): void {
  pinMode(pin, "input_pullup");
  pulses[pin] = 0;
  const pulsed = () => {
    pulses[pin] = (pulses[pin] + 1) & MOST_PULSES;
  };
  if (quietMs === undefined || quietMs === 0) {
    setWatch(pulsed, pin, { repeat: true, edge: "falling", debounce: 0 });
    return;
  }
  const contact = newContact(quietMs);
  const changed = (event: { state: boolean; time: number }) => {
    const at = (event.time * 1000) & MOST_MICROSECONDS;
    if (beginsPulse(contact, !event.state, event.state, at)) pulsed();
  };
  setWatch(changed, pin, { repeat: true, edge: "both", debounce: 0 });
}

function pulsesOf(pin: Pin): number {
  return pulses[pin];
}

/**
 * The event of an edge on one line has the level that the other one had then, however late the program runs.
 * Without its `debounce` a pin that is a button of the board has one of 25 ms, and no level.
 */
export function countTurns(clk: Pin, dt: Pin, changed: () => void): void {
  const knob = newQuadrature();
  knobs[clk] = knob;
  pinMode(clk, "input_pullup");
  pinMode(dt, "input_pullup");
  const clkSeen = (event: { state: boolean; data: boolean }) => {
    linesSeen(knob, event.state, event.data);
    changed();
  };
  const dtSeen = (event: { state: boolean; data: boolean }) => {
    linesSeen(knob, event.data, event.state);
    changed();
  };
  setWatch(clkSeen, clk, { repeat: true, edge: "both", debounce: 0, data: dt });
  setWatch(dtSeen, dt, { repeat: true, edge: "both", debounce: 0, data: clk });
}

export function takeTurns(clk: Pin): number {
  return takeEdges(knobs[clk]);
}

/** The event has the time at which the edge came, however late the program runs. */
export function startEdges(edges: Edges): void {
  const { pin } = edges;
  const mode = getPinMode(pin);
  endEdges(edges);
  clearEdges(edges);
  const seen = (event: { state: boolean; time: number }) =>
    edgeSeen(edges, event.state ? 1 : 0, (event.time * 1000000) & MOST_MICROSECONDS, false);
  watches[pin] = setWatch(seen, pin, { repeat: true, edge: "both" });
  // On the ESP32 a watch pulls its pin up, whatever it was before.
  pinMode(pin, mode);
}

export function endEdges(edges: Edges): void {
  endWatch(edges.pin);
}

/** A pin that is a button of the board has a `debounce` of its own. */
export function watchFalls(
  pin: Pin,
  fell: (at: number, isLost: boolean) => boolean,
  changed: () => void,
): void {
  const mode = getPinMode(pin);
  const seen = (event: { time: number }) => {
    if (fell((event.time * 1000000) & MOST_MICROSECONDS, false)) changed();
  };
  setWatch(seen, pin, { repeat: true, edge: "falling", debounce: 0 });
  // On the ESP32 a watch pulls its pin up, whatever it was before.
  pinMode(pin, mode);
}

function endWatch(pin: Pin): void {
  const watch = watches[pin] ?? 0;
  if (watch !== 0) clearWatch(watch);
  watches[pin] = 0;
}

/** The part answers 20 µs behind the moment in which the line is let go, so that it is watched before. */
function askDht(frame: DhtFrame): void {
  const { pin } = frame;
  clearFrame(frame);
  makeOutput(pin, 0);
  const fell = (event: { time: number }) => lineFell(frame, (event.time * 1000000) & MOST_MICROSECONDS);
  const letGo = () => {
    // On the ESP32 a watch lets the line go by itself.
    watches[pin] = setWatch(fell, pin, { repeat: true, edge: "falling" });
    pinMode(pin, "input_pullup");
  };
  setTimeout(letGo, WAKE_MS);
}

function takeDht(frame: DhtFrame): void {
  endWatch(frame.pin);
  readFrame(frame);
}

export const PULSES: Pulses = { count: countPulses, counted: pulsesOf };
export const DHT: DhtLine = { ask: askDht, take: takeDht };
