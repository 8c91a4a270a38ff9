// The machine's digital lines, by gpiod's programs: one `gpioset` for each output, which holds it and takes
// its changes, one `gpiomon` for each input that somebody watches, one look by `gpioget` at any other.
import type { ProgramEvents, Programs, RunningProgram } from "./programs.ts";

/** A line of a chip: "gpiochip0 17". */
interface LinePlace {
  chip: string;
  offset: string;
}

type Level = 0 | 1;

interface Watched {
  level: Level;
  changed: Set<(level: Level) => void>;
  monitor: RunningProgram;
}

/** "17" of "gpiochip0 17", and of a line that says no chip. */
function placeOf(pin: string | number): LinePlace {
  const [chip = "", offset = ""] = `${pin}`.includes(" ") ? `${pin}`.split(" ") : ["gpiochip0", `${pin}`];
  return { chip, offset };
}

export class LinuxLines {
  /** Each output has a holder of its own: no line is let go for another one to be added. */
  private readonly holders = new Map<string, RunningProgram>();
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly programs: Programs,
    private readonly log: (line: string) => void,
  ) {}

  /** Makes the line an output at this level, or changes it. */
  written(pin: string | number, level: number): void {
    const { chip, offset } = placeOf(pin);
    const state = `${offset}=${level === 0 ? 0 : 1}`;
    const holder = this.holders.get(`${pin}`);
    if (holder !== undefined) {
      holder.say(`set ${state}`);
      return;
    }
    const given = ["--interactive", "--chip", chip, state];
    const events = this.events(`line ${offset} of ${chip}`);
    this.holders.set(`${pin}`, this.programs.start("gpioset", given, events));
  }

  /** The level of an input, now. */
  level(pin: string | number, pulledUp: boolean): Level {
    const known = this.watched.get(`${pin}`);
    return known === undefined ? this.look(pin, pulledUp) : known.level;
  }

  /** Calls `changed` with each new level, until what it returns is called. */
  watch(pin: string | number, pulledUp: boolean, changed: (level: Level) => void): () => void {
    const known = this.watched.get(`${pin}`) ?? this.monitored(pin, pulledUp);
    known.changed.add(changed);
    return () => {
      known.changed.delete(changed);
      if (known.changed.size > 0) return;
      known.monitor.end();
      this.watched.delete(`${pin}`);
    };
  }

  /** Lets every line go. */
  end(): void {
    for (const holder of this.holders.values()) holder.end();
    for (const { monitor } of this.watched.values()) monitor.end();
  }

  private look(pin: string | number, pulledUp: boolean): Level {
    const { chip, offset } = placeOf(pin);
    const given = ["--numeric", "--bias", bias(pulledUp), "--chip", chip, offset];
    return this.programs.run("gpioget", given)?.trim() === "1" ? 1 : 0;
  }

  private monitored(pin: string | number, pulledUp: boolean): Watched {
    const { chip, offset } = placeOf(pin);
    const level = this.look(pin, pulledUp);
    const changed = new Set<(level: Level) => void>();
    const given = ["--edges", "both", "--format", "%e", "--bias", bias(pulledUp), "--chip", chip, offset];
    const monitor = this.programs.start("gpiomon", given, {
      ...this.events(`line ${offset} of ${chip}`),
      line: (edge) => {
        const now: Level = edge.trim() === "1" ? 1 : 0;
        watched.level = now;
        for (const tell of changed) tell(now);
      },
    });
    const watched: Watched = { level, changed, monitor };
    this.watched.set(`${pin}`, watched);
    return watched;
  }

  private events(what: string): ProgramEvents {
    return { line: () => undefined, ended: (words) => this.log(`nobody holds ${what} any more: ${words}`) };
  }
}

function bias(pulledUp: boolean): string {
  return pulledUp ? "pull-up" : "as-is";
}
