// Digital pins: outputs, inputs, counted pulses and timed edges (Espruino 2v29 reference, pinMode and setWatch).
import type { Edges } from "../../ports/edges.ts";
import type { Pin } from "../../ports/pins.ts";
import { clearEdges, edgeSeen } from "../../reading/edges.ts";

/** A pulse counter begins again at 0 behind this. */
const MOST_PULSES = 0x7fffffff;
/** So does the time of an edge. */
const MOST_MICROSECONDS = 0x7fffffff;

/** Pulses of each pin that is counted, by its name. */
const pulses: Record<string, number> = {};
/** The watch of each pin whose edges are written down, by its name; 0 is none. */
const watches: Record<string, number> = {};

export function makeOutput(pin: Pin, level: number): void {
  digitalWrite(pin, level);
  pinMode(pin, "output");
}

export function makeInput(pin: Pin, pulledUp: boolean): void {
  pinMode(pin, pulledUp ? "input_pullup" : "input");
}

export function countPulses(pin: Pin): void {
  pinMode(pin, "input_pullup");
  pulses[pin] = 0;
  const pulsed = () => {
    pulses[pin] = (pulses[pin] + 1) & MOST_PULSES;
  };
  setWatch(pulsed, pin, { repeat: true, edge: "falling" });
}

export function pulsesOf(pin: Pin): number {
  return pulses[pin];
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
  const watch = watches[edges.pin] ?? 0;
  if (watch !== 0) clearWatch(watch);
  watches[edges.pin] = 0;
}
