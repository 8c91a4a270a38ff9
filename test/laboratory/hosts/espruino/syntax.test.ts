// Each construct that Espruino lacks or gets wrong is refused with its line, and what it has is not.
import { expect, test } from "vitest";
import { espruinoBinaries } from "../../../../tools/laboratory/hosts/espruino/binaries.ts";
import { startInterpreter } from "../../../../tools/laboratory/hosts/espruino/interpreter-process.ts";
import {
  assertEspruinoSyntax,
  espruinoRefusals,
} from "../../../../tools/laboratory/hosts/espruino/syntax.ts";
import { ESPRUINO, needs } from "../../../needs.ts";

/** What is written, some words of the refusal, and text that prints "right" where it would work. */
const REFUSED: readonly (readonly [what: string, words: string, source: string])[] = [
  ["a default parameter", "default values", "function f(a=1){return a;}print(f()==1?'right':'wrong');"],
  [
    "rest parameters",
    "rest parameters",
    "function f(...a){return a.length;}print(f(1,2)==2?'right':'wrong');",
  ],
  ["spread in a call", "spread", "print(Math.max(...[1,2])==2?'right':'wrong');"],
  ["spread in a list", "spread", "print([...[1,2]].length==2?'right':'wrong');"],
  ["spread in a record", "spread", "print({...{a:1}}.a==1?'right':'wrong');"],
  ["destructuring a record", "destructuring", "var {a}={a:1};print(a==1?'right':'wrong');"],
  ["destructuring a list", "destructuring", "var [a]=[1];print(a==1?'right':'wrong');"],
  ["a computed key", "computed keys", "var k='a',o={[k]:1};print(o.a==1?'right':'wrong');"],
  [
    "a private name",
    "private names",
    "class A{#x=1;g(){return this.#x;}}print(new A().g()==1?'right':'wrong');",
  ],
  ["an async function", "async", "async function f(){}print(f()?'right':'wrong');"],
  ["a generator", "generators", "function* f(){yield 1;}print(f().next().value==1?'right':'wrong');"],
  ["new.target", "new.target", "function F(){this.t=new.target;}print(new F().t==F?'right':'wrong');"],
  ["a static block", "static blocks", "class A{static{A.x=1;}}print(A.x==1?'right':'wrong');"],
  [
    "a field that sees this",
    "does not see this",
    "class A{x=1;y=this.x+1;}print(new A().y==2?'right':'wrong');",
  ],
  [
    "super in an arrow function",
    "super inside an arrow",
    "class A{m(){return 1;}}class B extends A{m(){return (()=>super.m())();}}print(new B().m()==1?'right':'wrong');",
  ],
  [
    "a class that extends a native one",
    "cannot extend the native Error",
    "class E1 extends Error{constructor(){super('m');}}print(new E1().message=='m'?'right':'wrong');",
  ],
  [
    "arguments inside an arrow function",
    "the arrow's own",
    "function f(){return (()=>arguments.length)();}print(f(1,2)===2?'right':'wrong');",
  ],
  ["a tagged template", "tagged templates", "function t(s){return s[0];}print(t`a`=='a'?'right':'wrong');"],
  ["?.", "?. does not exist", "var u;print(u?.a===undefined?'right':'wrong');"],
  ["??=", "??= does not exist", "var u;u??=1;print(u==1?'right':'wrong');"],
  ["||=", "||= does not exist", "var u=0;u||=1;print(u==1?'right':'wrong');"],
  ["**", "Math.pow", "print(2**3==8?'right':'wrong');"],
  ["a BigInt", "BigInt", "print(typeof 1n=='bigint'?'right':'wrong');"],
  ["a label", "labels", "a:for(;;){for(;;)break a;}print('right');"],
  ["a case after default", "default last", "switch(2){default:print('wrong');break;case 2:print('right');}"],
  [
    "return at the end of a line",
    "return at a line's end",
    "function f(){return\n1;}print(f()===undefined?'right':'wrong');",
  ],
  [
    "a closure over a loop's let",
    "a loop's let is one variable",
    "var f=[];for(let i=0;i<3;i++)f.push(function(){return i;});print(f[0]()===0?'right':'wrong');",
  ],
  [
    "a closure over a for..of's const",
    "a loop's let is one variable",
    "var f=[];for(const x of [1,2])f.push(()=>x);print(f[0]()==1?'right':'wrong');",
  ],
  ["a counted repetition", "{n,m}", "print(/^a{2,3}$/.test('aa')?'right':'wrong');"],
  ["a lazy quantifier", "lazy quantifier", "print(/a+?b/.test('aab')?'right':'wrong');"],
  ["lookahead", "lookaround", "print(/a(?=b)/.test('ab')?'right':'wrong');"],
  [
    "an escape above a byte",
    "keeps only one byte",
    "print('\\u20ac'.charCodeAt(0)==0x20ac?'right':'wrong');",
  ],
  ["an escape of a code point", "\\u{}", "print('\\u{41}'=='A'?'right':'wrong');"],
];

test.each(REFUSED)("%s is refused", (_what, words, source) => {
  expect(
    espruinoRefusals(source)
      .map(({ sentence }) => sentence)
      .join(),
  ).toContain(words);
});

test("A refusal names the line and the column of each construct", () => {
  expect(() => assertEspruinoSyntax("var a;\nvar b = a?.c;\na ||= 2;")).toThrow(
    "Espruino cannot run this script: line 2:9: ?. does not exist; test for undefined; line 3:1: ||= does not exist",
  );
});

test("What the interpreter has is not refused", () => {
  const source = `class A{constructor(){this.x=1;}static s=2;static m(){return 1;}get g(){return this.x;}}
    class B extends A{constructor(){super();}m(){return super.g;}}
    const f=(a)=>a??1,o={f,m(){return f;},get g(){return 1;}};
    for(let i=0;i<3;i++){f(i);} for(const x of [1])f(x); for(var k in o)f(k);
    switch(1){case 1:f();break;default:f();}
    try{f();}catch{f();}finally{f();}
    function g(){return;}
    function h(){if(f)return
    }
    var t=\`a\${f}\`,n=1_000+0b1+0o7,r=/^[a{2}]+(b|c)*$/gi,s="\\xe9\\u00e9",d=typeof u,e=(1,2);`;
  expect(espruinoRefusals(source)).toEqual([]);
});

const binaries = espruinoBinaries();
test("a real Espruino indeed cannot run what is refused", needs(ESPRUINO), async () => {
  const binary = binaries.at(-1) as (typeof binaries)[number];
  const verdicts = await Promise.all(REFUSED.map(([what, , source]) => verdictOf(binary, what, source)));
  expect(verdicts.filter((verdict) => verdict.endsWith("right"))).toEqual([]);
});

async function verdictOf(binary: (typeof binaries)[number], what: string, source: string): Promise<string> {
  let verdict = "error";
  const child = startInterpreter({
    binary,
    files: new Map([
      [".boot0", 'echo(0);setTimeout(function(){print("end");},50);setInterval(function(){},60000);'],
      [".bootcde", source],
    ]),
    onLine: (line) => {
      if (line === "right" || line === "wrong") verdict = line;
      if (line === "end") child.kill();
    },
  });
  await child.exited;
  child.dispose();
  return `${what}: ${verdict}`;
}
