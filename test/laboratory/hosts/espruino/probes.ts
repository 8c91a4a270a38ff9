// Small programs, one for each row of what Espruino does otherwise, with what they print there. The context and the
// real interpreter both run them.

export interface Probe {
  /** The row, as a sentence. */
  row: string;
  /** Statements; what they print is compared. */
  source: string;
  prints: readonly string[];
  /** Must stand at the top level of the script, not in a function of its own. */
  atTop?: boolean;
}

/** Prints "undefined" for each name that does not exist. */
const missing = (row: string, ...names: string[]): Probe => ({
  row,
  source: names.map((name) => `print(typeof ${name});`).join(""),
  prints: names.map(() => "undefined"),
});

export const LANGUAGE: readonly Probe[] = [
  {
    row: "a const cannot be written",
    source: "const a=1;try{a=2;}catch(e){print(e instanceof TypeError,a);}",
    prints: ["true 1"],
  },
  {
    row: "a let does not exist before its text",
    source: "try{print(early);}catch(e){print(e instanceof ReferenceError);}let early=1;",
    prints: ["true"],
  },
  {
    row: "a global var does not exist before its text",
    atTop: true,
    source: "try{print(lateVariable);}catch(e){print(e.toString());}var lateVariable=1;print(lateVariable);",
    prints: ['ReferenceError: "lateVariable" is not defined', "1"],
  },
  {
    row: "a function cannot be called before its text, at the top level",
    atTop: true,
    source:
      "try{lateFunction();}catch(e){print(e.toString());}function lateFunction(){return 2;}print(lateFunction());",
    prints: ['ReferenceError: "lateFunction" is not defined', "2"],
  },
  {
    row: "a function cannot be called before its text, in a function",
    source:
      "try{inner();}catch(e){print(e instanceof ReferenceError);}function inner(){return 3;}print(inner());",
    prints: ["true", "3"],
  },
  {
    row: "arrow functions have the outer this",
    source: "var o={a:1,f:function(){return (()=>this.a)();}};print(o.f());",
    prints: ["1"],
  },
  {
    row: "shorthand properties and methods, getters and setters work",
    source:
      "var a=1,o={a,m(){return 2;},get g(){return 3;},set s(v){this.t=v;}};o.s=4;print(o.a,o.m(),o.g,o.t);",
    prints: ["1 2 3 4"],
  },
  {
    row: "classes, their inheritance and super work",
    source:
      "class A{constructor(x){this.x=x;}m(){return this.x;}}class B extends A{m(){return super.m()+1;}}print(new B(1).m());",
    prints: ["2"],
  },
  {
    row: "template literals nest and span lines",
    source: `var a=1;print(\`x\${\`y\${a}\`}\nz\`);`,
    prints: ["xy1", "z"],
  },
  {
    row: "for..of walks arrays, strings and typed arrays",
    source:
      "var t='';for(var a of [1,2])t+=a;for(var b of 'xy')t+=b;for(var c of new Uint8Array([3,4]))t+=c;print(t);",
    prints: ["12xy34"],
  },
  {
    row: "for..in gives keys as strings",
    source: "var t='';for(var k in {a:1,b:2})t+=typeof k+k;print(t);",
    prints: ["stringastringb"],
  },
  { row: "?? works", source: "var u;print(u??1,0??1);", prints: ["1 0"] },
  {
    row: "numbers are written 1_000, 0b11, 0o17, 0xff",
    source: "print(1_000,0b11,0o17,0xff);",
    prints: ["1000 3 15 255"],
  },
  {
    row: "switch compares strictly and falls through",
    source: "switch('1'){case 1:print('no');case '1':print('a');case 2:print('b');break;default:print('c');}",
    prints: ["a", "b"],
  },
  {
    row: "finally runs on return, catch needs no name, any value is thrown",
    source: "function f(){try{return 1;}finally{print('f');}}print(f());try{throw 5;}catch{print('c');}",
    prints: ["f", "1", "c"],
  },
  {
    row: "promises answer through the queue, and all waits for all",
    source:
      "Promise.all([Promise.resolve(1),2]).then(function(v){print(v.length);throw 'x';}).catch(function(e){print(e);});print('first');",
    prints: ["first", "2", "x"],
  },
  missing(
    "promises have no finally, race, allSettled, any",
    ...words("Promise.race Promise.allSettled Promise.any Promise.resolve(1).finally"),
  ),
  missing(
    "there is no Map, Set, Symbol, Proxy, Reflect",
    ...words(
      "Map Set WeakMap WeakSet WeakRef Symbol Proxy Reflect BigInt Intl Atomics SharedArrayBuffer WebAssembly",
    ),
  ),
  missing(
    "nothing of Node or of a browser is there",
    ...words(
      "queueMicrotask setImmediate TextEncoder TextDecoder Buffer structuredClone performance URL fetch module exports escape unescape encodeURI decodeURI RangeError",
    ),
  ),
  {
    row: "globalThis and global are the global object",
    source: "print(globalThis===global,typeof global.print);",
    prints: ["true function"],
  },
  {
    row: "an error has a message and a type but no name",
    source:
      "var e=new Error('m'),t=new TypeError('n');print(e.message,e.type,e.name);print(t.type,t.name,t.toString());",
    prints: ["m Error undefined", "TypeError undefined TypeError: n"],
  },
  {
    row: "a TypeError is no Error",
    source: "print(new TypeError('a') instanceof Error,new TypeError('a') instanceof TypeError);",
    prints: ["false true"],
  },
  {
    row: "a null access is an Error",
    source: "try{null.x;}catch(e){print(e instanceof Error);}",
    prints: ["true"],
  },
  missing(
    "arrays lack what came after ES5 but find, includes and fill",
    ...words(
      "Array.from Array.of [].flat [].flatMap [].at [].entries [].keys [].values [].lastIndexOf [].reduceRight [].findLast [].copyWithin [].toSorted",
    ),
  ),
  {
    row: "an array's length cannot be set",
    source:
      "var a=[1,2,3];try{a.length=1;}catch(e){print(e instanceof TypeError,a.length);}var o={length:3};o.length=2;print(o.length);",
    prints: ["true 3", "2"],
  },
  {
    row: "sort compares text",
    source: "print([10,9,1].sort().join(),[10,9,1].sort(function(a,b){return a-b;}).join());",
    prints: ["1,10,9 1,9,10"],
  },
  missing(
    "objects lack freeze, is, hasOwn",
    ...words(
      "Object.freeze Object.is Object.hasOwn Object.seal Object.isFrozen Object.getOwnPropertySymbols ({}).propertyIsEnumerable ({}).isPrototypeOf",
    ),
  ),
  missing(
    "strings lack what speaks of code points, and more",
    ...words(
      "String.fromCodePoint String.raw ''.codePointAt ''.normalize ''.localeCompare ''.at ''.matchAll ''.search ''.trimStart ''.trimEnd",
    ),
  ),
  {
    row: "a function in the place of a text's replacement is inserted as text",
    source:
      "print('a.b'.replace('.',function(){return 'x';}).indexOf('function'),'a.b'.replace(/\\./,function(){return 'x';}));",
    prints: ["1 axb"],
  },
  {
    row: "a beginning at the very end of a text counts as found",
    source:
      "print('abab'.indexOf('abx'),'abab'.indexOf('bx'),'abab'.indexOf('bx',6),'abcabd'.indexOf('abe'),'ab'.indexOf('abc'),'abab'.includes('bx'));print('abab'.indexOf('b',4),'abab'.indexOf('ab',3),'abab'.indexOf('ab',-1),'abab'.indexOf('',2),'abab'.indexOf('',4),''.indexOf(''));",
    prints: ["2 3 3 -1 -1 true", "-1 -1 0 2 -1 -1"],
  },
  {
    row: "JSON.parse minds nothing after the first value",
    source: "print(JSON.parse('12abc'));try{JSON.parse('x');}catch(e){print('bad');}",
    prints: ["12", "bad"],
  },
  {
    row: "JSON.stringify escapes bytes, ignores a replacer, and writes NaN as null",
    source:
      "print(JSON.stringify({a:'\\xe9',b:NaN,c:new Uint8Array([1,2]),d:undefined},function(){return 1;}));",
    prints: ['{"a":"\\u00E9","b":null,"c":[1,2]}'],
  },
  missing(
    "Number has none of its tests",
    ...words(
      "Number.isInteger Number.isNaN Number.isFinite Number.parseFloat Number.EPSILON Number.MAX_SAFE_INTEGER",
    ),
  ),
  {
    row: "the global tests of numbers work",
    source: "print(isNaN('x'),isFinite(1),parseInt('12px'),parseFloat('1.5e2z'));",
    prints: ["true true 12 150"],
  },
  missing(
    "Math lacks trunc, hypot, log2 and more",
    ...words("Math.trunc Math.hypot Math.log2 Math.log10 Math.clz32 Math.fround Math.imul Math.cbrt"),
  ),
  {
    row: "Math has sign, clip and wrap",
    source: "print(Math.sign(-2),Math.clip(5,0,3),Math.wrap(5,4));",
    prints: ["-1 3 1"],
  },
  {
    row: "toFixed cuts off instead of rounding",
    source: "print((21.6).toFixed(0),(99.95).toFixed(1),(5).toFixed(2),(-1.5).toFixed(1));",
    prints: ["21 99.9 5.00 -1.5"],
  },
  missing("numbers have no toPrecision and no toExponential", "(1).toPrecision", "(1).toExponential"),
  {
    row: "a typed array's slice is a plain array, and none is made of a text",
    source:
      "print(Array.isArray(new Uint8Array([1,2]).slice(0,1)));try{new Uint8Array('ab');print('made');}catch(e){print('refused');}",
    prints: ["true", "refused"],
  },
  {
    row: "a DataView reads and writes",
    source: "var d=new DataView(new ArrayBuffer(4));d.setUint16(0,258);print(d.getUint8(0),d.getUint8(1));",
    prints: ["1 2"],
  },
  {
    row: "a date writes ISO in UTC",
    source: "print(new Date(0).toISOString(),new Date(5000).getTime());",
    prints: ["1970-01-01T00:00:00.000Z 5000"],
  },
  {
    row: "whole numbers have 32 bits where operators want them",
    source: "print(2147483647+1,1<<31,-1>>>0,5e9|0,1<<33,-7%3,7/2,1/0);",
    prints: ["2147483648 -2147483648 4294967295 705032704 2 -1 3.5 Infinity"],
  },
  {
    row: "a fraction is printed with eleven decimals and its noise",
    source: "print(0.1+0.2,1/3,1234567.891,1e21,-0,String(1/3),(1/3).toString());",
    prints: ["0.3 0.33333333333 1234567.89100000006 10e+20 0 0.33333333333 0.33333333333"],
  },
  {
    row: "a character is a byte",
    source: "print(String.fromCharCode(300).charCodeAt(0),JSON.parse('\"\\\\u20ac\"').charCodeAt(0));",
    prints: ["44 172"],
  },
  {
    row: "outside a text there is nothing",
    source: "print('abc'.charCodeAt(5),'abc'[5],'abc'.charAt(5).length,'abc'.substr(1,9));",
    prints: ["NaN undefined 0 bc"],
  },
  {
    row: "encodeURIComponent and btoa take bytes",
    source: "print(encodeURIComponent('a b/'),btoa('\\xff\\x00'),atob('/wA=').charCodeAt(0));",
    prints: ["a%20b%2F /wA= 255"],
  },
];

export const EVENTS: readonly Probe[] = [
  {
    row: "emit queues: handlers run after the current code has returned, in order",
    source:
      "var o={};o.on('x',function(a){print('first',a);});o.on('x',function(a){print('second',a);});o.emit('x',1);print('emitted');",
    prints: ["emitted", "first 1", "second 1"],
  },
  {
    row: "a handler that throws does not stop the others, and is reported after them",
    source: "var o={};o.on('x',function(){throw 'bad';});o.on('x',function(){print('other');});o.emit('x');",
    prints: ["other", "Uncaught bad"],
  },
  {
    row: "a removed listener misses what is queued already; with all removed, the queued still run",
    source:
      "var o={},f=function(){print('f');};o.on('x',f);o.prependListener('x',function(){print('p');});o.emit('x');o.removeListener('x',f);o.emit('x');o.removeAllListeners('x');o.emit('x');print('now');",
    prints: ["now", "p", "p"],
  },
  missing("there is no once and no off", "({}).once", "({}).off"),
  {
    row: "a listener added inside a handler is not called for the same event",
    source: "var o={};o.on('x',function(){print('a');o.on('x',function(){print('b');});});o.emit('x');",
    prints: ["a"],
  },
  {
    row: "clearing an undefined timer throws",
    source:
      "try{clearTimeout(undefined);}catch(e){print(e.toString());}try{clearInterval(undefined);}catch(e){print(e.toString());}",
    prints: [
      "Error: clearTimeout(undefined) not allowed. Use clearTimeout() instead",
      "Error: clearInterval(undefined) not allowed. Use clearInterval() instead",
    ],
  },
  {
    row: "clearing an unknown timer is nothing",
    source: "clearTimeout(99999);print('fine');",
    prints: ["fine"],
  },
  {
    row: "a timer needs a function or a text, and an unknown interval is not changed",
    source:
      "try{setTimeout(5,1);}catch(e){print(e.toString());}try{changeInterval(99999,5);}catch(e){print(e.toString());}",
    prints: ["Error: Function or String not supplied!", "Error: Unknown Interval"],
  },
  {
    row: "a timer passes its arguments",
    source: "setTimeout(function(a,b){print(a+b);},1,2,3);",
    prints: ["5"],
  },
  {
    row: "an error that escapes is printed and the program goes on",
    source: "setTimeout(function(){setTimeout(function(){print('on');},1);throw new Error('lost');},1);",
    prints: ["Uncaught Error: lost", "on"],
  },
  {
    row: "a module that does not exist throws",
    source: "try{require('nosuch');}catch(e){print(e.toString());}",
    prints: ['Error: Module "nosuch" not found'],
  },
  {
    row: "modules are put in by name, with exports or module.exports",
    source:
      "Modules.addCached('m1',function(){exports.a=1;});Modules.addCached('m2','module.exports=7;');print(require('m1').a,require('m2'));",
    prints: ["1 7"],
  },
];

export const PLATFORM: readonly Probe[] = [
  {
    row: "E.toString, E.toFlatString and E.toUint8Array flatten texts, lists, typed arrays and {data,count}",
    source:
      "print(E.toString('ab',[99],new Uint8Array([100]),{data:101,count:2}),E.toFlatString({data:'abc',count:2}),E.toUint8Array('ab',[1]).join());",
    prints: ["abcdee abcabc 97,98,1"],
  },
  { row: "E.CRC32 is the usual one", source: "print(E.CRC32('abc'));", prints: ["891568578"] },
  {
    row: "a record is written whole, read whole or in part, and erased",
    source:
      "var s=require('Storage');print(s.write('p1','hello'),s.read('p1'),s.read('p1',1,2),s.read('none'));s.erase('p1');print(s.read('p1'));",
    prints: ["true hello el undefined", "undefined"],
  },
  {
    row: "a record is written in parts into what is still empty",
    source:
      "var s=require('Storage');s.write('p2','ab',0,6);print(s.read('p2').charCodeAt(3));s.write('p2','cd',2);print(s.read('p2').substr(0,4));",
    prints: ["255", "abcd"],
  },
  {
    row: "a part cannot be written twice, nor past the end, nor into no record",
    source:
      "var s=require('Storage');s.write('p3','ab',0,4);['xy@1','toolong@2','z@9'].forEach(function(t){t=t.split('@');try{s.write(t[1]=='9'?'p9':'p3',t[0],+t[1]);print('written');}catch(e){print(e.toString());}});",
    prints: [
      "Error: File already written with different data",
      "Error: Too much data for file size",
      "Error: Unable to find or create file",
    ],
  },
  {
    row: "an empty record cannot be written",
    source: "try{require('Storage').write('p4','');}catch(e){print(e.toString());}",
    prints: ["Error: Can't create zero length file"],
  },
  {
    row: "the same content is not written again, another is appended",
    source:
      "var s=require('Storage');s.write('p5','abcd');var a=s.getFree();s.write('p5','abcd');print(a-s.getFree());s.write('p5','abce');print(a-s.getFree());",
    prints: ["0", "36"],
  },
  {
    row: "what does not fit throws, and the old record is gone",
    source:
      "var s=require('Storage');s.write('p6','old');try{s.write('p6','x',0,9000000);}catch(e){print(e.toString());}print(s.read('p6'));",
    prints: ["Error: Unable to find or create file", "undefined"],
  },
  {
    row: "records are listed by name and read as JSON",
    source:
      "var s=require('Storage');s.writeJSON('p7.json',{a:1});print(s.readJSON('p7.json').a,s.list(/^p7/).join());",
    prints: ["1 p7.json"],
  },
  {
    row: "an unknown pin mode throws",
    source: "try{pinMode(D5,'bogus');}catch(e){print(e.toString());}",
    prints: ["Error: Unknown pin mode"],
  },
  {
    row: "a pin is called by its name",
    source: "print(D26,new Pin(26),D26.toString());",
    prints: ["D26 D26 D26"],
  },
  {
    row: "an unknown watch cannot be cleared",
    source: "try{clearWatch(999);}catch(e){print(e.toString());}",
    prints: ["Error: Unknown Watch 999"],
  },
  {
    row: "a host that DNS does not know makes connect throw",
    source: "try{require('net').connect({host:'nosuch.invalid',port:1});}catch(e){print(e.toString());}",
    prints: ["InternalError: Unable to locate host"],
  },
  {
    row: "connect wants options",
    source: "print(require('net').connect(5));",
    prints: ["ERROR: Expecting Options to be an Object but it was Number", "undefined"],
  },
];

function words(text: string): string[] {
  return text.split(" ");
}
