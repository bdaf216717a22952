// Files that everybody imports and few have at hand.
import descriptor from 'protobufjs/ext/descriptor.js';

const head = (folder: string) => `syntax = "proto3"; package google.${folder};\n`;
const seconds = '{ int64 seconds = 1; int32 nanos = 2; }';
const wrapped = ['double', 'float', 'int64', 'uint64', 'int32', 'uint32', 'bool', 'string', 'bytes'];
const wrapperOf = (type: string) =>
  `message ${type.replace(/^u?[a-z]/, (start) => start.toUpperCase())}Value { ${type} value = 1; }`;
const options = `${head('api')}import "google/protobuf/descriptor.proto";\n`;

const texts: Record<string, string> = {
  'google/protobuf/any.proto': `${head('protobuf')}message Any { string type_url = 1; bytes value = 2; }`,
  'google/protobuf/duration.proto': `${head('protobuf')}message Duration ${seconds}`,
  'google/protobuf/timestamp.proto': `${head('protobuf')}message Timestamp ${seconds}`,
  'google/protobuf/empty.proto': `${head('protobuf')}message Empty {}`,
  'google/protobuf/field_mask.proto': `${head('protobuf')}message FieldMask { repeated string paths = 1; }`,
  'google/protobuf/wrappers.proto': `${head('protobuf')}${wrapped.map(wrapperOf).join('\n')}`,
  'google/protobuf/struct.proto': `${head('protobuf')}
    enum NullValue { NULL_VALUE = 0; }
    message Struct { map<string, Value> fields = 1; }
    message ListValue { repeated Value values = 1; }
    message Value {
      oneof kind {
        NullValue null_value = 1; double number_value = 2; string string_value = 3;
        bool bool_value = 4; Struct struct_value = 5; ListValue list_value = 6;
      }
    }`,
  'google/rpc/status.proto': `syntax = "proto3"; package google.rpc; import "google/protobuf/any.proto";
    message Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; }`,
  // Only options of other files, which no message needs.
  'google/api/annotations.proto': options,
  'google/api/http.proto': options,
  'google/api/client.proto': options,
  'google/api/field_behavior.proto': options,
  'google/api/resource.proto': options,
  'google/api/visibility.proto': options,
};

type CommonFile = { text: string } | { json: object };

export function commonFile(name: string): CommonFile | undefined {
  if (name === 'google/protobuf/descriptor.proto') return { json: descriptor.FileDescriptorSet.root.toJSON() };
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
  return text === undefined ? undefined : { text };
}
