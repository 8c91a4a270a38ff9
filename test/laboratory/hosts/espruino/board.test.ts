// The rest of the board: Wi-Fi, pins, the bus, time, chance, restarts, and what no program may do.
import { describe, expect, test } from "vitest";
import esp32C3 from "../../../../boards/esp32-c3-espruino.ts";
import esp32S3 from "../../../../boards/esp32-s3-espruino.ts";
import { HostFault } from "../../../../tools/laboratory/hosts/espruino/host-fault.ts";
import { type Chip, lab } from "./lab.ts";

const CHIPS: readonly Chip[] = ["esp32", "esp8266"];

describe.each(CHIPS)("Wi-Fi on %s", (chip) => {
  const join = `var w=require("Wifi");
    ["associated","connected","disconnected"].forEach(function(e){w.on(e,function(d){print(e,d.ip||d.msg||"");});});
    function again(p){w.connect("net",{password:p||"pw"},function(e){print("done",e);});}
    again();`;
  const wifi = { ssid: "net", password: "pw" };

  test("a wrong password is told to the callback", () => {
    const board = lab(join.replace('"pw"', '"no"'), { chip, wifi });
    board.world.clock.advance(10_000);
    const expected =
      chip === "esp32"
        ? ["disconnected 4WAY_HANDSHAKE_TIMEOUT", "done 4WAY_HANDSHAKE_TIMEOUT"]
        : ["done Bad password"];
    expect(board.lines()).toEqual(expected);
  });

  test("leaves when told to", () => {
    const board = lab(join, { chip });
    board.lines();
    board.device.evaluate("w.disconnect(function(){print('left');});");
    board.world.clock.advance(100);
    expect(board.lines()).toEqual(["left", "disconnected ASSOC_LEAVE"]);
    expect(board.device.evaluate("w.getIP().ip")).toBe("0.0.0.0");
  });

  test("says what it wants in its errors", () => {
    const board = lab(
      "[[5],['a',5],['a',{password:5}],['a',{},5]].forEach(function(a){var w=require('Wifi');try{w.connect(a[0],a[1],a[2]);}catch(e){print(e.toString());}});",
      { chip },
    );
    expect(board.lines()).toEqual([
      "Error: No SSID provided",
      "Error: Expecting Object, got number",
      "Error: Expecting options.password to be a string",
      "Error: Expecting callback function but got 5",
    ]);
  });

  test("what is not modelled cannot be used unnoticed", () => {
    expect(() => lab("try{require('Wifi').startAP('a');}catch(e){}", { chip })).toThrow(HostFault);
  });
});

describe("a network that goes", () => {
  const join = `var w=require("Wifi");
    ["connected","disconnected"].forEach(function(e){w.on(e,function(){print(e);});});
    w.connect("net",{password:"pw"});`;

  test("the ESP32 seeks its network a while, then waits for connect", () => {
    const board = lab(join);
    board.lines();
    board.world.setNetwork(false);
    board.world.clock.advance(60_000);
    board.world.setNetwork(true);
    board.world.clock.advance(60_000);
    expect(board.lines()).toEqual(["disconnected"]);
    board.device.evaluate("w.connect('net',{password:'pw'})");
    board.world.clock.advance(1000);
    expect(board.lines()).toEqual(["connected"]);
  });

  test("the ESP32 rejoins a quickly returning network without reporting its loss", () => {
    const board = lab(join);
    board.lines();
    board.world.setNetwork(false);
    board.world.clock.advance(10);
    board.world.setNetwork(true);
    board.world.clock.advance(60_000);
    expect(board.lines()).toEqual(["connected"]);
  });

  test("is told at once by the ESP8266, which joins again by itself", () => {
    const board = lab(join, { chip: "esp8266" });
    board.lines();
    board.world.setNetwork(false);
    board.world.clock.advance(60_000);
    expect(board.lines()).toEqual(["disconnected"]);
    board.world.setNetwork(true);
    board.world.clock.advance(60_000);
    expect(board.lines()).toEqual(["connected"]);
  });
});

describe("pins", () => {
  test("a pin that the board has not is not defined", () => {
    expect(lab("digitalWrite(D99,1);").lines()).toEqual(["Uncaught ReferenceError: D99 is not defined"]);
  });

  test("NodeMCU's names are pins of the ESP8266 only", () => {
    const script = "print(typeof NodeMCU);if(typeof NodeMCU=='object')digitalWrite(NodeMCU.D5,1);";
    expect(lab(script).lines()).toEqual(["undefined"]);
    expect([...lab(script, { chip: "esp8266" }).world.pins]).toEqual([["D14", 1]]);
  });

  test("a pulse ends by itself", () => {
    const board = lab("digitalPulse(D26,1,50000);");
    expect(board.world.pins.get("D26")).toBe(1);
    board.world.clock.advance(50_000);
    expect(board.world.pins.get("D26")).toBe(0);
  });
});

describe.each(CHIPS)("the bus on %s", (chip) => {
  const around = {
    i2c: {
      write: (address: number, bytes: string) => address === 0x44 && bytes === "\x24\x00",
      read: (address: number, count: number) =>
        address === 0x44 ? "\xff\x01\x02".slice(0, count) : undefined,
    },
  };

  test("takes bytes as numbers, lists or text, and gives a Uint8Array", () => {
    const board = lab(
      "I2C1.setup({scl:D5,sda:D4,bitrate:100000});I2C1.writeTo(0x44,0x24,0);I2C1.writeTo(0x44,[0x24,0]);I2C1.writeTo({address:0x44},'\\x24\\0');print(I2C1.readFrom(0x44,2).join(),I2C1.readFrom(0x44,2) instanceof Uint8Array);",
      { chip, around },
    );
    expect(board.lines()).toEqual(["255,1 true"]);
  });

  test("throws when nothing acknowledges", () => {
    const board = lab(
      "I2C1.setup({});try{I2C1.writeTo(1,1);}catch(e){print(e.toString());}try{I2C1.readFrom(1,1);}catch(e){print(e.toString());}",
      { chip, around },
    );
    const words =
      chip === "esp32"
        ? [
            "Error: jshI2CWrite: slave doesn't ACK the transfer",
            "Error: jshI2CRead: slave doesn't ACK the transfer",
          ]
        : ["InternalError: I2CWrite: No ACK 0", "InternalError: I2CRead: No ACK 0"];
    expect(board.lines()).toEqual(words);
  });

  test("throws before it is set up", () => {
    const board = lab("try{I2C1.readFrom(0x44,1);}catch(e){print('refused');}", { chip, around });
    expect(board.lines()).toEqual(["refused"]);
  });
});

describe("the machine", () => {
  test("the serial number is the chip's, grouped", () => {
    const board = lab("", { around: { chipId: "a1b2c3d4e5f6" } });
    expect(board.device.evaluate("getSerial()")).toBe("a1b2c3d4-e5f6");
  });

  test("process reports the build and the test's memory", () => {
    const board = lab("", { chip: "esp8266" });
    expect(board.device.evaluate("process.env.BOARD+process.env.MODULES+process.memory().total")).toBe(
      "ESP8266_4MBnet,Wifi,Storage,neopixel,TelnetServer1600",
    );
    board.device.freeVars = 12;
    expect(board.device.evaluate("process.memory(false).free")).toBe(12);
  });

  test.each([
    [esp32C3, "ESP32C3_IDF4"],
    [esp32S3, "ESP32S3_IDF4"],
  ])("a later chip is named as its build is", (board, name) => {
    expect(lab("", { board }).device.evaluate("process.env.BOARD")).toBe(name);
  });

  test("an interval keeps its pace after late turns and can change", () => {
    const board = lab("n=0;i=setInterval(function(){n++;},100);");
    board.world.clock.advance(1000);
    const after = board.device.evaluate("n") as number;
    board.device.evaluate("changeInterval(i,1000)");
    board.world.clock.advance(2000);
    expect(board.device.evaluate("n")).toBe(after + 2);
    board.device.evaluate("clearTimeout()");
    board.world.clock.advance(5000);
    expect(board.device.evaluate("n")).toBe(after + 2);
  });

  test("timers that are due together run in the order they were made", () => {
    const board = lab("setTimeout(function(){print('a');},2000);setTimeout(function(){print('b');},2000);");
    board.world.clock.advance(3000);
    expect(board.lines()).toEqual(["a", "b"]);
  });

  test("the program's own handler gets the errors that nothing caught, rejections too", () => {
    const board = lab(
      "process.on('uncaughtException',function(e){print('caught',e);});setTimeout(function(){throw 1;},1);Promise.reject(2);",
    );
    expect(board.lines()).toEqual(["caught 2", "caught 1"]);
    expect(board.device.errors).toHaveLength(2);
  });

  test("the watchdog of the ESP8266 only talks", () => {
    expect(lab("E.enableWatchdog(5);", { chip: "esp8266" }).lines()).toEqual(["Watchdog not implemented"]);
    expect(lab("E.enableWatchdog(5);E.kickWatchdog();").lines()).toEqual([]);
  });
});

describe("starts and ends", () => {
  const script =
    "print('boot');E.on('init',function(){print('init');});function onInit(){print('onInit');}E.on('kill',function(){print('kill');});";

  test("boot code runs first, then init, then onInit", () => {
    expect(lab(script).lines()).toEqual(["boot", "init", "onInit"]);
  });

  test.each([
    ["load()", ["kill", "boot", "init", "onInit"]],
    ["reset()", ["kill"]],
    ["E.reboot()", ["boot", "init", "onInit"]],
    ["ESP32.reboot()", ["boot", "init", "onInit"]],
  ])("%s", (call, expected) => {
    const board = lab(
      `${script}setTimeout(function(){if(!require("Storage").read("once")){require("Storage").write("once","1");${call};print("after");}},5000);`,
    );
    board.lines();
    board.world.clock.advance(10_000);
    const printed = board.lines().filter((line) => line !== "after");
    expect(printed).toEqual(expected);
    expect(board.device.boots).toBe(2);
  });

  test("a power cut ends everything at once, and the records stay", () => {
    const board = lab("require('Storage').write('r','kept');setInterval(function(){print('tick');},1000);");
    board.device.kill();
    board.world.clock.advance(10_000);
    expect(board.lines()).toEqual([]);
    expect(board.world.storage.get("r")).toBe("kept");
  });

  test("a power cut between deletion and writing loses the record", () => {
    class CutStorage extends Map<string, string> {
      override delete(name: string): boolean {
        const deleted = super.delete(name);
        if (name === "r") throw new Error("power cut");
        return deleted;
      }
    }
    const storage = new CutStorage([["r", "old"]]);
    lab("try{require('Storage').write('r','new');}catch(e){}", { around: { storage } });
    expect(storage.get("r")).toBeUndefined();
  });

  test("an orderly stop runs kill handlers and waits for closed sockets", () => {
    const board = lab(
      'require("Wifi").on("connected",function(){var s=require("net").connect({host:"broker",port:1},function(){E.on("kill",function(){s.write("bye");s.end();});});});require("Wifi").connect("a",{});',
    );
    let isDone = false;
    board.device.stop(() => {
      isDone = true;
    });
    board.world.clock.advance(1000);
    expect(isDone).toBe(true);
    expect(board.heard.join("")).toBe("bye(closed)");
  });
});

describe("what fails the run that hosts a program, even if the program catches it", () => {
  test.each([
    ["a character above 255 printed", "print('a'+WIDE);"],
    ["one written to a record", "require('Storage').write('r',WIDE);"],
    ["one as a host's name", "require('net').connect({host:WIDE});"],
    ["one on the bus", "I2C1.setup();I2C1.writeTo(1,WIDE);"],
    ["a record's name of 29 characters", "require('Storage').read('n'.repeat(29));"],
    ["a way of storing that is not modelled", "require('Storage').open('a','w');"],
  ])("%s", (_what, source) => {
    const board = lab("");
    const caught = `try{${source.replace("WIDE", '"\u20ac"')}}catch(e){}`;
    expect(() => board.device.evaluate(caught)).toThrow(HostFault);
  });
});

test("a script that Espruino cannot run is refused before it starts", () => {
  expect(() => lab("var a=b?.c;")).toThrow("?. does not exist");
});

test("non-ASCII text of a script is its bytes in UTF-8", () => {
  expect(lab("print('°C'.length,'°C'.charCodeAt(0));").lines()).toEqual(["3 194"]);
});
