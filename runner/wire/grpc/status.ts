// The statuses of gRPC, and which of them an answer stands for that names none.
// A literal: of an object made of entries V8 keeps a dictionary, and on Node 24 code that reads it was optimised and thrown
// away 70 times a second.
export const status = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export const statusNames: readonly string[] = Object.keys(status);

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
