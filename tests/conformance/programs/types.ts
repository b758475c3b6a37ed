// fixed order
interface Point { x: number; y: number }
type Maybe<T> = T | undefined;
const length = ({ x, y }: Point): number => Math.hypot(x, y);
const found: Maybe<number> = [1, 2].find((n: number) => n > 1);
console.log(length({ x: 3, y: 4 } as Point), found!);
async function typed<T>(value: T): Promise<T> { await null; return value; }
typed<string>('typed').then((text: string): void => console.log(text));
try { throw new Error('here'); } catch (error: unknown) { console.log(/types\.ts:(\d+):/.exec((error as Error).stack!)![1]); }
