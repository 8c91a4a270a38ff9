// A board's console model as a port, without an operating system and without the delays and faults of a
// serial line (test/flash/timed-line.ts).
import type { BytePort } from "../../../flash/byte-port.ts";
import { FlashError } from "../../../flash/flash-error.ts";

/** Takes the bytes that are typed, and gives those that are shown. Bytes are byte strings. */
export interface ConsoleModel {
  type(bytes: string): void;
  /** Who gets what the console shows from now on. */
  onOutput(take: (bytes: string) => void): void;
}

export interface ModelPort extends BytePort {
  /** Takes the plug out; nothing passes from now on. */
  unplug(): void;
}

/**
 * Joins a model to whoever wants a port. What is typed is shown before `write` resolves, if the model shows
 * it at once.
 */
export function modelPort(model: ConsoleModel, name = "the model"): ModelPort {
  let isGone = false;
  let take: (bytes: string) => void = () => {};
  let tell: (why: string) => void = () => {};
  model.onOutput((bytes) => {
    if (!isGone) take(bytes);
  });
  return {
    name,
    async write(bytes) {
      await Promise.resolve();
      if (isGone)
        throw new FlashError("lost", `${name} went away. Plug it in again, and repeat the command.`);
      model.type(bytes);
    },
    listen(listener) {
      take = listener;
    },
    whenLost(listener) {
      tell = listener;
      if (isGone) tell("unplugged");
    },
    async setSignals() {},
    async close() {
      isGone = true;
    },
    unplug() {
      if (isGone) return;
      isGone = true;
      tell("unplugged");
    },
  };
}
