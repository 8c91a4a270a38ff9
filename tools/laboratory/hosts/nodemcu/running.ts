// A powered chip: its program in a VM receives one event at a time, and its queries are answered meanwhile.
import type { Hardware } from "./hardware.ts";
import { createLife, type Life } from "./life.ts";
import { createNodeMcuMachine, type Machine } from "./machine.ts";
import type { Answers, HostEvent, Operation } from "./operations.ts";
import { createParts, type Parts, type PartsHost } from "./parts.ts";

/** Unwinds the VM when the chip goes down in the middle of a call. */
export const CHIP_WENT_DOWN = Symbol("chip went down");

/** The functions that a running chip needs of its power supply. */
export interface RunningHost extends PartsHost {
  /** An error has escaped a callback. */
  crashed: (message: string) => void;
  /** In the middle of a call: one event has taken too long. */
  watchdogBit: () => never;
}

/** Two looks of the watchdog in one event: more than a million instructions, seconds on a chip. */
const WATCHDOG_LOOKS = 2;

export class Running {
  readonly parts: Parts;
  private readonly hardware: Hardware;
  private readonly host: RunningHost;
  private readonly life: Life;
  private readonly endLife: () => void;
  private readonly machine: Machine;
  private readonly answers: Answers;
  private isInTurn = false;
  private watchdogLooks = 0;

  /** `otherAnswers`: further answers, which replace those of the parts. */
  constructor(hardware: Hardware, host: RunningHost, otherAnswers: Answers) {
    const { chip, world } = hardware.options;
    this.hardware = hardware;
    this.host = host;
    this.machine = createNodeMcuMachine(hardware.firmware, (operation, number, bytes) =>
      this.answer(operation, number, bytes),
    );
    this.machine.reset();
    const emit = (event: HostEvent) => this.happened(event);
    const { life, end } = createLife({ chip, world, draws: hardware.draws, emit });
    this.life = life;
    this.endLife = end;
    this.parts = createParts(life, hardware, host);
    this.answers = { ...this.parts.answers, ...otherAnswers, ...this.ownAnswers() };
  }

  /** Lets the program handle an event. Returns the error that escaped, or nothing. */
  tell(event: HostEvent): string | undefined {
    this.watchdogLooks = 0;
    this.isInTurn = true;
    try {
      this.hardware.options.transcript?.happened(event);
      return this.life.isOver() ? undefined : this.machine.turn(event);
    } finally {
      this.isInTurn = false;
    }
  }

  end(): void {
    this.endLife();
    this.machine.release();
  }

  /** An event of the world. An error that escapes its callback restarts the chip. */
  private happened(event: HostEvent): void {
    if (this.isInTurn) {
      this.life.after(0, () => this.happened(event));
      return;
    }
    try {
      const message = this.tell(event);
      if (message !== undefined) this.host.crashed(message);
    } catch (thrown) {
      if (thrown !== CHIP_WENT_DOWN) throw thrown;
    }
  }

  private answer(operation: Operation, number: number, bytes: string): number | string | undefined {
    // Killed from outside in the middle of a call, as by a world that watches a pin.
    if (this.life.isOver()) throw CHIP_WENT_DOWN;
    const reply = this.answers[operation]?.(number, bytes);
    this.hardware.options.transcript?.asked(operation, number, bytes, reply);
    return reply;
  }

  private ownAnswers(): Answers {
    return {
      select: (number) => {
        this.life.selected = number;
        return undefined;
      },
      watchdog: () => {
        this.watchdogLooks += 1;
        return this.watchdogLooks < WATCHDOG_LOOKS ? undefined : this.host.watchdogBit();
      },
    };
  }
}
