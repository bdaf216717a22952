// The statuses of gRPC, and which of them an answer stands for that names none.
export const statusNames = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

type StatusName = (typeof statusNames)[number];

export const status = Object.fromEntries(statusNames.map((name, code) => [name, code])) as Record<StatusName, number>;

// The value of a grpc-status; what is no status of today is UNKNOWN.
export function readStatus(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > 2) return status.UNKNOWN;
  let code = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return status.UNKNOWN;
    code = 10 * code + digit;
  }
  return code < statusNames.length ? code : status.UNKNOWN;
}

const byHttp: Record<number, number> = {
  400: status.INTERNAL,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.UNIMPLEMENTED,
  429: status.UNAVAILABLE,
  502: status.UNAVAILABLE,
  503: status.UNAVAILABLE,
  504: status.UNAVAILABLE,
};

// Of an answer without grpc-status.
export function statusOfHttp(httpStatus: number): number {
  return byHttp[httpStatus] ?? status.UNKNOWN;
}

const byReset: readonly number[] = [
  status.INTERNAL, // NO_ERROR
  status.INTERNAL, // PROTOCOL_ERROR
  status.INTERNAL, // INTERNAL_ERROR
  status.INTERNAL, // FLOW_CONTROL_ERROR
  status.INTERNAL, // SETTINGS_TIMEOUT
  status.UNKNOWN, // STREAM_CLOSED
  status.INTERNAL, // FRAME_SIZE_ERROR
  status.UNAVAILABLE, // REFUSED_STREAM
  status.CANCELLED, // CANCEL
  status.INTERNAL, // COMPRESSION_ERROR
  status.INTERNAL, // CONNECT_ERROR
  status.RESOURCE_EXHAUSTED, // ENHANCE_YOUR_CALM
  status.PERMISSION_DENIED, // INADEQUATE_SECURITY
];

// Of a stream that the server reset with this code of HTTP/2.
export function statusOfReset(code: number): number {
  return byReset[code] ?? status.UNKNOWN;
}
