// What the Linux build has not, for the bench: stand-ins that cost the same before and after the device has used them,
// so that what they cost can be taken off. Espruino source, put in front as `.boot0`.
import { serialSource } from "../../sim/espruino/stand-ins.ts";
import { CHIP_ID } from "../climate.ts";

/** What alone keeps an interpreter without a program from ending. */
export const STAY = "setInterval(function(){},60000);";

/** 21.5 °C and 44 %, with their check bytes, as the sensor answers. */
const ANSWER = '"\\x61\\x47\\x8a\\x70\\xa3\\x15"';

/** Pins that are not remembered, a sensor that gives the same answer, no chance, a network that is there at once. */
export const STAND_INS = `
global.digitalWrite=global.pinMode=function(){};
I2C1.setup=I2C1.writeTo=function(){};
I2C1.readFrom=function(){return E.toUint8Array(${ANSWER});};
E.hwRand=function(){return 50;};
${serialSource(CHIP_ID)}
Modules.addCached("Wifi",function(){
  exports.connect=function(){setTimeout(function(){require("Wifi").emit("connected",{});},1);};
});
require("Wifi");`;
