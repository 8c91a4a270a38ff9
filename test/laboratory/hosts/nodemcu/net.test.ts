// The network rows of the NodeMCU tables: what a socket does on each chip.
import { describe, expect, test } from "vitest";
import { CHIPS, lab } from "./lab.ts";

describe.each(CHIPS)("a socket of the %s", (chip) => {
  test("connects with the port first", () => {
    const table = lab(chip);
    table.run(
      's = net.createConnection() try(s.connect, s, "broker", 1883) try(s.connect, s, 1883, "broker")',
    );
    expect(table.notes()).toBe("bad argument #1 to 'connect' (number expected, got string); fine");
  });

  test("a socket of NodeMCU says when it is open, and only then sends", () => {
    const table = lab(chip);
    table.run('connect() try(s.send, s, "early")');
    table.advance(10);
    table.run('s:send("late")');
    table.advance(10);
    expect(table.notes()).toBe("not connected; connection; sent");
    expect(table.heard()).toBe("late");
  });

  test("a socket of NodeMCU calls once for each buffer of at most 1460 bytes", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.notes();
    table.peer().write("x".repeat(3000));
    table.advance(1);
    expect(table.notes()).toBe("receive 1460; receive 1460; receive 80");
  });

  test("a socket of NodeMCU gets buffers cut by a seeded rule", () => {
    const cuts = (seed: number) => {
      const table = lab(chip, { splitOdds: 1, seed });
      table.run("connect()");
      table.advance(1);
      table.notes();
      table.peer().write("x".repeat(50));
      table.advance(1);
      expect(table.run("return #received")).toBe("50");
      return table.notes();
    };
    expect(cuts(7)).toBe(cuts(7));
    expect(cuts(7)).not.toBe(cuts(8));
  });

  test("a socket of NodeMCU drops data while nobody listens", () => {
    const table = lab(chip);
    table.run('connect() s:on("receive", nil)');
    table.advance(1);
    table.peer().write("lost");
    table.advance(1);
    table.run('s:on("receive", function(_, bytes) note(bytes) end)');
    table.advance(10);
    expect(table.notes()).toBe("connection");
  });

  test("a socket of NodeMCU refuses to send nothing", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.run('try(s.send, s, "")');
    expect(table.notes()).toBe("connection; no data to send");
  });

  test("a socket of NodeMCU raises an error when its 2920 bytes are full", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.run('s:send(("x"):rep(2920)) try(s.send, s, "y")');
    expect(table.notes()).toBe(`connection; ${chip === "esp8266" ? "out of memory" : "buffer error"}`);
  });

  test("a socket's own close is no event, a second an error", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.run("s:close() try(s.close, s)");
    table.advance(1000);
    expect(table.notes()).toBe("connection; not connected");
    expect(table.heard()).toBe("<closed>");
  });

  test("a socket can be closed during its lookup and falls silent", () => {
    const table = lab(chip);
    table.run("connect() s:close()");
    table.advance(1000);
    expect(table.notes()).toBe("");
    expect(table.device.socketsHeld()).toBe(0);
  });

  test("a close by the peer has code 0 and forbids sending", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.peer().close();
    table.advance(1);
    table.run('try(s.send, s, "x")');
    expect(table.notes()).toBe("connection; disconnection 0; not connected");
  });

  test("a socket of NodeMCU tells of a cut connection with an error code", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.world.breakLink("cut");
    table.advance(1);
    expect(table.notes()).toMatch(/^connection; disconnection -1\d$/);
  });

  test("a socket of NodeMCU tells of a refused connection with an error code", () => {
    const table = lab(chip, { around: { plan: () => ({ connect: "refuse" }) } });
    table.run("connect()");
    table.advance(1);
    expect(table.notes()).toMatch(/^disconnection -1\d$/);
  });

  test("errors go to reconnection when set, clean ends to disconnection", () => {
    const table = lab(chip);
    const connect = 'connect() s:on("reconnection", function(_, code) note("reconnection", code < 0) end)';
    table.run(connect);
    table.advance(1);
    table.world.breakLink("cut");
    table.advance(1);
    table.run(connect);
    table.advance(1);
    table.peer().close();
    table.advance(1);
    expect(table.notes()).toBe("connection; reconnection true; connection; disconnection 0");
  });

  test("a socket of NodeMCU says nothing of a name that no server knows", () => {
    const table = lab(chip, { unknownHosts: ["nowhere"] });
    table.run('connect("nowhere")');
    table.advance(3_600_000);
    expect(table.notes()).toBe("");
  });

  test("a socket ends when lwIP gives up a silent connection", () => {
    for (const around of [
      { around: { plan: () => ({ connect: "silent" as const }) } },
      { unknownHosts: ["broker"] },
    ]) {
      const table = lab(chip, { ...around, connectMs: 18_000 });
      table.run("connect()");
      table.advance(17_999);
      expect(table.notes()).toBe("");
      table.advance(60_000);
      expect(table.notes()).toMatch(/^disconnection -1\d$/);
    }
  });

  test("a socket of NodeMCU cannot be used again after its close", () => {
    const table = lab(chip);
    table.run('connect() s:close() try(s.connect, s, 1883, "broker")');
    table.advance(1000);
    expect(table.notes()).toBe("already connected");
  });

  test("a socket of NodeMCU hears nothing when the network goes, however long it waits", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.world.setNetwork(false);
    table.advance(3_600_000);
    expect(table.notes()).toBe("connection");
  });
});
