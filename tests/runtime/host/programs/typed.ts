interface Point { x: number; y: number }
const p: Point = { x: 1, y: 2 } satisfies Point;
function length<T extends Point>(of: T): number { return Math.hypot(of.x, of.y); }
console.log(length(p).toFixed(3) as string);
