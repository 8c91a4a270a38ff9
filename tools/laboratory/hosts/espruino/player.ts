// Plays a transcript to a program in a real interpreter. Espruino source: placed before the image as
// `.boot0`, it reads the tape from flash line by line and replaces everything that the transcript records.
import { I2C, LATER, PINS, TELL } from "./stand-ins.ts";

/** The record of the tape in flash. */
export const TAPE_FILE = ".tape";

/** The source of the player. */
export function playerSource(chipSerial: string): string {
  return [
    TELL,
    "var $out=$tell;",
    LATER,
    TAPE,
    CLOCK,
    SOCKETS,
    PINS.replaceAll("$tell(", "$out("),
    INPUTS,
    SPI,
    UARTS,
    STRIPS,
    BUS,
    I2C,
    STORAGE,
    `global.getSerial=function(){return ${JSON.stringify(chipSerial)};};`,
    PLAY,
  ].join("\n");
}

/** The tape: `$take` gives the next line, `$answer` the answer to what the program asks now. */
const TAPE = `
var $flash=require("Storage"),$tape=$flash.read(${JSON.stringify(TAPE_FILE)}),$at=0,$now=0,$over=false;
// Ending runs the handlers of "kill" once more; what they do is not of this life.
function $end(how,t){
  if($over)return;
  $tell(how,t);
  $over=true;
  $out=function(){};
  E.removeAllListeners("kill");
  quit();}
function $differ(t){$end("different",t);}
function $take(){
  var e=$tape.indexOf("\\n",$at),l=$tape.substring($at,e);
  $at=e+1;
  return l;}
function $answer(k){
  var l=$take();
  if(l[0]!=k)$differ("asked "+k+" where the transcript has "+l);
  return l.substr(1);}
$now=parseInt($take());
function $refused(k){if($tape[$at]=="x")throw new k($take().substr(1));}
function $bytes(w){return w=="-"?"":atob(w);}
function $said(w,s){
  if(w=="S")return s;
  if(w[0]=="B")return $bytes(w.substr(1));
  if(w[0]=="J")return JSON.parse($bytes(w.substr(1)));}
function $word(b){return b===""?"-":btoa(b);}`;

/** Timers that only the tape lets run, and its time. */
const CLOCK = `
var $timers={},$timer=1;
function $add(f,every,a){$timers[$timer]={f:f,e:every,a:a};return $timer++;}
global.setTimeout=function(f){return $add(f,false,[].slice.call(arguments,2));};
global.setInterval=function(f){return $add(f,true,[].slice.call(arguments,2));};
global.clearTimeout=global.clearInterval=function(i){
  if(!arguments.length)$timers={};
  else if(i===undefined)throw new Error("clearTimeout(undefined) not allowed. Use clearTimeout() instead");
  else delete $timers[i];};
global.changeInterval=function(i){if(!$timers[i])throw new Error("Unknown Interval");};
global.getTime=function(){return $now/1000;};
Date.now=function(){return $now;};
E.hwRand=function(){return +$answer("r");};
Math.random=function(){return $answer("m")/2147483648;};
global.load=global.reset=E.reboot=function(){};
global.print=function(){
  var t="",i=0;
  for(;i<arguments.length;i++)t+=(i?" ":"")+arguments[i];
  $out("print",$word(t));};
console.log=global.print;`;

const SOCKETS = `
var $sockets={},$count=0,$wifi,$done={},$calls=0;
function $net(kind){return {connect:function(o,cb){
  var n=++$count,s={};
  $out("open",n+" "+o.host+" "+(o.port||0)+" "+kind);
  $refused(InternalError);
  if(cb)s.on("connect",cb);
  s.write=function(d){$refused(Error);$out("write",n+" "+$word(""+d));return false;};
  s.end=function(d){if(d!==undefined)s.write(d);$out("end",n);if(!s["#onclose"])delete $sockets[n];};
  $sockets[n]=s;
  return s;}};}
$wifi={connect:function(s,o,cb){$done[++$calls]=cb;},disconnect:function(){},setHostname:function(){},setSNTP:function(){}};`;

/** Pin readings are on the tape, and so are the edges of watched pins. */
const INPUTS = `
var $watches={},$watch=1;
global.setWatch=function(f,p,o){$watches[$watch]={f:f,p:p,r:o&&o.repeat};return $watch++;};
global.clearWatch=function(i){if(arguments.length)delete $watches[i];else $watches={};};
function $edge(f){
  var w=$watches[f[2]];
  if(!w)return $differ("the transcript has watch "+f[2]+", which the program did not set");
  if(!w.r)delete $watches[f[2]];
  $later(function(){w.f({state:f[3]=="1",time:+f[5],lastTime:+f[4],pin:w.p,data:f[6]=="1"});});}
global.digitalRead=function(){return +$answer("p");};
global.analogRead=function(){return $answer("a")/4096;};
global.analogWrite=function(p,v,o){$out("pwm",p+" "+o.freq+" "+Math.round(v*1023));};
global.OneWire=function(p){
  var w=this;
  w.reset=function(){return $answer("o")=="1";};
  w.write=function(d){$out("onewire",p+" "+$word(E.toString(d)));};
  w.skip=function(){w.write("\\xcc");};
  w.read=function(n){var b=$bytes($answer("o").substr(1));return n===undefined?b.charCodeAt(0):E.toUint8Array(b);};};`;

/** What the SPI reads is on the tape. */
const SPI = `
global.SPI=function(){
  this.setup=function(){};
  this.send=function(d,c){
    if(c!==undefined)digitalWrite(c,0);
    var r=$bytes($answer("s"));
    if(c!==undefined)digitalWrite(c,1);
    return r;};};`;

/**
 * What a UART sends is written down; what it hears is on the tape. They are found among the sockets, by a
 * name that no socket has.
 */
const UARTS = `
function $serial(n,s){
  $sockets[n]=s;
  s.setup=function(){};
  s.write=function(d){$out("serial","s"+n+" "+$word(E.toString(d)));};}
$serial("U2",Serial2);
$serial("U3",Serial3);`;

/** What a strip of LEDs is sent is written down; whether the chip could is on the tape. */
const STRIPS = `
var $strips={write:function(p,d){$out("pixels",p+" "+$word(E.toString(d)));$refused(Error);}};`;

const BUS = `
var $i2c={
  write:function(a,d){$out("bus",a+" "+$word(d));return $answer("i")=="1";},
  read:function(){var t=$answer("i");return t=="0"?undefined:$bytes(t.substr(1));}};`;

const STORAGE = `
var $require=require,$files={
  read:function(n,o,l){return $flash.read(n,o,l);},
  write:function(n,d,o,l){$out("store",n+" "+(o||0)+" "+$word(E.toString(d)));return $flash.write(n,d,o,l);},
  readJSON:function(n,q){return $flash.readJSON(n,q);},
  list:function(r){return $flash.list(r);},
  erase:function(n){$flash.erase(n);},
  getFree:function(){return $flash.getFree();}};
global.require=function(n){
  return n=="net"?$net("tcp"):n=="tls"?$net("tls"):n=="Wifi"?$wifi:n=="Storage"?$files:n=="neopixel"?$strips:$require(n);};`;

/** One line after another; what a line sets off runs before the next is read. */
const PLAY = `
function $object(n){return n=="w"?$wifi:n=="E"?E:$sockets[n.substr(1)];}
function $tell1(f){
  if(f[1]=="t"){
    var t=$timers[f[2]];
    if(!t)return $differ("the transcript has timer "+f[2]+", which the program did not set");
    if(!t.e)delete $timers[f[2]];
    $later(function(){t.f.apply(undefined,t.a);});
  }else if(f[1]=="w")$edge(f);
  else if(f[1]=="d")$later(function(){$done[f[2]]($said(f[3]));delete $done[f[2]];});
  else{
    var o=$object(f[2]);
    if(!o)return $differ("the transcript has "+f[2]+", which the program did not open");
    if(f[3]=="close")delete $sockets[f[2].substr(1)];
    o.emit(f[3],$said(f[4],o));}}
function $step(){
  if($over)return;
  if($at>=$tape.length)return $end("same","");
  var l=$take();
  if(l[0]>"9")return $differ("the transcript has "+l+", which the program did not ask");
  else{
    var f=l.split(" ");
    $now=+f[0];
    $tell1(f);}
  $later($step);}
E.on("init",function(){$later($step);});`;
