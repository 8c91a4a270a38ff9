// Replacements for the parts of a board that Espruino's Linux build lacks, as `.boot0`; the console echoes,
// as on a board.
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
