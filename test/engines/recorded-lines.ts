// The lines of a recorded device: what a part that is there since before its start gives is an input, or an
// answer to a clock.
import { changed, type Lines } from "../../src/platform/node/circuit.ts";
import { NOTHING } from "./replay-circuit.ts";
import type { Scribe } from "./scribe.ts";

export interface RecordedLines {
  /** Nothing on them is told. */
  plain: Lines;
  /** A level that a part gives is an input. */
  told: Lines;
  /**
   * Those of a part whose data follows its clock: what it gives with a change of that is an answer, all else
   * an input.
   */
  clocked: (data: string) => Lines;
}

export function recordedLines(
  circuit: Lines,
  scribe: Pick<Scribe, "steps" | "input" | "clocked">,
): RecordedLines {
  const drive: Lines["drive"] = (pin, level, ago = 0) => {
    if (scribe.steps.length > 0 && level !== undefined)
      scribe.input({ kind: "level", pin: String(pin), level, ago });
    circuit.drive(pin, level, ago);
  };

  function clocked(data: string): Lines {
    let drivenLevel: string | undefined;
    let last: number | undefined;
    return changed(circuit, {
      drive(pin, level) {
        if (drivenLevel === undefined) return drive(pin, level);
        drivenLevel = level === undefined ? NOTHING : String(level);
        circuit.drive(pin, level);
      },
      whenWritten: (pin, then) =>
        circuit.whenWritten(pin, (level) => {
          drivenLevel = NOTHING;
          then(level);
          if (level !== last) scribe.clocked(String(pin), data, drivenLevel);
          last = level;
          drivenLevel = undefined;
        }),
    });
  }

  return { plain: circuit, told: changed(circuit, { drive }), clocked };
}
