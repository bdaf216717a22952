// An address that answers no connection attempt: the listener of a stopped process, its queue full.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { pause } from './client.ts';

const listener = `
const server = require('node:net').createServer();
server.listen({ port: Number(process.argv[2]), host: process.argv[1], backlog: 1 }, () => console.log(server.address().port));`;

export async function blackHole(host = '127.0.0.1', wanted = 0): Promise<{ port: number; close(): void }> {
  const child = spawn(process.execPath, ['-e', listener, host, String(wanted)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) => child.stdout.once('data', (line) => resolve(Number(line))));
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 4 }, () => connect({ host, port }).on('error', () => {}));
  await pause(50);
  return {
    port,
    close() {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}
