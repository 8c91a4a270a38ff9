// Sockets as Espruino serves them: one chunk in an idle turn, a write that promises nothing, an end told in order.
import { describe, expect, test } from "vitest";
import { lab, online } from "./lab.ts";

/** A socket `s` that prints what it is told. */
const SOCKET = `
var s=global.sock=require("net").connect({host:"broker",port:1883},function(x){print("connect",x===s);if(typeof opened=="function")opened();});
s.on("data",function(d){print("data",d.length,d.substr(0,9));});
["drain","end"].forEach(function(e){s.on(e,function(){print(e);});});
s.on("error",function(e){print("error",e.code,e.message);});
s.on("close",function(h){print("close",h);});`;

const connected = (more = "", options: Parameters<typeof lab>[1] = {}) => lab(online(more + SOCKET), options);

test("write is always false", () => {
  const board = connected("function opened(){print(s.write('x'),s.write('y'));}");
  expect(board.lines()).toContain("false false");
});

test("writes before the stream opens leave afterwards as one write", () => {
  const board = lab(online(`${SOCKET}s.write("ab");s.write("cd");`));
  expect(board.heard).toEqual(["abcd"]);
});

test.each([
  ["esp32", 536],
  ["esp8266", 268],
] as const)("on %s data pass in chunks of %i bytes, one drain follows", (chip, chunkBytes) => {
  const board = connected('function opened(){s.write("w".repeat(1000));s.write("w".repeat(200));}', {
    chip,
  });
  const lengths = board.heard.map((chunk) => chunk.length);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(1200);
  expect(Math.max(...lengths)).toBe(chunkBytes);
  expect(board.lines()).toEqual(["connect true", "drain", "drain"]);
  board.peer().write("r".repeat(chunkBytes + 9));
  board.world.clock.advance(100);
  expect(board.lines()).toEqual([`data ${chunkBytes} rrrrrrrrr`, "data 9 rrrrrrrrr"]);
});

test("a write takes the text of whatever it is given", () => {
  const board = connected("function opened(){s.write(new Uint8Array([1,2]));s.write(3);}");
  expect(board.heard.join("")).toBe("1,23");
});

test("early data wait for the first listener or reads in parts", () => {
  const board = lab(
    online(
      'var s=require("net").connect({host:"broker",port:1},function(){s.write("?");setTimeout(function(){print(s.available(),s.read(2));s.on("data",function(d){print("data",d);});print(s.available());},500);});',
    ),
    { around: { peer: (end) => ({ received: () => end.write("abcdef"), closed: () => undefined }) } },
  );
  board.world.clock.advance(1000);
  expect(board.lines()).toEqual(["6 ab", "0", "data cdef"]);
});

test("the peer's end is end and close without an error", () => {
  const board = connected();
  board.lines();
  board.peer().close();
  board.world.clock.advance(100);
  expect(board.lines()).toEqual(["end", "close false"]);
});

test("bytes that came before the end are delivered before it", () => {
  const board = connected();
  board.lines();
  board.peer().write("last");
  board.peer().close();
  board.world.clock.advance(100);
  expect(board.lines()).toEqual(["data 4 last", "end", "close false"]);
});

test("an end with bytes unsent is error, end, close, in this order", () => {
  const board = connected('function opened(){s.write("w".repeat(20000));}', {
    around: { plan: () => ({ toPeer: { delayMs: [50, 50] } }) },
  });
  board.lines();
  board.world.breakLink("cut");
  board.world.clock.advance(5000);
  expect(board.lines().map((line) => line.split(" ")[0])).toEqual(["error", "end", "close"]);
});

test("a refused connection is error -9, end, close", () => {
  const board = connected("", { around: { plan: () => ({ connect: "refuse" }) } });
  expect(board.lines()).toEqual(["error -9 connection reset", "end", "close true"]);
});

test("a connection that is never answered stays silent", () => {
  const board = connected("", { around: { plan: () => ({ connect: "silent" }) } });
  board.world.clock.advance(600_000);
  expect(board.lines()).toEqual([]);
});

test("a write to a closed socket throws", () => {
  const board = connected();
  board.peer().close();
  board.world.clock.advance(100);
  board.lines();
  board.device.evaluate("try{sock.write('x');}catch(e){print(e.toString());}");
  expect(board.lines()).toEqual(["Error: This socket is closed"]);
});

test("a write after end throws at once", () => {
  const board = connected("function opened(){s.end();try{s.write('x');}catch(e){print(e.toString());}}");
  expect(board.lines()).toContain("Error: This socket is closed");
});

test("end sends what is waiting, then closes, and its events still come", () => {
  const board = connected('function opened(){s.write("a".repeat(600));s.end("bye");}');
  expect(board.heard.join("")).toBe(`${"a".repeat(600)}bye(closed)`);
  expect(board.lines()).toEqual(["connect true", "drain", "end", "close false"]);
});

test("a handler of data that throws stays, and what follows is delivered", () => {
  const board = connected(
    "n=0;function opened(){s.on('data',function(){n++;if(n==1)throw new Error('in data');});}",
  );
  board.peer().write("one");
  board.world.clock.advance(50);
  board.peer().write("two");
  board.world.clock.advance(50);
  expect(board.device.errors).toEqual(["Uncaught Error: in data"]);
  expect(board.device.evaluate("n")).toBe(2);
});

describe("without a network", () => {
  test("a name is not found, and an address not reached: both throw", () => {
    const board = lab(
      "['broker','10.0.0.1'].forEach(function(h){try{require('net').connect({host:h,port:1});}catch(e){print(e.toString());}});",
    );
    expect(board.lines()).toEqual([
      "InternalError: Unable to locate host",
      "InternalError: Unable to create socket",
    ]);
  });

  test("an open stream falls silent when the network goes: no event tells", () => {
    const board = connected();
    board.lines();
    board.world.setNetwork(false);
    board.world.clock.advance(60_000);
    expect(board.lines()).toEqual([]);
  });
});

describe("tls", () => {
  const script = online('print(typeof require("tls").connect);');

  test("the module tls is there where the board has it", () => {
    expect(lab(script).lines()).toEqual(["function"]);
  });

  test("the module tls is no module of the ESP8266", () => {
    expect(lab(script, { chip: "esp8266" }).lines()).toEqual(['Uncaught Error: Module "tls" not found']);
  });

  test("the module tls opens a TLS stream, by default to port 443", () => {
    const asked: unknown[] = [];
    lab(online('require("tls").connect({host:"broker"},function(){});'), {
      around: {
        peer: (_end, endpoint) => {
          asked.push(endpoint);
          return { received: () => undefined, closed: () => undefined };
        },
      },
    });
    expect(asked).toEqual([{ host: "broker", port: 443, tls: true }]);
  });
});
