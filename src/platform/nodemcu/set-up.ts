// NodeMCU: the program that runs in a device's place while it is set up, on either chip.

import { later } from "../../bytes/milliseconds.ts";
import { MULTICAST_DNS } from "../../features.ts";
import type { AccessPoint } from "../../ports/access-point.ts";
import { runSetUp } from "../../setup/run-set-up.ts";
import { type SetUpProgram, wakeSetUp } from "../../setup/set-up-program.ts";
import type { Chip } from "./chip.ts";
import { draw } from "./draw.ts";
import { restartIn } from "./restart.ts";
import { TCP_SERVER } from "./tcp-server.ts";
import { UDP } from "./udp.ts";

/** Milliseconds after which a program that raised an error is woken. */
const FALLBACK_MS = 10000;

/** What a set-up needs of its chip. */
export interface SetUpChip extends Pick<Chip, "passed" | "seed" | "readRecord" | "writeRecord" | "chipId"> {
  accessPoint: AccessPoint;
}

let chip: SetUpChip;
let program: SetUpProgram | undefined;
let timer: Timer;
let counted = 0;

function milliseconds(): number {
  counted = later(counted, chip.passed());
  return counted;
}

function wake(ms: number): void {
  timer.alarm(ms, tmr.ALARM_SINGLE, woken);
}

/** An error that left it would restart the chip. */
function woken(this: void): void {
  wake(FALLBACK_MS);
  if (program === undefined) return;
  const running = program;
  const [done, reason] = pcall(() => wakeSetUp(running));
  if (!done) print("error: " + reason);
}

/** Starts it on a chip. `isOpen`: its access point has no password. */
export function runSetUpOn(on: SetUpChip, isOpen: boolean): void {
  chip = on;
  timer = tmr.create();
  luaMath.randomseed(chip.seed());
  const { scanNetworks, openAccessPoint, closeAccessPoint } = chip.accessPoint;
  program = runSetUp(
    {
      scanNetworks,
      openAccessPoint,
      closeAccessPoint,
      listen: TCP_SERVER.listen,
      writeSocket: TCP_SERVER.writeSocket,
      endSocket: TCP_SERVER.endSocket,
      closeServer: TCP_SERVER.closeServer,
      udp: UDP,
      milliseconds,
      wake,
      readRecord: chip.readRecord,
      writeRecord: chip.writeRecord,
      chipId: chip.chipId,
      draw,
      log: print,
      restartIn,
    },
    isOpen,
    MULTICAST_DNS,
  );
}
