// A service with everything that a .proto can say: proto2, proto3 and an edition, which import one another.
import { describeTexts } from './describe-texts.ts';
import type { Descriptors } from './descriptors.ts';
import { findCall, type Method } from './find-call.ts';
import type { Outcome } from './outcome.ts';

const shopFiles: Readonly<Record<string, string>> = {
  'shop.proto': `
syntax = "proto3";
package shop.v1;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/empty.proto";
import "two.proto";
import "ed.proto";

enum Color { COLOR_UNSPECIFIED = 0; RED = 1; BLUE = -2; ALIAS_NOT = 7; }

message Point { int32 latitude = 1; int32 longitude = 2; }

message Outer {
  message Inner { message Point { string other = 1; } int32 a = 1; }
  Point p = 1;             // shop.v1.Point, not Inner.Point
  Inner.Point q = 2;
  repeated Inner inner_list = 3;
}

message Scalars {
  double d = 1; float f = 2; int32 i32 = 3; int64 i64 = 4; uint32 u32 = 5; uint64 u64 = 6;
  sint32 s32 = 7; sint64 s64 = 8; fixed32 fx32 = 9; fixed64 fx64 = 10; sfixed32 sf32 = 11; sfixed64 sf64 = 12;
  bool b = 13; string s = 14; bytes raw_bytes = 15; Color color = 16;
}
message Lists {
  repeated double d = 1; repeated float f = 2; repeated int32 i32 = 3; repeated int64 i64 = 4; repeated uint32 u32 = 5;
  repeated uint64 u64 = 6; repeated sint32 s32 = 7; repeated sint64 s64 = 8; repeated fixed32 fx32 = 9; repeated fixed64 fx64 = 10;
  repeated sfixed32 sf32 = 11; repeated sfixed64 sf64 = 12; repeated bool b = 13; repeated string s = 14; repeated bytes raw_bytes = 15;
  repeated Color color = 16; repeated Point point = 17; repeated int32 unpacked = 18 [packed = false];
}
message Maps {
  map<string, string> ss = 1; map<int32, Point> ip = 2; map<bool, Color> bc = 3; map<int64, double> ld = 4; map<uint64, bytes> ub = 5;
  map<string, google.protobuf.Value> values = 6; map<sint32, int64> sl = 7; map<fixed64, bool> fb = 8;map<string, int32> snake_case_map = 9;
}
message Choice {
  oneof kind { string text = 1; int64 number = 2; Point point = 3; bool flag = 4; google.protobuf.NullValue nothing = 5; }
  optional int32 maybe = 6; optional string maybe_text = 7; optional Point maybe_point = 8;
  int32 custom = 9 [json_name = "@custom"];
  int32 foo_bar_1 = 10; int32 _lead = 11; int32 UPPER_Case = 12;
}
message Known {
  google.protobuf.Any any = 1; google.protobuf.Duration duration = 2; google.protobuf.Timestamp time = 3; google.protobuf.Struct struct = 4;
  google.protobuf.Value value = 5; google.protobuf.ListValue list = 6; google.protobuf.FieldMask mask = 7; google.protobuf.Empty empty = 8;
  google.protobuf.DoubleValue dv = 9; google.protobuf.FloatValue fv = 10; google.protobuf.Int64Value i64v = 11; google.protobuf.UInt64Value u64v = 12;
  google.protobuf.Int32Value i32v = 13; google.protobuf.UInt32Value u32v = 14; google.protobuf.BoolValue bv = 15; google.protobuf.StringValue sv = 16; google.protobuf.BytesValue byv = 17;
  repeated google.protobuf.Duration durations = 18; repeated google.protobuf.Value values = 19; google.protobuf.NullValue null = 20;
}
message Tree { string name = 1; repeated Tree children = 2; Tree left = 3; map<string, Tree> named = 4; }
message Mixed { shop.old.Legacy legacy = 1; shop.ed.Modern modern = 2; }
message constructor { string toString = 1; int32 hasOwnProperty = 2; int32 __proto__x = 3; }
service Shop {
  rpc Unary(Scalars) returns (Maps);
  rpc Client(stream Choice) returns (google.protobuf.Empty);
  rpc Server(Known) returns (stream Tree) {}
  rpc Both(stream .shop.v1.Mixed) returns (stream Mixed) { option deprecated = true; }
}`,
  'two.proto': `
package shop.old;
enum Kind { FIRST = 1; SECOND = 2; }
message Legacy {
  required string id = 1;
  optional int32 count = 2 [default = 5];
  repeated int32 plain = 3;
  repeated int32 packed = 4 [packed = true];
  optional Kind kind = 5 [default = SECOND];
  optional group Details = 6 { optional string text = 1; repeated group Item = 2 { optional int32 n = 1; } }
  extensions 100 to 199;
  oneof either { string a = 7; int32 b = 8; }
  optional bool flag = 9;
  map<string, int32> kinds = 10;
}
extend Legacy { optional string extra = 100; }`,
  'ed.proto': `
edition = "2023";
package shop.ed;
option features.field_presence = IMPLICIT;
enum Closed { option features.enum_type = CLOSED; C_ONE = 1; C_TWO = 2; }
enum Open { O_ZERO = 0; O_ONE = 1; }
message Modern {
  int32 implicit = 1;
  int32 explicit = 2 [features.field_presence = EXPLICIT];
  string id = 3 [features.field_presence = LEGACY_REQUIRED];
  repeated int32 packed = 4;
  repeated int32 expanded = 5 [features.repeated_field_encoding = EXPANDED];
  Part part = 6 [features.message_encoding = DELIMITED];
  Part normal = 7;
  Closed closed = 8 [features.field_presence = EXPLICIT];
  repeated Open opens = 9;
  repeated Part parts = 10 [features.message_encoding = DELIMITED];
}
message Part { string name = 1; int32 n = 2; }`,
};

export function describeText(text: string, others: Readonly<Record<string, string>> = {}, folders: string[] = ['.']) {
  return describeTexts([{ name: 'main.proto', text }], { folders, read: async (path) => others[path] });
}

export async function describeShop(): Promise<Descriptors> {
  return orThrow(await describeText(shopFiles['shop.proto'] ?? '', shopFiles));
}

export function shopCall(descriptors: Descriptors, method: string): Method {
  return orThrow(findCall(descriptors, `shop.v1.Shop.${method}`));
}

export function orThrow<T>({ value, problems }: Outcome<T>): T {
  if (value === undefined) throw new Error(JSON.stringify(problems));
  return value;
}

export function hex(messages: readonly Uint8Array[] | undefined): string[] {
  return (messages ?? []).map((message) => Buffer.from(message).toString('hex'));
}
