// A script that reads late in Node where Espruino 2v29 does (jsparse.c): what stands behind may have changed
// it by then.
//
// - `list[f()]`: the last step of the way to the list is taken when `f` has run; so is `x += f()`'s.
// - `a.b = f()`: where there was no `b`, one is made when `f` has run: a second one, behind the one that `f`
//   has made.
// - `s + f()`: `s += t` appends to the very text that was read, as long as nothing else holds that. Here this
//   is so for
//   what is read of the same variable or field; a text that a call gave back is taken for nobody's.
import { type Node, parse } from "acorn";
import { scriptChildren } from "../../../targets/espruino/script/script-tree.ts";

/** The fields of a node that are asked for here. */
type Part = Node & {
  name?: string;
  computed?: boolean;
  operator?: string;
  id?: Part | null;
  params?: Part[];
} & { [role in "object" | "property" | "left" | "right"]?: Part };

/** What stands in front of the script: on the same line. */
const READS = `var $held=[];
function $with(use){return use.apply(null,Array.prototype.slice.call(arguments,1))}
function $late(o,k){return{get $(){return o[k]},set $(v){o[k]=v}}}
function $store(o,k,v){var had=k in o;v=v();if(had||!(k in o))o[k]=v;return v}
function $beside(of,key,old,right,made){var one={of:of,key:key,value:old};$held.push(one);try{right=right()}finally{$held.pop()}return made(one.value,right)}
function $change(of,key,right,get,set,isText){var old=get(),v=set(old,right);if(isText&&typeof old==="string")
$held.forEach(function(one){if(one.of===of&&one.key===key&&one.value===old)one.value=v});return v}
`.replaceAll("\n", "");

export function withLateReads(code: string): string {
  const tree = parse(code, { ecmaVersion: 2022 });
  const owners = new Owners(tree);
  const text = (node: Node): string => {
    const own = node as Part;
    const [left, right] = [own.left, own.right];
    if (isLate(own)) return `$late(${located(own)}).$`;
    if (left !== undefined && right !== undefined) {
      if (own.type === "BinaryExpression" && hasCall(right) && place(left)) return beside(own, left, right);
      if (own.type === "AssignmentExpression" && place(left)) {
        if (own.operator !== "=" && (own.operator === "+=" || hasCall(right)))
          return change(own, left, right);
        if (own.operator === "=" && left.type === "MemberExpression" && hasCall(right))
          return `$store(${located(left)},()=>${inBrackets(right)})`;
      }
    }
    return plain(node);
  };
  const plain = (node: Node): string => {
    let made = "";
    let from = node.start;
    for (const child of scriptChildren(node).sort((a, b) => a.start - b.start)) {
      if (child.start < from) continue;
      made += code.slice(from, child.start) + text(child);
      from = child.end;
    }
    return made + code.slice(from, node.end);
  };
  const inBrackets = (node: Node): string => `(${text(node)})`;
  /** What it is of, and its key there; nothing for what is neither a variable nor a field. */
  const place = (node: Part): readonly [string, string] | undefined => {
    if (node.type === "Identifier") return ["null", `"${node.name} ${owners.of(node)}"`];
    const { object, property } = node;
    if (node.type !== "MemberExpression" || object === undefined || property === undefined) return undefined;
    return [inBrackets(object), node.computed ? inBrackets(property) : `"${property.name}"`];
  };
  /**
   * The same as arguments. The key comes first where a call is in it and the way to what it is of ends with a
   * name.
   */
  const located = (node: Part): string => {
    const { object, property } = node;
    if (!isLate(node)) return (place(node) ?? []).join(",");
    const key = inBrackets(property as Node);
    if (object?.type === "Identifier") return `...(($k)=>[${object.name},$k])(${key})`;
    return `...(($o,$l,$k)=>[$o[$l],$k])(${located(object as Part)},${key})`;
  };
  const beside = ({ operator }: Part, left: Part, right: Part): string => {
    const [of, key] = place(left) as readonly [string, string];
    const made = `($a,$b)=>$a ${operator} $b`;
    if (left.type === "Identifier")
      return `$beside(${of},${key},${left.name},()=>${inBrackets(right)},${made})`;
    return `$with(($o,$k)=>$beside($o,$k,$o[$k],()=>${inBrackets(right)},${made}),${located(left)})`;
  };
  const change = ({ operator = "" }: Part, left: Part, right: Part): string => {
    const [of, key] = place(left) as readonly [string, string];
    const sum = `$a${operator.slice(0, -1)}($b)`;
    const isText = operator === "+=";
    if (left.type === "Identifier")
      return `$change(${of},${key},${inBrackets(right)},()=>${left.name},($a,$b)=>${left.name}=${sum},${isText})`;
    return `$with(($o,$k,$v)=>$change($o,$k,$v,()=>$o[$k],($a,$b)=>$o[$k]=${sum},${isText}),${located(left)},${inBrackets(right)})`;
  };
  return READS + plain(tree);
}

/** `list[f()]`, and not `made()[f()]`: what a call gives back is no way to something. */
function isLate({ type, computed, object, property }: Part): boolean {
  if (type !== "MemberExpression" || !computed || !hasCall(property)) return false;
  return object?.type === "Identifier" || object?.type === "MemberExpression";
}

function hasCall(node: Node | undefined): boolean {
  if (node === undefined || /Function/.test(node.type)) return false;
  return node.type === "CallExpression" || scriptChildren(node).some(hasCall);
}

/** Which function each name belongs to, by where that begins. */
class Owners {
  private readonly owners = new Map<Node, number>();

  constructor(tree: Node) {
    this.enter(tree, []);
  }

  of(name: Node): number {
    return this.owners.get(name) ?? 0;
  }

  private enter(scope: Node, around: readonly { names: Set<string>; start: number }[]): void {
    const names = new Set((scope as Part).params?.map(({ name = "" }) => name));
    const scopes = [{ names, start: scope.start }, ...around];
    this.declare(scope, names);
    const walk = (node: Part): void => {
      if (node.type === "Identifier")
        this.owners.set(node, scopes.find((scope) => scope.names.has(node.name ?? ""))?.start ?? -1);
      if (/Function/.test(node.type)) this.enter(node, scopes);
      else scriptChildren(node).forEach(walk);
    };
    scriptChildren(scope).forEach(walk);
  }

  private declare(node: Node, names: Set<string>): void {
    for (const child of scriptChildren(node) as Part[]) {
      if (child.type === "VariableDeclarator" || child.type === "FunctionDeclaration")
        names.add(child.id?.name ?? "");
      if (!/Function/.test(child.type)) this.declare(child, names);
    }
  }
}
