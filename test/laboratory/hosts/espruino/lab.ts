// A board on the table: an Espruino context in a virtual world, booted, beside a peer that writes down what it hears.
import type { Board } from "../../../../boards/board.ts";
import esp32 from "../../../../boards/esp32-espruino.ts";
import esp8266 from "../../../../boards/esp8266-espruino.ts";
import {
  type EspruinoDevice,
  type EspruinoOptions,
  hostEspruino,
} from "../../../../tools/laboratory/hosts/espruino/host.ts";
import type { PeerEnd } from "../../../../tools/sim/worlds/link.ts";
import {
  createVirtualWorld,
  type VirtualWorld,
  type VirtualWorldOptions,
} from "../../../../tools/sim/worlds/virtual-world.ts";

export type Chip = Board["chip"];

export interface Lab {
  world: VirtualWorld;
  device: EspruinoDevice;
  /** Lines of the console, then forgets them. */
  lines: () => string[];
  /** The peer's end of the newest connection. */
  peer: () => PeerEnd;
  /** Everything that arrived at the peer, chunk by chunk. */
  heard: string[];
}

/** Long enough for the board to boot, and for Wi-Fi to be joined. */
const BOOT_MS = 1000;

/** Joins the network, then runs what follows. */
export const online = (script: string): string =>
  `require("Wifi").on("connected",function(){if(!global.started){global.started=1;\n${script}\n}});require("Wifi").connect("net",{password:"pw"});`;

/** Boots a board with the script in it. */
export function lab(
  script: string,
  options: Partial<EspruinoOptions> & { chip?: Chip; around?: VirtualWorldOptions } = {},
): Lab {
  const { chip = "esp32", around, ...rest } = options;
  const printed: string[] = [];
  const heard: string[] = [];
  let peer: PeerEnd | undefined;
  const world = createVirtualWorld({
    log: (line) => printed.push(...line.split("\n")),
    peer: (end) => {
      peer = end;
      return { received: (bytes) => heard.push(bytes), closed: () => heard.push("(closed)") };
    },
    ...around,
  });
  const device = hostEspruino({
    script,
    world,
    board: chip === "esp32" ? esp32 : esp8266,
    chunkBytes: chip === "esp32" ? 536 : 268,
    ...rest,
  });
  world.clock.advance(BOOT_MS);
  return { world, device, heard, lines: () => printed.splice(0), peer: () => peer as PeerEnd };
}
