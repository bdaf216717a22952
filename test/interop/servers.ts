// RouteGuide on every make of gRPC server there is for these tests, each a process of its own on a free port.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundle } from '../cli/iter8.ts';
import { makeCertificates } from '../hostile/certificates.ts';
import { tool } from './tools.ts';

export interface Server {
  address: string;
  ca?: string; // a file
  stop(): Promise<void>;
}

interface Make {
  needs: readonly string[];
  reflection: boolean;
  start(tls: Tls | null): Promise<Started>;
}

interface Tls {
  cert: string;
  key: string;
}

interface Started {
  address: string;
  end(): Promise<void>;
}

export const exampleProto = path.resolve(__dirname, '../../examples/grpc-slo/route_guide.proto');
const scripts = path.join(__dirname, 'servers');
const files = (tls: Tls | null) => (tls === null ? [] : [tls.cert, tls.key]);

export const makes: Record<string, Make> = {
  'grpc-go': {
    needs: ['rgserver'],
    reflection: true,
    start: (tls) => rgserver(tls === null ? [] : ['-cert', tls.cert, '-key', tls.key]),
  },
  'grpc-js': {
    needs: [],
    reflection: true,
    start: (tls) => {
      const secured = tls === null ? [] : ['--cert', tls.cert, '--key', tls.key];
      return listening(process.execPath, [bundle, 'sample', 'grpc', '--port', '0', '-l', 'warning', ...secured]);
    },
  },
  'Python grpcio': {
    needs: ['grpc-python', 'python3'],
    reflection: true,
    start: (tls) => {
      const script = path.join(scripts, 'server.py');
      const env = { PYTHONPATH: tool('grpc-python') };
      return listening(tool('python3'), [script, exampleProto, '127.0.0.1:0', ...files(tls)], env);
    },
  },
  'Java grpc-netty': {
    needs: ['grpc-java', 'java'],
    reflection: false,
    start: (tls) => {
      const packages = path.join(tool('grpc-java'), '*');
      const script = path.join(scripts, 'RouteGuideServer.java');
      return listening(tool('java'), ['-cp', packages, script, '127.0.0.1:0', ...files(tls)]);
    },
  },
  'nginx grpc_pass': { needs: ['nginx', 'rgserver'], reflection: true, start: (tls) => nginx(tls) },
};

export async function startServer(make: Make, secured: boolean): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-interop-'));
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const certificates = secured ? makeCertificates() : undefined;
  const tls =
    certificates === undefined
      ? null
      : { cert: file('server.crt', certificates.good.cert), key: file('server.key', certificates.good.key) };
  const { address, end } = await make.start(tls);
  return {
    address,
    ...(certificates === undefined ? {} : { ca: file('ca.crt', certificates.ca) }),
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true });
    },
  };
}

export function rgserver(args: readonly string[]): Promise<Started> {
  return listening(tool('rgserver'), [...args, '127.0.0.1:0']);
}

// The server says where it listens, on its first line.
async function listening(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return { address, end: () => ended(child) };
}

// nginx ends a connection (GOAWAY) when it has had so many requests.
export async function nginx(tls: Tls | null, requestsPerConnection = 1_000_000): Promise<Started> {
  const behind = await rgserver([]);
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-interop-nginx-'));
  const port = await freePort();
  const secured =
    tls === null ? '' : `ssl_certificate ${tls.cert}; ssl_certificate_key ${tls.key}; ssl_protocols TLSv1.2 TLSv1.3;`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`);
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 256; }
     http { access_log off; keepalive_requests ${requestsPerConnection}; ${temporary.join(' ')}
       server { listen 127.0.0.1:${port} ${tls === null ? '' : 'ssl '}http2; ${secured}
         location / { grpc_pass grpc://${behind.address}; } } }`,
  );
  const args = ['-e', path.join(folder, 'error.log'), '-p', folder, '-c', path.join(folder, 'nginx.conf')];
  const child = spawn(tool('nginx'), args, { stdio: ['ignore', 'inherit', 'inherit'] });
  await reachable(port, child);
  return {
    address: `127.0.0.1:${port}`,
    end: async () => {
      await Promise.all([ended(child), behind.end()]);
      rmSync(folder, { recursive: true });
    },
  };
}

async function reachable(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, hasAnswered)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx does not listen');
}

// It speaks no HTTP/1.1: the connection is there where it says anything at all.
function hasAnswered({ cause }: Error): boolean {
  return (cause as { code?: string } | undefined)?.code !== 'ECONNREFUSED';
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  const end = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  return end;
}
