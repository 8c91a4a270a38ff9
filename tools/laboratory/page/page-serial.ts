// Puts boards behind a page's `navigator.serial`: fake-serial.ts is installed before the page's scripts run,
// and bytes go to and fro over Playwright's own channel.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import type { ConsoleModel } from "../hosts/consoles/model-port.ts";
import type { CableEnd, FakeSerial } from "./fake-serial.ts";

/** A board at a cable; one that minds DTR, RTS and the rate says so. */
export interface CabledBoard extends ConsoleModel {
  setSignals?(signals: SerialOutputSignals): void;
  setRate?(baudRate: number): void;
}

/** What the trial does to the port that the page has. */
export interface PageSerial {
  /** Pulls the plug: the port is lost. */
  unplug(): Promise<void>;
  /** Puts it in again. */
  plugIn(): Promise<void>;
  /** What the next dialog does: the user dismisses it, or another program has the port. */
  next(what: "dismiss" | "busy"): Promise<void>;
  /**
   * Pulls the plug in the middle of a write, when so many more bytes have come; settles when that is done.
   */
  unplugAfter(bytes: number): Promise<void>;
  /** Pulls the plug in the middle of the first write at which this is true; settles when that is done. */
  unplugWhen(isDue: () => boolean): Promise<void>;
  /**
   * Takes so many more bytes, and lets the page wait for what it writes then; settles when it waits, with
   * what ends that.
   */
  holdAfter(bytes: number): Promise<() => void>;
  /** Another board at the same port from now on. */
  connectTo(board: CabledBoard): void;
  /** Bytes that the page has written so far. */
  written(): number;
}

/** Installs a port with a board behind it. Must be called before the page is loaded. */
export async function installSerial(page: Page, board: CabledBoard): Promise<PageSerial> {
  let current: CabledBoard;
  let isThere = true;
  let written = 0;
  /**
   * What becomes of the write that is due, in place of typing it. `after`: bytes written so far, these among
   * them.
   */
  let plan: { isDue(after: number): boolean; carryOut(bytes: string): unknown } | undefined;
  const connectTo = (next: CabledBoard): void => {
    current = next;
    // An echo comes character by character: what is shown in one turn crosses together.
    let waiting = "";
    next.onOutput((bytes) => {
      if (!isThere || current !== next) return;
      if (waiting === "") {
        setImmediate(() => {
          page.evaluate(hear, waiting).catch(() => undefined);
          waiting = "";
        });
      }
      waiting += bytes;
    });
  };
  await page.exposeFunction("trialWrite", (bytes: string) => {
    written += bytes.length;
    const due = plan?.isDue(written) ? plan : undefined;
    if (due === undefined) return type(bytes);
    plan = undefined;
    return due.carryOut(bytes);
  });
  await page.exposeFunction("trialSignals", (signals: SerialOutputSignals) => current.setSignals?.(signals));
  await page.exposeFunction("trialOpen", (baudRate: number) => current.setRate?.(baudRate));
  await page.addInitScript(await pageScript());
  connectTo(board);
  const type = (bytes: string): void => {
    if (isThere) current.type(bytes);
  };
  const unplug = async (): Promise<void> => {
    isThere = false;
    await page.evaluate(() => (window as TrialWindow).trialSerial.unplug());
  };
  /** `typed`: so many bytes of the write that is due reach the board. */
  const unplugAt = (isDue: (after: number) => boolean, typed: (last: string) => number): Promise<void> =>
    new Promise((resolve, reject) => {
      const carryOut = (last: string) => {
        type(last.slice(0, typed(last)));
        unplug().then(resolve, reject);
      };
      plan = { isDue, carryOut };
    });
  return {
    unplug,
    unplugAfter: (bytes) => {
      const at = written + bytes;
      return unplugAt(
        (after) => after >= at,
        (last) => last.length - (written - at),
      );
    },
    unplugWhen: (isDue) => unplugAt(isDue, (last) => last.length >> 1),
    holdAfter: (bytes) =>
      new Promise((resolve) => {
        const carryOut = (last: string) =>
          new Promise<void>((goOn) => {
            resolve(() => {
              type(last);
              goOn();
            });
          });
        const at = written + bytes;
        plan = { isDue: (after) => after >= at, carryOut };
      }),
    plugIn: async () => {
      isThere = true;
      await page.evaluate(() => (window as TrialWindow).trialSerial.plugIn());
    },
    next: (what) => page.evaluate((event) => (window as TrialWindow).trialSerial.next(event), what),
    connectTo,
    written: () => written,
  };
}

interface TrialWindow {
  trialWrite: CableEnd["write"];
  trialSerial: FakeSerial;
}

declare const window: unknown;

function hear(bytes: string): void {
  (window as TrialWindow).trialSerial.hear(bytes);
}

/** fake-serial.ts as a script, joined to the functions that lead out of the page. */
async function pageScript(): Promise<string> {
  const file = fileURLToPath(new URL("fake-serial.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: "iife",
    globalName: "trial",
    write: false,
  });
  return `${outputFiles[0]?.text}
window.trialSerial = trial.fakeSerial({ write: trialWrite, setSignals: trialSignals, open: trialOpen });
Object.defineProperty(navigator, "serial", { value: trialSerial.serial, configurable: true });`;
}
