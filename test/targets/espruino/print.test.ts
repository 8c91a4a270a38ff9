// A script's tree as text: JavaScript keeps its meaning, and Espruino reads it as JavaScript does.
import { parse } from "acorn";
import { expect, test } from "vitest";
import { printScript } from "../../../tools/targets/espruino/script/print.ts";

function treeOf(code: string) {
  return parse(code, { ecmaVersion: 2022, locations: true });
}

function printed(code: string): string {
  return printScript(treeOf(code), []).text;
}

/** A tree without places, raw texts and empty statements. */
function meaning(code: string): string {
  const unplaced = (key: string, value: unknown) =>
    ["start", "end", "loc", "raw"].includes(key) ? undefined : value;
  return JSON.stringify(treeOf(code), unplaced).replace(/\{"type":"EmptyStatement"\},?/g, "");
}

test.each([
  "(a,b)?c=d:(e=>({f:1}))(2)",
  "a-(b-c)-d+ +e- -f- --g+ ++h",
  "x=(a||b)&&(c??(d||e))|(f^g&h)",
  "new(a())(b);new a.b;(new a).c;new a(1).d;new(a().b)",
  "!function(){}();({a:1}).b;(function(){return{}})()",
  "typeof a;void(b,c);delete a.b[c,d];-(a=1)",
  "for(var i=0,j=(1,2);i<3;i++,j--);for(const a of[1,,2])f(a);for(let b in c)f(b)",
  "while(a){b()}do{a()}while(b);try{a()}catch{b()}finally{c()}",
  "function f(a){for(;;){if(a)break;else{continue}}throw{}}",
  '(1).a;1.5.b;x={"a-b":0,c,d:e};y="it\'s\\0\\x001\\x80\\n\\u0100";z=\'"\';w="\\\'\\""',
])("the printed program %s keeps its meaning", (code) => {
  expect(meaning(printed(code))).toBe(meaning(code));
});

test.each([
  ["a&&(b=1)", "if(a){b=1}"],
  ["if(a)longer(1);else f()", "if(a){longer(1)}else f()"],
  ["if(a){if(b)f()}else g()", "if(a){if(b)f()}else g()"],
  ["if(a)b;else if(c)longer(1)", "if(a)b\nelse if(c){longer(1)}"],
  ["if(a)if(b)f();else g()", "if(a)if(b)f()\nelse g()"],
  ["function f(){if(a)return;b()}", "function f(){if(a)return;\nb()}"],
  ["if(a){b()}'x'==c||d()", 'if(a){b()};"x"==c||d()'],
  ["b();'x'==c||d()", 'b()\n;"x"==c||d()'],
  ["'x'==c||d()", '"x"==c||d()'],
  ["a();(b||c)();[d][0]()", "a();(b||c)();[d][0]()"],
])("%s is printed as Espruino reads it", (code, text) => {
  expect(printed(code)).toBe(text);
});

test("printed lines map to their first statements", () => {
  const origins = [1, 2, 3, 4].map((line) => ({ file: "a.ts", line }));
  const { text, origins: places } = printScript(treeOf("a(function () {\n\nb();\nc(); });d();"), origins);
  expect(text).toBe("a(function(){b()\nc()})\nd()");
  expect(places.map((place) => place?.line)).toEqual([1, 4, 4]);
});
