// A script in the real interpreter over real sockets, where it is here; and how the interpreters are found.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { espruinoBinaries } from "../../../../tools/laboratory/hosts/espruino/binaries.ts";
import { filesOf, flashOf } from "../../../../tools/laboratory/hosts/espruino/flash.ts";
import { jsVarsHeld } from "../../../../tools/laboratory/hosts/espruino/js-vars.ts";
import {
  type LiveDevice,
  type LiveOptions,
  runEspruino,
} from "../../../../tools/laboratory/hosts/espruino/live.ts";
import { ESPRUINO, needs } from "../../../needs.ts";

const binaries = espruinoBinaries();

test("a listed program that is no Espruino is refused with its name", () => {
  expect(() => espruinoBinaries({ ESPRUINO_BIN: "/bin/true" })).toThrow(
    '"/bin/true" in ESPRUINO_BIN is not an Espruino',
  );
});

test("without a list and with an empty PATH there is none", () => {
  expect(espruinoBinaries({ PATH: "" })).toEqual([]);
});

test("flash holds files as they were put in", () => {
  const files = new Map([
    [".boot0", "x"],
    ["settings", "\x00\xff bytes"],
  ]);
  expect(filesOf(flashOf(files))).toEqual(files);
});

test("flash refuses what does not fit, and a name too long", () => {
  expect(() => flashOf(new Map([["a", "x".repeat(200_000)]]))).toThrow("a with 200000 bytes does not fit");
  expect(() => flashOf(new Map([["n".repeat(29), "x"]]))).toThrow(
    "is too long a name for Storage; 28 are allowed",
  );
});

test("disposal during a stop leaves nothing that seeks its files", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const device = runEspruino({
    binary: { name: "stand-in", path: "/bin/cat", jsVars: 1600, blockBytes: 12 },
    script: "",
  });
  device.stop(() => undefined);
  device.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

const open: { device?: LiveDevice; server?: Server } = {};
afterEach(() => {
  open.device?.dispose();
  open.server?.close();
});

/** A broker's place on loopback, and what it hears. */
async function listening(): Promise<{ port: number; heard: () => string; peer: Promise<Socket> }> {
  let heard = "";
  let accept: (socket: Socket) => void = () => undefined;
  const peer = new Promise<Socket>((resolve) => {
    accept = resolve;
  });
  const server = createServer((socket) => {
    socket.on("data", (data) => {
      heard += data.toString("latin1");
    });
    socket.on("close", () => {
      heard += "(closed)";
    });
    socket.on("error", () => undefined);
    accept(socket);
  });
  open.server = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, heard: () => heard, peer };
}

function start(options: LiveOptions): {
  device: LiveDevice;
  lines: string[];
  until: (line: string) => Promise<void>;
} {
  const lines: string[] = [];
  const waiting = new Map<string, () => void>();
  const device = runEspruino({
    ...options,
    log: (line) => {
      lines.push(line);
      waiting.get(line)?.();
    },
  });
  open.device = device;
  const until = (line: string): Promise<void> =>
    lines.includes(line) ? Promise.resolve() : new Promise((resolve) => waiting.set(line, resolve));
  return { device, lines, until };
}

describe.each(binaries)("live in $name", needs(ESPRUINO), (binary) => {
  test("a script talks over a real socket and ends in order", async () => {
    const broker = await listening();
    const pins: [string, number][] = [];
    const storage = new Map([["settings", "set"]]);
    const { device, lines, until } = start({
      binary,
      storage,
      chipId: "0123456789ab",
      pinWritten: (pin, level) => pins.push([pin, level]),
      script: `print(getSerial(),require("Storage").read("settings"));
        require("Wifi").on("connected",function(){
          var s=require("net").connect({host:"127.0.0.1",port:${broker.port}},function(){s.write("hello");});
          s.on("data",function(d){digitalWrite(D26,1);require("Storage").write("record",d);print("got",d);});
          E.on("kill",function(){s.write("bye");s.end();});});
        require("Wifi").connect("net",{password:"pw"},function(e){print("joined",e);});`,
    });
    (await broker.peer).write("answer");
    await until("got answer");
    await new Promise<void>((resolve) => device.stop(resolve));
    expect(lines.slice(0, 3)).toEqual(["01234567-89ab set", "joined null", "got answer"]);
    expect(broker.heard()).toBe("hellobye(closed)");
    expect(pins).toEqual([["D26", 1]]);
    expect(storage).toEqual(
      new Map([
        ["settings", "set"],
        ["record", "answer"],
      ]),
    );
  });

  test("a power cut says nothing, and the records stay", async () => {
    const storage = new Map<string, string>();
    const { device, until } = start({
      binary,
      storage,
      script: 'require("Storage").write("r","kept");E.on("kill",function(){print("kill");});print("up");',
    });
    await until("up");
    device.kill();
    expect(storage.get("r")).toBe("kept");
  });

  test("the network goes and comes, and the bus answers as told", async () => {
    const { device, lines, until } = start({
      binary,
      i2c: '({write:function(a){return a==0x44;},read:function(a,n){return a==0x44?"\\xff\\0\\x01".substr(0,n):undefined;}})',
      script: `I2C1.setup({scl:D22,sda:D21});I2C1.writeTo(0x44,[1]);print(I2C1.readFrom(0x44,2).join());
        try{I2C1.writeTo(1,1);}catch(e){print(e.toString());}
        ["connected","disconnected"].forEach(function(e){require("Wifi").on(e,function(){print(e);});});
        require("Wifi").connect("net",{});`,
    });
    await until("connected");
    device.setNetwork(false);
    await until("disconnected");
    lines.length = 1;
    device.setNetwork(true);
    await until("connected");
    expect(lines[0]).toBe("255,0");
  });

  test("a watched pin is driven, an analog one fed, and another pulses", async () => {
    const pulsed: unknown[] = [];
    const { device, lines, until } = start({
      binary,
      pinPulsed: (...pulses) => pulsed.push(pulses),
      script: `pinMode("D4","input_pullup");print(digitalRead("D4"));
        setWatch(function(e){print(e.state,digitalRead("D4"));},"D4",{repeat:true,edge:"both"});
        setWatch(function(){print("fell",analogRead("D32")*4096);analogWrite("D18",0.5,{freq:500});},"D4",{repeat:true,edge:"falling"});
        print(new OneWire("D5").reset());`,
    });
    await until("false");
    device.feed("D32", 1024);
    device.drive("D4", 0);
    await until("fell 1024");
    device.drive("D4", 1);
    await until("true 1");
    expect(lines).toEqual(["1", "false", "false 0", "fell 1024", "true 1"]);
    expect(pulsed).toEqual([["D18", 500, 512]]);
  });

  test("a program without the ballast's memory runs out and goes on", async () => {
    const run = async (ballast: number): Promise<boolean> => {
      const { device, until } = start({
        binary,
        ballast,
        script:
          'setTimeout(function(){var a=[];while(a.length<200)a.push(0);},1);setTimeout(function(){print("on");},50);',
      });
      await until("on");
      device.dispose();
      return device.ranOutOfMemory();
    };
    const { total, standIns } = await jsVarsHeld({ binary, script: "" }, async () => {});
    // The program needs 200 more than the interpreter and the stand-ins leave it then.
    expect([await run(0), await run(total - standIns - 200)]).toEqual([false, true]);
  });

  test("JsVars are what the program holds, the stand-ins taken off", async () => {
    const held = async (script: string): Promise<number> =>
      (
        await jsVarsHeld({ binary, script }, async (device) => {
          await device.jsVars();
          await device.jsVars();
        })
      ).held;
    expect(await held("")).toBe(0);
    expect(await held("var x=5;")).toBe(1);
    expect(
      await held("var f=function(){return 'a text in flash, so that its length does not matter at all';};"),
    ).toBeLessThan(10);
  });
});
