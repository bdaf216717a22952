const grpc = Buffer.from('application/grpc');
const [plus, semicolon] = [0x2b, 0x3b];

// application/grpc, application/grpc+proto, application/grpc;charset=…; not application/grpc-web.
export function isGrpc(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < grpc.length) return false;
  for (let i = 0; i < grpc.length; i++)
    if (((bytes[start + i] as number) | 0x20) !== (grpc[i] as number | 0x20)) return false;
  const next = bytes[start + grpc.length];
  return end - start === grpc.length || next === plus || next === semicolon;
}
