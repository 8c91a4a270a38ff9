// The pins that a device in Node uses: pulled up, watched, counted, turned, timed. The record is made for the
// first such pin, as most of a fleet's devices have none.
import type { DhtFrame, DhtLine, Edges, EdgeTimes } from "../../ports/edges.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Pulses, Turns } from "../../ports/pulses.ts";
import { clearFrame, lineFell, readFrame } from "../../reading/dht-frame.ts";
import { clearEdges, edgeSeen } from "../../reading/edges.ts";
import { beginsPulse, newContact } from "../../reading/pulses.ts";
import { linesSeen, newQuadrature, type Quadrature, takeEdges } from "../../reading/quadrature.ts";
import type { World } from "./world.ts";

/** A pulse counter begins again at 0 behind this (ports/pulses.ts). */
const MOST_PULSES = 0x7fffffff;
/** So do the times of edges. */
const WRAP_MICROSECONDS = 0x80000000;
/** How long the line of a DHT is held low. */
const WAKE_MS = 1;
/** How often a tick may come (ports/clock.ts). */
const [SHORTEST_TICK_MS, LONGEST_TICK_MS] = [2, 1000] as const;

export class UsedPins {
  readonly dht: DhtLine = { ask: (frame) => this.askDht(frame), take: readFrame };
  readonly pulses: Pulses = {
    count: (pin, quietMs = 0) => this.count(pin, quietMs),
    counted: (pin) => this.counted(pin),
  };
  readonly times: EdgeTimes = {
    start: (edges) => this.startEdges(edges),
    end: ({ pin }) => this.endEdges(pin),
    watchFalls: (pin, fell) => this.watchFalls(pin, fell),
  };
  readonly turns: Turns = {
    count: (clk, dt) => this.countTurns(clk, dt),
    take: (clk) => this.takeTurns(clk),
  };
  private readonly world: World;
  /** Tells the device that a watched pin has changed. */
  private readonly tell: () => void;
  private readonly pulledUp = new Set<Pin>();
  private readonly counts = new Map<Pin, number>();
  private readonly encoders = new Map<Pin, Quadrature>();
  /** What ends the writing down of edges. */
  private readonly edges = new Map<Pin, () => void>();
  /** What lets go of the line of a DHT that is not asked any more. */
  private readonly waking = new Map<Pin, () => void>();
  /** The outputs that each tick leaves low at the end of the device. */
  private readonly ticking = new Map<() => void, readonly Pin[]>();
  private endings: (() => void)[] = [];
  private isOver = false;
  /** A change is on its way to the device: those that come now are told with it. */
  private isTelling = false;

  constructor(world: World, tell: () => void) {
    this.world = world;
    this.tell = tell;
  }

  pullUp(pin: Pin): void {
    this.pulledUp.add(pin);
  }

  isPulledUp(pin: Pin): boolean {
    return this.pulledUp.has(pin);
  }

  watch(pin: Pin): void {
    this.endings.push(this.world.circuit.watch(pin, () => this.tellLater(), this.isPulledUp(pin)));
  }

  /** Counts the falling edges behind `quietMs` of a high line. */
  private count(pin: Pin, quietMs: number): void {
    this.pullUp(pin);
    this.counts.set(pin, 0);
    const contact = newContact(quietMs * 1000);
    const seen = (level: number, ago: number) => {
      const at = (Math.round(this.world.now() * 1000) - ago) % WRAP_MICROSECONDS;
      if (beginsPulse(contact, level === 0, level === 1, at))
        this.counts.set(pin, (this.counted(pin) + 1) & MOST_PULSES);
    };
    this.endings.push(this.world.circuit.watch(pin, seen, true));
  }

  private counted(pin: Pin): number {
    return this.counts.get(pin) ?? 0;
  }

  /** Both lines of an encoder, which goes by its clk. */
  private countTurns(clk: Pin, dt: Pin): void {
    const { circuit } = this.world;
    const quadrature = newQuadrature();
    this.encoders.set(clk, quadrature);
    const seen = () => {
      linesSeen(quadrature, circuit.level(clk, true) === 1, circuit.level(dt, true) === 1);
      this.tellLater();
    };
    for (const pin of [clk, dt]) {
      this.pullUp(pin);
      this.endings.push(circuit.watch(pin, seen, true));
    }
  }

  private takeTurns(clk: Pin): number {
    const quadrature = this.encoders.get(clk);
    return quadrature === undefined ? 0 : takeEdges(quadrature);
  }

  private startEdges(edges: Edges): void {
    const { pin } = edges;
    this.endEdges(pin);
    clearEdges(edges);
    const seen = (level: number, ago: number) => {
      const at = Math.round(this.world.now() * 1000) - ago;
      edgeSeen(edges, level, at % WRAP_MICROSECONDS, false);
    };
    this.edges.set(pin, this.world.circuit.watch(pin, seen, this.isPulledUp(pin)));
  }

  private endEdges(pin: Pin): void {
    this.edges.get(pin)?.();
    this.edges.delete(pin);
  }

  private watchFalls(pin: Pin, fell: (at: number, isLost: boolean) => boolean): void {
    const seen = (level: number, ago: number) => {
      const at = Math.round(this.world.now() * 1000) - ago;
      if (level === 0 && fell(at % WRAP_MICROSECONDS, false)) this.tellLater();
    };
    this.endings.push(this.world.circuit.watch(pin, seen, this.isPulledUp(pin)));
  }

  private askDht(frame: DhtFrame): void {
    const { pin } = frame;
    const { circuit } = this.world;
    clearFrame(frame);
    circuit.written(pin, 0);
    this.waking.get(pin)?.();
    const letGo = () => {
      const now = Math.round(this.world.now() * 1000);
      for (const fall of circuit.released(pin, WAKE_MS)) lineFell(frame, (now + fall) % WRAP_MICROSECONDS);
    };
    this.waking.set(pin, this.world.after(WAKE_MS, letGo));
  }

  tickEvery(ms: number, tick: () => boolean, low: readonly Pin[]): void {
    if (!(ms >= SHORTEST_TICK_MS && ms <= LONGEST_TICK_MS))
      throw new Error(
        `A tick every ${ms} ms was asked for; give tickEvery ${SHORTEST_TICK_MS} to ${LONGEST_TICK_MS} ms.`,
      );
    const ticked = () => {
      if (this.isOver) return;
      if (tick()) this.world.after(ms, ticked);
      else this.ticking.delete(ticked);
    };
    this.ticking.set(ticked, low);
    this.world.after(ms, ticked);
  }

  /**
   * Hears nothing of the circuit any more. What ticks drive is low from now on: nothing would switch it off.
   */
  end(): void {
    this.isOver = true;
    for (const ending of [...this.endings, ...this.edges.values(), ...this.waking.values()]) ending();
    this.endings = [];
    for (const pin of [...this.ticking.values()].flat()) this.world.circuit.written(pin, 0);
    this.ticking.clear();
  }

  private tellLater(): void {
    if (this.isTelling) return;
    this.isTelling = true;
    this.world.after(0, () => {
      this.isTelling = false;
      this.tell();
    });
  }
}
