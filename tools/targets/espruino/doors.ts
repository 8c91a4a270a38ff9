// Doors that a bare Espruino leaves open to anyone near, each without a password, and the text that shuts
// them: its console at port 23 (telnet), its console by Bluetooth, and an access point of its own.

/** Espruino runs this file at each of its starts, also after `reset()`, and before any program. */
export const DOORS_FILE = ".boot3";

/**
 * The console stays the cable's, whoever connects. An error in one step does not keep the next door open. A
 * feature that some boards lack is tested first, because the trace of an error stays in memory. An ESP8266
 * writes each change of its access point to flash. Bluetooth stops only if it believes that it advertises.
 */
const SHUT = [
  'E.setConsole(process.env.BOARD=="LINUX"?"USB":"Serial1",{force:1});',
  'try{require("TelnetServer").setOptions({mode:"off"})}catch(e){}',
  'try{var w=require("Wifi");if(w.getStatus().mode.slice(-2)=="ap")w.stopAP()}catch(e){}',
  "if(global.NRF)try{NRF.wake();NRF.sleep()}catch(e){}",
].join("");

/** Once more after a second: the access point and Bluetooth open when the programs have started already. */
export const SHUT_DOORS = `(f=>{f();setTimeout(f,1000)})(()=>{${SHUT}})`;
