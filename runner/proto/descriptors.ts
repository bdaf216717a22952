// Services and messages as a user described them: by .proto texts, a protoset, or what a server says of itself.
import type protobuf from 'protobufjs';

export interface Descriptors {
  root: protobuf.Root; // every name resolved
  bytes(): Uint8Array; // of a FileDescriptorSet that says the same
}
