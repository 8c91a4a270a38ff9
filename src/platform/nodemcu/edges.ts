// Times of edges over NodeMCU's `gpio.trig` on the ESP8266. On the ESP32 it gives none: the build refuses a
// part there. And what the module `dht` says of a frame, on both.
import type { DhtFrame, Edges, EdgeTimes } from "../../ports/edges.ts";
import type { Pin } from "../../ports/pins.ts";
import { clearEdges, edgeSeen } from "../../reading/edges.ts";
import { pinsChanged } from "../../runtime/events.ts";
import { tell } from "./running.ts";

/**
 * The call of one edge has its time; those that came until the call ran are counted with it, and their times
 * are lost. @cold
 */
function start(edges: Edges): void {
  clearEdges(edges);
  gpio.trig(edges.pin, "both", (level, time, count) => edgeSeen(edges, level, time, count > 1));
}

/** @cold */
function end(edges: Edges): void {
  gpio.trig(edges.pin, "none");
}

/** @cold */
function watchFalls(pin: Pin, fell: (this: void, at: number, isLost: boolean) => boolean): void {
  gpio.trig(pin, "down", (_level, time, count) => {
    if (fell(time, count > 1)) tell(pinsChanged, undefined);
  });
}

/**
 * The module says how it went, and has compared the sum. Its numbers are floats, of single precision in some
 * builds. @cold
 */
export function heardDht(frame: DhtFrame, status: number, celsius: number, percent: number): void {
  frame.fault = status === dht.OK ? "" : status === dht.ERROR_CHECKSUM ? "bad checksum" : "no answer";
  if (frame.fault !== "") return;
  frame.temperature = Math.floor(celsius * 10 + 0.5);
  frame.humidity = Math.floor(percent * 10 + 0.5);
}

/** It is in the frame since it was asked. @cold */
export function takeDht(): void {}

export const EDGES: EdgeTimes = { start, end, watchFalls };
