// The operations as Lua source: a list of functions and their arguments, and `run(first, last)`, which calls them.
import type { Operation } from "../operations/operations.ts";

/** Source for `count` operations in order; `isEmpty` replaces every call by one that does nothing. */
export function luaCalls(operation: Operation, count: number, isEmpty: boolean): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const calls = operation.calls(index);
    return `operations[${index + 1}]={${calls
      .map((call) => `${isEmpty ? "doNothing" : call.function},${luaLiteral(call.bytes)}`)
      .join(",")}}`;
  });
  return `operations={}
${lines.join("\n")}
function run(first,last)
for i=first,last do
local calls=operations[i]
for at=1,#calls,2 do calls[at](calls[at+1]) end
end
end`;
}

function luaLiteral(bytes: string): string {
  const escaped = [...bytes].map((byte) => `\\${String(byte.charCodeAt(0)).padStart(3, "0")}`);
  return `"${escaped.join("")}"`;
}
