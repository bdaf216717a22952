import type { Expectation } from '../../model/task.ts';

// What an answer must be beyond its status range.
interface Expected {
  wantsBody: boolean;
  begin(): void;
  body(chunk: Buffer, start: number, end: number): void;
  // The kind of failure and its words, or undefined when all is as expected.
  verdict(status: number): { kind: 'expect-status' | 'expect-body'; message: string } | undefined;
}

const mostBody = 1 << 20; // looked at; what comes after is not

export function createExpected(expect: Expectation): Expected | null {
  if (expect.status === undefined && expect.bodyContains === undefined && expect.bodyMatches === undefined) return null;
  const statuses = expect.status === undefined ? null : new Set(expect.status);
  const wanted = expect.bodyContains === undefined ? null : Buffer.from(expect.bodyContains);
  const pattern = expect.bodyMatches === undefined ? null : new RegExp(expect.bodyMatches);
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    wantsBody: wanted !== null || pattern !== null,
    begin() {
      if (size > 0) chunks = [];
      size = 0;
    },
    body(chunk, start, end) {
      if (size >= mostBody) return;
      const part = Buffer.from(chunk.subarray(start, Math.min(end, start + mostBody - size)));
      chunks.push(part);
      size += part.length;
    },
    verdict(status) {
      if (statuses !== null && !statuses.has(status)) {
        return { kind: 'expect-status', message: `answered ${status}, expected ${[...statuses].join(' or ')}` };
      }
      if (wanted === null && pattern === null) return undefined;
      const body = Buffer.concat(chunks);
      if (wanted !== null && !body.includes(wanted))
        return { kind: 'expect-body', message: `the body does not contain ${wanted.toString()}` };
      if (pattern !== null && !pattern.test(body.toString()))
        return { kind: 'expect-body', message: `the body does not match ${pattern}` };
      return undefined;
    },
  };
}
