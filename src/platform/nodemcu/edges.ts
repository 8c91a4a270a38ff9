// Times of edges over NodeMCU's `gpio.trig` on the ESP8266. On the ESP32 it gives none: the build refuses a part there.
import type { Edges } from "../../ports/edges.ts";
import { clearEdges, edgeSeen } from "../../reading/edges.ts";

/** The call of one edge has its time; those that came until the call ran are counted with it, and their times are lost. @cold */
export function startEdges(edges: Edges): void {
  clearEdges(edges);
  gpio.trig(edges.pin, "both", (level, time, count) => edgeSeen(edges, level, time, count > 1));
}

/** @cold */
export function endEdges(edges: Edges): void {
  gpio.trig(edges.pin, "none");
}
