// What makes the sample service slow or big.
import type { ServerResponse } from 'node:http';
import { parseDuration } from '../../model/duration.ts';

const longestTimerMs = 2 ** 31 - 1; // 24 days; a timer for longer ends at once

// 20, 20ms, 1.5s
export function parseMs(text: string): number | undefined {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) : parseDuration(text);
  return ms === undefined ? undefined : Math.min(ms, longestTimerMs);
}

// Waits, unless the client leaves first.
export function holdFor(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      response.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    response.once('close', end);
  });
}

const block = Buffer.alloc(65_536, 'iter8 ');

export async function sendBytes(response: ServerResponse, count: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': count });
  for (let left = count; left > 0 && !response.destroyed; left -= block.length) {
    const room = response.write(left < block.length ? block.subarray(0, left) : block);
    if (!room) await drained(response);
  }
  response.end();
}

export async function drip(response: ServerResponse, count: number, ms: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': count });
  const pieces = Math.min(count, Math.max(1, Math.round(ms / 10)));
  for (let sent = 0, i = 1; i <= pieces && !response.destroyed; i++) {
    await holdFor(response, ms / pieces);
    const upTo = Math.floor((count * i) / pieces);
    response.write('*'.repeat(upTo - sent));
    sent = upTo;
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.once('drain', go);
    response.once('close', go);
  });
}
