import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Stream } from "../../src/client/transport/stream.ts";
import { createRealWorld, type RealWorld } from "../../src/platform/node/real-world.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";

const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("");

const open: { world?: RealWorld; server?: Server } = {};

afterEach(async () => {
  await open.world?.end();
  open.server?.close();
});

function listen(connected: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {}); // the device's world ends with a reset
    connected(socket);
  });
  open.server = server;
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function newWorld(): RealWorld {
  const world = createRealWorld();
  open.world = world;
  return world;
}

/** Connects, and resolves with what the stream told once `enough` holds. */
function conversation(
  world: RealWorld,
  port: number,
  act: (stream: Stream, told: string[]) => void,
  end: string,
) {
  return new Promise<string[]>((resolve) => {
    const told: string[] = [];
    const hear = (event: string) => {
      told.push(event);
      act(stream, told);
      if (event.startsWith(end)) resolve(told);
    };
    const stream = world.connect(
      { host: "127.0.0.1", port, tls: false },
      {
        opened: () => hear("opened"),
        received: (bytes) => hear(bytes),
        drained: () => hear("drained"),
        closed: (reason) => hear(`closed: ${reason}`),
      },
    );
  });
}

test.each([
  [{ logs: console.log }, 'There is no option "logs" among the options of a world; did you mean "log"?'],
  [{ log: true }, "The option log is true; it is a function."],
  [{ seed: 0.5 }, "The option seed is 0.5; it is a whole number."],
])("createRealWorld() given %j says what is allowed", (options, sentence) => {
  expect(() => createRealWorld(options as object)).toThrow(sentence);
});

test("every byte value comes back unchanged from a real socket", async () => {
  const port = await listen((socket) => socket.pipe(socket));
  const told = await conversation(
    newWorld(),
    port,
    (stream, events) => {
      if (events.length === 1) stream.write(ALL_BYTES);
    },
    ALL_BYTES,
  );
  expect(told.filter((event) => event !== "drained")).toEqual(["opened", ALL_BYTES]);
});

test("a connection to a closed port ends with a reason", async () => {
  const port = await listen(() => {});
  await new Promise((resolve) => open.server?.close(resolve));
  expect(await conversation(newWorld(), port, () => {}, "closed")).toEqual(["closed: connection refused"]);
});

test("a peer that hangs up is reported as closed", async () => {
  const port = await listen((socket) => socket.end());
  expect(await conversation(newWorld(), port, () => {}, "closed")).toEqual([
    "opened",
    "closed: closed by the peer",
  ]);
});

test("a normal close still sends written bytes", async () => {
  let heard = "";
  const done = new Promise<void>((resolve) => {
    listen((socket) => {
      socket.setEncoding("latin1");
      socket.on("data", (bytes: string) => (heard += bytes));
      socket.on("end", () => resolve());
    }).then((port) => {
      conversation(
        newWorld(),
        port,
        (stream) => {
          stream.write("bye");
          stream.close();
        },
        "never",
      );
    });
  });
  await done;
  expect(heard).toBe("bye");
});

test("a stream dropped while closing disappears with its world", async () => {
  const port = await listen(() => {});
  const world = newWorld();
  await conversation(
    world,
    port,
    (stream) => {
      stream.close();
      stream.drop();
    },
    "opened",
  );
  await world.end();
});

test("a lost network delivers nothing more on an open connection", async () => {
  let say: (bytes: string) => void = () => {};
  const port = await listen((socket) => {
    say = (bytes) => socket.write(bytes);
  });
  const world = newWorld();
  const told: string[] = [];
  const changes: boolean[] = [];
  world.watchNetwork((up) => changes.push(up));
  await conversation(world, port, (_stream, events) => told.push(events.at(-1) as string), "opened");
  world.setNetwork(false);
  say("lost");
  await new Promise((resolve) => world.after(20, () => resolve(undefined)));
  expect(told).toEqual(["opened"]);
  expect(changes).toEqual([false]);
});

test("paced time fires timers in order, punctually, until its end", async () => {
  const timers = createPacedTimers(1000);
  const moments: number[] = [];
  await new Promise<void>((resolve) => {
    timers.after(5000, resolve);
    timers.after(10, () => {
      moments.push(timers.now());
      timers.after(16, () => moments.push(timers.now()));
    });
  });
  expect(moments[1] - moments[0]).toBe(16);
  let fired = false;
  timers.after(1, () => (fired = true));
  timers.end();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(fired).toBe(false);
});

test("paced time stands still while this computer is busy", async () => {
  const timers = createPacedTimers(100);
  const before = timers.now();
  const busyUntil = performance.now() + 100;
  while (performance.now() < busyUntil) {}
  await new Promise((resolve) => setImmediate(resolve));
  expect(timers.now() - before).toBeLessThan(5000);
  timers.end();
});

test("a world that connects at once makes no random pause", async () => {
  const draws = ({ random }: RealWorld) => Array.from({ length: 4 }, () => random(1000));
  const world = createRealWorld({ seed: 7, connectsAtOnce: true });
  open.world = world;
  expect(draws(world)).toEqual([0, 0, 0, 0]);
  const port = await listen(() => undefined);
  world.connect(
    { host: "127.0.0.1", port, tls: false },
    { opened() {}, received() {}, drained() {}, closed() {} },
  );
  expect(draws(world)).toEqual(draws(createRealWorld({ seed: 7 })));
});
