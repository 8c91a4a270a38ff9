// One run of a chip, from boot to restart or power cut: everything that it started ends with it.
import type { Random } from "../../../../src/platform/node/random.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import type { HostEvent } from "./operations.ts";
import type { Chip } from "./prelude.ts";

export interface Life {
  chip: Chip;
  world: World;
  /** The host's own draws: how buffers are cut, when acknowledgements come. Never the program's. */
  draws: Random;
  /** Lets the program handle an event; nothing happens once this life is over. */
  emit: (event: HostEvent) => void;
  /** As `World.after`, for this life only. */
  after: (ms: number, then: () => void) => () => void;
  /** Calls `then` when this life ends. */
  atEnd: (then: () => void) => void;
  isOver: () => boolean;
  /** The timer, socket, pin or slot that the program's next call is about. */
  selected: number;
}

/** A life, and what ends it. */
export function createLife(options: Pick<Life, "chip" | "world" | "draws" | "emit">): {
  life: Life;
  end: () => void;
} {
  const endings = new Set<() => void>();
  let over = false;

  const life: Life = {
    ...options,
    emit: (event) => {
      if (!over) options.emit(event);
    },
    after(ms, then) {
      const cancel = options.world.after(ms, () => {
        endings.delete(cancel);
        then();
      });
      endings.add(cancel);
      return () => {
        endings.delete(cancel);
        cancel();
      };
    },
    atEnd: (then) => {
      endings.add(then);
    },
    isOver: () => over,
    selected: 0,
  };

  function end(): void {
    if (over) return;
    over = true;
    for (const ending of endings) ending();
    endings.clear();
  }

  return { life, end };
}
