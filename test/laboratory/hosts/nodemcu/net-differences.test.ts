// Differences between the sockets of the two chips.
import { describe, expect, test } from "vitest";
import { lab } from "./lab.ts";

describe("a socket of the ESP8266", () => {
  test("a socket of the ESP8266 is detached after the end: close raises", () => {
    const table = lab("esp8266");
    table.run("connect()");
    table.advance(1);
    table.peer().close();
    table.advance(1);
    expect(table.device.socketsHeld()).toBe(0);
    table.run("try(s.close, s)");
    expect(table.notes()).toMatch(/not connected$/);
  });

  test("a socket of the ESP8266 sends nothing of what does not fit", () => {
    const table = lab("esp8266");
    table.run("connect()");
    table.advance(1);
    table.run('try(s.send, s, ("x"):rep(2921))');
    table.advance(1);
    expect(table.heard()).toBe("");
  });

  test("merges the acknowledgements of two sends into one event", () => {
    const table = lab("esp8266");
    table.run("connect()");
    table.advance(1);
    table.run('s:send("one") s:send("two")');
    table.advance(10);
    expect(table.notes()).toBe("connection; sent");
  });

  test("a socket of the ESP8266 may tell twice of one send", () => {
    const table = lab("esp8266", { splitOdds: 1 });
    table.run("connect()");
    table.advance(1);
    table.run('s:send("a long message")');
    table.advance(10);
    expect(table.notes()).toBe("connection; sent; sent");
  });

  test("a held socket of the ESP8266 keeps arriving bytes, and hands them over afterwards", () => {
    const table = lab("esp8266");
    table.run("connect()");
    table.advance(1);
    table.run("s:hold()");
    table.peer().write("later");
    table.advance(100);
    table.run("note('held') s:unhold()");
    table.advance(1);
    expect(table.notes()).toBe("connection; held; receive 5");
  });

  test("a socket of the ESP8266 ends only after what was held", () => {
    const table = lab("esp8266");
    table.run("connect()");
    table.advance(1);
    table.run("s:hold()");
    table.peer().write("last words");
    table.peer().close();
    table.advance(100);
    table.run("s:unhold()");
    table.advance(1);
    expect(table.notes()).toBe("connection; receive 10; disconnection 0");
  });

  test("resolves a name before it connects, an unknown one to nil", () => {
    const table = lab("esp8266", { unknownHosts: ["nowhere"] });
    const connect = (host: string) =>
      `connect("${host}") s:on("dns", function(_, address) note("dns", address) end)`;
    table.run(connect("broker"));
    table.advance(1);
    table.run(connect("nowhere"));
    table.advance(1);
    expect(table.notes()).toBe("dns broker; connection; dns nil");
  });

  test("a socket can be closed while opening and falls silent", () => {
    const table = lab("esp8266", { around: { plan: () => ({ connectMs: 5000 }) } });
    table.run("connect()");
    table.advance(1000);
    table.run("try(s.close, s)");
    table.advance(10_000);
    expect([table.notes(), table.device.socketsHeld()]).toEqual(["fine", 0]);
  });

  test("a socket of the ESP8266 has a secure sister", () => {
    const seen: boolean[] = [];
    const table = lab("esp8266", {
      around: {
        peer: (_, endpoint) => {
          seen.push(endpoint.tls);
          return { received: () => {}, closed: () => {} };
        },
      },
    });
    table.run(
      's = tls.createConnection() s:on("connection", function() note("open") end) s:connect(8883, "b")',
    );
    table.advance(1);
    expect(table.notes()).toBe("open");
    expect(seen).toEqual([true]);
  });
});

describe("a socket of the ESP32", () => {
  test("a socket of the ESP32 is still held after the end, until it is closed", () => {
    const table = lab("esp32");
    table.run("connect()");
    table.advance(1);
    table.peer().close();
    table.advance(1);
    expect(table.device.socketsHeld()).toBe(1);
    table.run("try(s.close, s) try(s.close, s)");
    expect(table.notes()).toMatch(/disconnection 0; fine; not connected$/);
    expect(table.device.socketsHeld()).toBe(0);
  });

  test("a socket of the ESP32 sends a part of what does not fit, and raises", () => {
    const table = lab("esp32");
    table.run("connect()");
    table.advance(1);
    table.run('try(s.send, s, ("x"):rep(3000))');
    table.advance(1);
    expect(table.notes()).toMatch(/^connection; buffer error/);
    expect(table.heard()).toBe("x".repeat(2920));
  });

  test("a socket with a second send before sent misses that event", () => {
    const table = lab("esp32");
    table.run("connect()");
    table.advance(1);
    table.run('s:send("one") s:send("three")');
    table.advance(1000);
    expect(table.heard()).toBe("onethree");
    expect(table.notes()).toBe("connection");
  });

  test("a socket of the ESP32 tells once of a send that is acknowledged in parts", () => {
    const table = lab("esp32", { splitOdds: 1 });
    table.run("connect()");
    table.advance(1);
    table.run('s:send("a long message")');
    table.advance(10);
    expect(table.notes()).toBe("connection; sent");
  });

  test("a socket is not closed while opening, but can be afterwards", () => {
    const table = lab("esp32", { around: { plan: () => ({ connectMs: 5000 }) } });
    table.run("connect()");
    table.advance(1000);
    table.run("try(s.close, s)");
    table.advance(3999);
    expect(table.notes()).toMatch(/not connected$/);
    table.advance(1);
    table.run("try(s.close, s)");
    expect(table.notes()).toBe("connection; fine");
    expect([table.device.socketsHeld(), table.heard()]).toEqual([0, ""]);
    table.advance(1);
    expect(table.heard()).toBe("<closed>");
  });

  test("a socket closed in vain is freed when lwIP gives up", () => {
    const table = lab("esp32", { unknownHosts: ["broker"], connectMs: 18_000 });
    table.run("connect()");
    table.advance(1000);
    table.run("try(s.close, s)");
    expect(table.device.socketsHeld()).toBe(1);
    table.advance(17_000);
    expect(table.notes()).toMatch(/not connected; disconnection -1\d$/);
    expect(table.device.socketsHeld()).toBe(0);
  });

  test("a socket of the ESP32 has neither hold nor TLS", () => {
    const table = lab("esp32");
    table.run("connect() note(s.hold, s.unhold, tls)");
    table.run("try(net.createConnection, net.TCP, 1)");
    expect(table.notes()).toBe("nil nil nil; secure connections not yet supported");
  });
});
