// Replacements for hardware that the Linux build lacks: Wi-Fi, an I2C bus, pins and a chip number. Espruino
// source, placed before the image as `.boot0`.

/** `print`s with the mark in front, so that the host knows its own lines. */
export const TELL = `echo(0);var $print=print,$tell=function(a,b){$print("\\x02"+a+" "+b);};`;

/** Pins print `pin D26 1`. */
export const PINS = `
global.digitalWrite=function(p,v){
  if(Array.isArray(p)){for(var i=0;i<p.length;i++)digitalWrite(p[i],v>>(p.length-1-i)&1);}
  else{if($levels)$levels[p]=v?1:0;$tell("pin",p+" "+(v?1:0));}};
global.digitalRead=function(p){return $levels[p]||0;};
var $modes={},$levels={};
global.pinMode=function(p,m){$modes[p]=m;};
global.getPinMode=function(p){return $modes[p];};`;

/** Inputs that nothing drives. */
const INPUTS = `
var $watch=1;
global.setWatch=function(){return $watch++;};
global.clearWatch=function(){};
global.digitalRead=function(p){return p in $levels?$levels[p]:$modes[p]=="input_pullup"?1:0;};`;

/** Analog pins without a voltage. */
const ANALOG = `
global.analogRead=function(){return 0;};`;

/** PWM that prints `pwm D4 500 1023`. */
const PWM = `
global.analogWrite=function(p,v,o){$tell("pwm",p+" "+o.freq+" "+Math.round(v*1023));};`;

/** One-wire without parts. */
const ONE_WIRE = `
global.OneWire=function(){
  this.reset=function(){return false;};
  this.write=this.skip=function(){};
  this.read=function(n){var a=new Uint8Array(n||1);a.fill(255);return n===undefined?255:a;};};`;

/** An SPI without parts: its lines are pulled up. */
const SPI = `
global.SPI=function(){
  this.setup=function(){};
  this.send=function(d){var r="",i=0;for(;i<d.length;i++)r+="\\xff";return r;};};`;

/** A strip that prints `pixels D4 AAAA`, in base64. */
const STRIPS = `
Modules.addCached("neopixel",function(){exports.write=function(p,d){$tell("pixels",p+" "+btoa(E.toString(d)));};});`;

/**
 * Flash outside Storage, of which the Linux build has none (targets/linux/jshardware.c:894 ends the program):
 * each page is a file.
 */
const FLASH = `
Modules.addCached("Flash",function(){
  var s=require("Storage");
  exports.write=function(t,a){
    while(t.length){
      var o=a&4095,p=t.substr(0,4096-o);
      s.write("fl"+(a>>12),p,o,4096);
      t=t.substr(p.length);
      a+=p.length;}};
  exports.erasePage=function(a){s.erase("fl"+(a>>12));};
  exports.read=function(n,a){
    var b=new Uint8Array(n),i=0;
    b.fill(255);
    while(i<n){
      var o=(a+i)&4095,c=Math.min(n-i,4096-o),t=s.read("fl"+((a+i)>>12),o,c);
      if(t)b.set(E.toUint8Array(t),i);
      i+=c;}
    return b;};});`;

/** UARTs without parts. */
const UARTS = `
Serial2.setup=Serial2.write=Serial3.setup=Serial3.write=function(){};`;

/** A bus that answers from `$i2c`: an object with write and read. Not acknowledged throws, as on the chip. */
export const I2C = `
I2C1.setup=function(){};
I2C1.writeTo=function(a){
  var d="",i=1;
  for(;i<arguments.length;i++)d+=E.toString(arguments[i]);
  if(!$i2c.write(a,d))throw new Error("jshI2CWrite: slave doesn't ACK the transfer");};
I2C1.readFrom=function(a,n){
  var r=$i2c.read(a,n);
  if(r===undefined)throw new Error("jshI2CRead: slave doesn't ACK the transfer");
  return E.toUint8Array(r);};
I2C1.readReg=function(a,g,n){I2C1.writeTo(a,g);return I2C1.readFrom(a,n);};`;

/** The number of the chip, 6 to 12 hexadecimal digits, as `getSerial` groups it. */
export function serialSource(chipId: string): string {
  const grouped = (chipId.match(/.{1,8}/g) ?? []).join("-");
  return `global.getSerial=function(){return ${JSON.stringify(grouped)};};`;
}

/** A station that joins at once; `$wifi(true|false)` brings the network up or down afterwards. */
export const WIFI = `
Modules.addCached("Wifi",function(){
  var w=exports,joined=false,wanted=false;
  function arrive(){
    joined=true;
    w.emit("associated",{});
    w.emit("connected",{ip:"127.0.0.1",netmask:"255.0.0.0",gw:"127.0.0.1"});}
  w.connect=function(s,o,cb){
    wanted=true;
    if(w.up===false)return;
    arrive();
    if(cb)$later(function(){cb(null);});};
  w.disconnect=function(cb){wanted=joined=false;if(cb)$later(cb);};
  w.getIP=function(){return {ip:joined?"127.0.0.1":"0.0.0.0"};};
  w.getDetails=function(){return {status:joined?"connected":"off"};};
  w.getStatus=function(){return {station:joined?"connected":"off"};};
  w.setHostname=w.setSNTP=function(){};
  global.$wifi=function(up){
    w.up=up;
    if(!up&&joined){joined=false;w.emit("disconnected",{});}
    else if(up&&wanted&&!joined)arrive();};
});`;

/**
 * A radio in loopback, behind the Wi-Fi: twenty networks, as an ESP8266 tells them
 * (jswrap_esp8266_network.c:1508), and an access point whose address is `$address`. It prints `scan 812`, the
 * JsVars in use, when it has made the list. The real `net` serves.
 */
export const AIR = `
$net.createServer=function(f){return $require("net").createServer(f);};
(function(w){
  w.scan=function(cb){setTimeout(function(){
    for(var a=[],i=0;i<20;i++)a.push({rssi:-40-i,channel:6,authMode:"wpa2",isHidden:false,ssid:"network "+i,mac:"02:00:00:00:00:"+(10+i)});
    $print("scan "+process.memory().usage);
    cb(a);
  },50);};
  w.startAP=function(n,o,cb){$later(function(){cb(null);});};
  w.getAPIP=function(){return {ip:$address};};
  w.stopAP=function(){};
})($require("Wifi"));`;

/** Runs after the current code has returned, on the interpreter's own queue. */
export const LATER = `var $later=function(f){var o={};o.on("x",f);o.emit("x");};`;

/** An I2C bus without parts. Espruino source of an expression. */
const EMPTY_BUS = "({write:function(){return false;},read:function(){}})";

/**
 * The stand-ins of the pins and buses that a script calls, and no others: each holds JsVars that the script
 * would have on a chip. `i2c` is the source of a bus (`$i2c` above).
 */
export function standInsFor(script: string, i2c?: string): string {
  const sources = [PINS];
  if (/\b(digitalRead|setWatch)\b/.test(script)) sources.push(INPUTS);
  if (/\banalogRead\b/.test(script)) sources.push(ANALOG);
  if (/\banalogWrite\b/.test(script)) sources.push(PWM);
  if (/\bOneWire\b/.test(script)) sources.push(ONE_WIRE);
  if (/\bSPI\b/.test(script)) sources.push(SPI);
  if (/\bneopixel\b/.test(script)) sources.push(STRIPS);
  if (/"Flash"/.test(script)) sources.push(FLASH);
  if (/\bSerial[23]\b/.test(script)) sources.push(UARTS);
  if (i2c !== undefined || /\bI2C1\b/.test(script)) sources.push(`var $i2c=${i2c ?? EMPTY_BUS};`, I2C);
  return sources.join("\n");
}
