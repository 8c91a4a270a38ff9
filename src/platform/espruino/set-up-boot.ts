// Espruino: the entry of the program that runs in a device's place while it is set up.
import { MULTICAST_DNS } from "../../features.ts";
import { runSetUp } from "../../setup/run-set-up.ts";
import { type SetUpProgram, wakeSetUp } from "../../setup/set-up-program.ts";
import { ACCESS_POINT } from "./access-point.ts";
import { chipId, draw, restartIn } from "./chip.ts";
import { TCP_SERVER } from "./tcp-server.ts";
import { UDP } from "./udp.ts";

let program: SetUpProgram | undefined;
let timer: number | undefined;

function wake(ms: number): void {
  if (timer !== undefined) clearTimeout(timer);
  timer = setTimeout(woken, ms);
}

function woken(): void {
  timer = undefined;
  if (program !== undefined) wakeSetUp(program);
}

/** Starts it. `isOpen`: its access point has no password. */
export function bootSetUp(isOpen: boolean): void {
  const { scanNetworks, openAccessPoint, closeAccessPoint } = ACCESS_POINT;
  const { listen, writeSocket, endSocket, closeServer } = TCP_SERVER;
  program = runSetUp(
    {
      scanNetworks,
      openAccessPoint,
      closeAccessPoint,
      listen,
      writeSocket,
      endSocket,
      closeServer,
      udp: UDP,
      milliseconds: () => (getTime() * 1000) & 0x7fffffff,
      wake,
      readRecord: (name) => require("Storage").read(name),
      writeRecord: (name, bytes) => require("Storage").write(name, bytes),
      chipId,
      draw,
      log: print,
      restartIn,
    },
    isOpen,
    MULTICAST_DNS,
  );
}
