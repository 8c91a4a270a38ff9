// A chip on the table: booted with a notebook in it, beside a peer that writes down what it hears.

import {
  hostNodeMcu,
  type NodeMcuDevice,
  type NodeMcuOptions,
} from "../../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import type { Chip } from "../../../../tools/laboratory/hosts/nodemcu/prelude.ts";
import type { PeerEnd } from "../../../../tools/sim/worlds/link.ts";
import {
  createVirtualWorld,
  type VirtualWorld,
  type VirtualWorldOptions,
} from "../../../../tools/sim/worlds/virtual-world.ts";

export const CHIPS: readonly Chip[] = ["esp8266", "esp32"];

export interface Lab {
  world: VirtualWorld;
  device: NodeMcuDevice;
  /** Lines that the chip printed. */
  log: string[];
  /** The peer's end of the newest connection. */
  peer: () => PeerEnd;
  /** Everything that arrived at the peer. */
  heard: () => string;
  run: (lua: string) => string;
  /** What the program wrote with `note`, then forgets it. */
  notes: () => string;
  advance: (ms: number) => void;
}

/** `note(...)` writes words, `try(f, ...)` notes the error of a call without its position. */
const NOTEBOOK = `
noted = {}
function note(...)
  local words = {}
  for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
  noted[#noted + 1] = table.concat(words, " ")
end
function try(f, ...)
  local worked, problem = pcall(f, ...)
  note(worked and "fine" or (tostring(problem):gsub("^[^:]*:%d+: ", "")))
end
function connect(host)
  s = net.createConnection()
  for _, name in ipairs({ "connection", "disconnection", "sent" }) do
    s:on(name, function(_, code) if code then note(name, code) else note(name) end end)
  end
  s:on("receive", function(_, bytes) note("receive", #bytes) received = (received or "") .. bytes end)
  s:connect(1883, host or "broker")
end
`;

export function lab(
  chip: Chip,
  options: Partial<NodeMcuOptions> & { around?: VirtualWorldOptions; init?: string } = {},
): Lab {
  const log: string[] = [];
  let heard = "";
  let peer: PeerEnd | undefined;
  const world = createVirtualWorld({
    log: (line) => log.push(line),
    peer: (end) => {
      peer = end;
      return {
        received: (bytes) => {
          heard += bytes;
        },
        closed: (orderly) => {
          heard += orderly ? "<closed>" : "<lost>";
        },
      };
    },
    ...options.around,
  });
  const image = { "init.lua": NOTEBOOK + (options.init ?? "") };
  const device = hostNodeMcu({ image, chip, world, splitOdds: 0, ...options });
  device.boot();
  return {
    world,
    device,
    log,
    peer: () => peer as PeerEnd,
    heard: () => heard,
    run: (lua) => device.evaluate(lua),
    notes: () => device.evaluate("local text = table.concat(noted, '; ') noted = {} return text"),
    advance: (ms) => world.clock.advance(ms),
  };
}
