// Stand-ins for the parts of a board that the Linux build of Espruino does not have, as `.boot0`: the console
// keeps its echo, as on a board.
import { I2C, LATER, PINS, serialSource, WIFI } from "./stand-ins.ts";

export const BOARD_STAND_INS = [
  "var $tell=function(){};",
  LATER,
  PINS,
  "var $i2c={write:function(){return false;},read:function(){}};",
  I2C,
  serialSource("a1b2c3d4e5f6"),
  WIFI,
].join("\n");
