// A life in the context once more in the real interpreter, where it is here.
import { describe, expect, test } from "vitest";
import { createLines } from "../../../../src/platform/node/circuit.ts";
import { espruinoBinaries } from "../../../../tools/laboratory/hosts/espruino/binaries.ts";
import { espruinoInstructions } from "../../../../tools/laboratory/hosts/espruino/instructions.ts";
import { replayLife } from "../../../../tools/laboratory/hosts/espruino/replay.ts";
import { type Life, Transcript } from "../../../../tools/laboratory/hosts/espruino/transcript.ts";
import { ESPRUINO, needs, VALGRIND } from "../../../needs.ts";
import { lab, online } from "./lab.ts";

const binaries = espruinoBinaries();

/** Uses everything that a transcript knows of. */
const SCRIPT = `
var net=require("net"),files=require("Storage"),s,n=0;
I2C1.setup({scl:D22,sda:D21,bitrate:100000});
print(getSerial(),files.read("settings"));
try{I2C1.writeTo(9,1);}catch(e){print("nobody");}
function open(){
  try{net.connect({host:"nowhere",port:1});}catch(e){print(e.toString());}
  s=net.connect({host:"broker",port:1883},function(x){x.write("hello "+(E.hwRand()&255)+" "+Math.floor(Math.random()*1000));});
  s.on("data",function(d){print("data",d.length);s.write(d+"\\xff\\0");});
  s.on("drain",function(){digitalWrite(D26,n&1);});
  s.on("error",function(e){print("error",e.code,e.message);});
  s.on("close",function(h){print("close",h);try{s.write("x");}catch(e){print(e.toString());}});}
require("Wifi").on("connected",function(w){print(w.ip);open();});
require("Wifi").connect("net",{password:"pw"},function(e){print("joined",e);});
var every=setInterval(function(){
  n++;
  I2C1.writeTo(0x44,[0x24,0]);
  setTimeout(function(a,b){
    var r=I2C1.readFrom(0x44,3);
    if(s)try{s.write(a+b+E.toString(r)+getTime());}catch(e){print(e.toString());}
    if(n==3){files.write("record","n="+n);clearInterval(every);}},15,"t","u");
},1000);
var bus=new OneWire(D4),lit=0;
pinMode(D27,"input_pullup");pinMode(D32,"analog");
print("there",bus.reset());bus.write("\\xcc\\x44");print("bytes",bus.read(2).join(),bus.read());
setWatch(function(e){print("edge",e.state,e.time-e.lastTime,digitalRead(D27),Math.round(analogRead(D32)*4096));
  analogWrite(D18,lit/1023,{freq:500});lit+=300;},D27,{repeat:true,edge:"both"});
setWatch(function(){print("once");},D27,{edge:"falling"});
E.on("kill",function(){s.write("bye");s.end();});`;

function lived(script = SCRIPT, peerWrites = "answer"): { life: Life; chipId: string } {
  const transcript = new Transcript();
  const circuit = createLines();
  circuit.feed("D32", () => 1234);
  circuit.attachOneWire("D4", {
    reset: () => true,
    write: () => {},
    read: (count) => "P\xff".slice(0, count),
  });
  const board = lab(script, {
    transcript,
    unknownHosts: ["nowhere"],
    around: {
      circuit,
      storage: new Map([["settings", "set"]]),
      i2c: {
        write: (address, bytes) => address === 0x44 && bytes === "\x24\x00",
        read: (_address, count) => "\x00\xff\x80".slice(0, count),
      },
    },
  });
  board.peer().write(peerWrites);
  for (const level of [0, 1, 0]) {
    board.world.circuit.drive("D27", level);
    board.world.clock.advance(100);
  }
  board.world.clock.advance(5000);
  board.world.breakLink("cut");
  board.world.clock.advance(5000);
  return { life: transcript.lives[0] as Life, chipId: board.world.chipId };
}

test("a transcript has every event, answer and act of the program", () => {
  const { life } = lived();
  const kinds = new Set(life.outputs.map((line) => line.split(" ", 1)[0]));
  expect([...kinds].sort()).toEqual(["bus", "onewire", "open", "pin", "print", "pwm", "store", "write"]);
  expect(life.files.get("settings")).toBe("set");
  expect(life.tape.filter((line) => / data /.test(line))).toHaveLength(1);
});

test("each start of the program is a life of its own", () => {
  const transcript = new Transcript();
  const board = lab("print(1);", { transcript });
  board.device.reboot();
  board.world.clock.advance(1000);
  expect(transcript.lives.map((life) => life.outputs)).toEqual([["print MQ=="], ["print MQ=="]]);
});

describe.each(binaries)("replayed in $name", needs(ESPRUINO), (binary) => {
  test("a program does the same from the first byte to the last", async () => {
    const replay = await replayLife({ binary, ...lived() });
    expect(replay.difference).toBeUndefined();
    expect(replay).toMatchObject({ isSame: true, remarks: [] });
    expect(replay.outputs.length).toBeGreaterThan(20);
  });

  test("the pool is watched from inside, the player taken off", async () => {
    const { jsVars } = await replayLife({ binary, ...lived(), isSampling: true });
    expect(jsVars?.atEnd).toBeGreaterThan(50);
    expect(jsVars?.most).toBeGreaterThan(jsVars?.atEnd ?? 0);
    expect(jsVars?.most).toBeLessThan(500);
  });

  test("a program that asks otherwise is found out where it does", async () => {
    const { life, chipId } = lived();
    const other = new Map(life.files).set(".bootcde", SCRIPT.replace("E.hwRand()&255", "1"));
    const replay = await replayLife({ binary, life: { ...life, files: other }, chipId });
    expect(replay.difference).toMatch(/^different asked m where the transcript has r\d+$/);
  });

  test("a program that does otherwise is found out by its output", async () => {
    const { life, chipId } = lived();
    const other = new Map(life.files).set(".bootcde", SCRIPT.replace('"n="+n', '"m="+n'));
    const replay = await replayLife({ binary, life: { ...life, files: other }, chipId });
    expect(replay.difference).toMatch(
      /^output \d+ is store record 0 bT0z where the context had store record 0 bj0z$/,
    );
  });
});

test(
  "instructions of an operation are counted in a real Espruino by valgrind",
  needs(ESPRUINO, VALGRIND),
  async () => {
    const echo = online(
      's=require("net").connect({host:"broker",port:1},function(){});s.on("data",function(d){for(var i=0;i<100;i++)d.length;});',
    );
    const short = lived(echo, "x");
    const long = lived(echo, "x".repeat(5 * 536));
    const counted = await espruinoInstructions({
      binary: binaries[0] as (typeof binaries)[number],
      withOperations: long.life,
      without: short.life,
      operations: 4,
      chipId: short.chipId,
    });
    // A turn of an empty loop is 15,000 to 20,000.
    expect(counted / 100).toBeGreaterThan(15_000);
    expect(counted / 100).toBeLessThan(60_000);
  },
);
