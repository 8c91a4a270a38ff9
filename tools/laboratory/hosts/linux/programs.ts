// The programs of gpiod and i2c-tools, and `ip`, on a World: arguments and output as in their manual pages.
import { EventEmitter } from "node:events";
import type { World } from "../../../../src/platform/node/world.ts";
import { NEXT_BUS } from "../../../../src/ports/i2c.ts";

/** The face of node:child_process that a device uses. */
export interface ChildProcesses {
  spawnSync: (name: string, args: readonly string[]) => { status: number; stdout: string };
  spawn: (name: string, args: readonly string[]) => object;
}

type Running = EventEmitter & { kill: () => void };

/** `buses`: the numbers of those that the machine has. */
export function hostPrograms(world: World, buses: readonly number[]): ChildProcesses & { end: () => void } {
  const endings = new Set<() => void>();

  function transfer([, number, message = "", ...bytes]: readonly string[]): string | undefined {
    const bus = buses.indexOf(Number(number));
    if (bus < 0) return undefined;
    const [, way = "", count = "", at = ""] = /^([rw])(\d+)@(0x\w+)$/.exec(message) ?? [];
    const address = Number(at) + bus * NEXT_BUS;
    if (way === "w")
      return world.i2c.write(address, String.fromCharCode(...bytes.map(Number))) ? "" : undefined;
    const answer = way === "r" ? world.i2c.read(address, Number(count)) : undefined;
    return answer && [...answer].map((byte) => `0x${byte.charCodeAt(0).toString(16)}`).join(" ");
  }

  function start(begin: (child: Running, say: (line: string) => void) => () => void): object {
    const stdout = withEncoding();
    const stderr = withEncoding();
    const child = new EventEmitter() as Running;
    const stdin = Object.assign(new EventEmitter(), {
      write: (text: string) => child.emit("said", text.trim()),
    });
    const end = begin(child, (line) => stdout.emit("data", `${line}\n`));
    endings.add(end);
    child.kill = () => {
      end();
      endings.delete(end);
    };
    return Object.assign(child, { stdin, stdout, stderr });
  }

  const held = (states: readonly string[], chip: string) => {
    for (const state of states) {
      const [offset, level] = state.split("=");
      world.circuit.written(`${chip} ${offset}`, Number(level));
    }
  };

  return {
    spawnSync(name, args) {
      const stdout =
        name === "i2ctransfer"
          ? transfer(args)
          : name === "gpioget"
            ? `${world.circuit.level(lineOf(args), args.includes("pull-up"))}\n`
            : undefined;
      return { status: stdout === undefined ? 1 : 0, stdout: stdout ?? "" };
    },
    spawn(name, args) {
      const chip = args[args.indexOf("--chip") + 1] ?? "";
      return start((child, say) => {
        if (name === "gpioset") {
          held(args.slice(args.indexOf("--chip") + 2), chip);
          child.on("said", (line: string) => held([line.replace(/^set /, "")], chip));
        }
        if (name === "gpiomon")
          return world.circuit.watch(
            lineOf(args),
            (level) => say(level === 1 ? "1" : "2"),
            args.includes("pull-up"),
          );
        return name === "ip" ? world.watchNetwork(() => say("2: wlan0")) : () => {};
      });
    },
    end() {
      for (const end of endings) end();
    },
  };
}

/** "gpiochip0 17" of the last words of a command. */
function lineOf(args: readonly string[]): string {
  return args.slice(-2).join(" ");
}

function withEncoding(): EventEmitter {
  const stream = new EventEmitter();
  return Object.assign(stream, { setEncoding: () => stream });
}
