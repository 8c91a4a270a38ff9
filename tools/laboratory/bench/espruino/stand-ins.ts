// What the Linux build has not, for the bench: stand-ins that cost the same before and after the device has used them,
// so that what they cost can be taken off. Espruino source, put in front as `.boot0`.
import { serialSource } from "../../hosts/espruino/stand-ins.ts";
import { CHIP_ID } from "../climate.ts";

/** What alone keeps an interpreter without a program from ending. */
export const STAY = "setInterval(function(){},60000);";

/** What the clock shows at boot, in milliseconds: like the time of day, no small number. */
export const START_MS = 1_000_000_000;

/** What every pause before a reconnect is drawn as. */
export const PAUSE_MS = 900;

/** What the sensor answers in cool and in warm air, with check bytes: 21.5 °C and 44 %, 25 °C and 60 %. */
export const AIR = {
  cool: "\\x61\\x47\\x8a\\x70\\xa3\\x15",
  warm: "\\x66\\x66\\x93\\x99\\x99\\xbe",
};

/**
 * Pins that are not remembered, a sensor that answers `$air`, no chance, a network that is there at once. What is put
 * into `$taken` is not there for the device. */
export const STAND_INS = `
var $air="${AIR.cool}",$taken=[],$i=0;
global.digitalWrite=global.pinMode=function(){};
I2C1.setup=I2C1.writeTo=function(){};
I2C1.readFrom=function(){return E.toUint8Array($air);};
E.hwRand=function(){return ${PAUSE_MS};};
${serialSource(CHIP_ID)}
Modules.addCached("Wifi",function(){
  exports.connect=function(){$set(function(){require("Wifi").emit("connected",{});},1);};
});
var $set=setTimeout;
require("Wifi");`;

/** Real milliseconds between two moments in which something is due: what the device has sent is answered. */
const ANSWER_MS = 25;

/**
 * Time that stands still until `$pass(until)` lets it go on, from one moment in which the device's one timer is due to
 * the next. The timer stays one of the interpreter's, and costs what it costs. Prints when it stands still again.
 */
export const CLOCK = `
var $now=${START_MS},$due=0,$id=0,$f=0;
global.getTime=function(){return $now/1000;};
global.setTimeout=function(f,ms){
  $f=f;
  $due=$now+ms;
  return $id=$set(f,1e9);};
function $pass(until){
  if($due>until){
    $now=until;
    print("\\x02passed 1");
    return;}
  $now=$due;
  clearTimeout($id);
  $f();
  $set($pass,${ANSWER_MS},until);}`;
