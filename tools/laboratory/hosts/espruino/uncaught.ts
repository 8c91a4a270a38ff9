// Errors that nothing caught, which Espruino reports at the end of a pass; the program goes on.
import type { World } from "../../../../src/platform/node/world.ts";
import { consoleText } from "./console-text.ts";

type Handler = (...values: unknown[]) => unknown;

export class UncaughtErrors {
  /** Where they were raised: their stacks, which name lines of the script. */
  readonly stacks: string[] = [];
  private readonly world: World;
  private readonly listener: () => unknown;
  private readonly texts: string[];
  private readonly unreported: unknown[] = [];

  /**
   * `listener` returns the program's own listener or list of listeners, if it has any. `texts` receives the
   * text of each error in either case.
   */
  constructor(world: World, listener: () => unknown, texts: string[]) {
    this.world = world;
    this.listener = listener;
    this.texts = texts;
  }

  add(error: unknown): void {
    this.unreported.push(error);
  }

  /** Reports those that were added since the last report. */
  report(): void {
    for (const error of this.unreported.splice(0)) this.reportError(error);
  }

  /** Calls the program's own listener, or prints a line on the console. */
  private reportError(error: unknown): void {
    const text = `Uncaught ${consoleText(error)}`;
    this.texts.push(text);
    this.stacks.push(stackOf(error) ?? text);
    const listener = this.listener();
    if (listener === undefined) {
      this.world.log(text);
      return;
    }
    for (const handler of Array.isArray(listener) ? [...listener] : [listener]) {
      try {
        Reflect.apply(handler as Handler, undefined, [error]);
      } catch (second) {
        this.world.log(`Uncaught ${consoleText(second)}`);
      }
    }
  }
}

function stackOf(error: unknown): string | undefined {
  const stack =
    typeof error === "object" && error !== null ? (error as { stack?: unknown }).stack : undefined;
  return typeof stack === "string" ? stack : undefined;
}
