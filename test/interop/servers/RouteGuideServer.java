// A RouteGuide server on grpc-java, over messages as bytes. usage: java -cp 'packages/*' RouteGuideServer.java ADDRESS [CERT KEY]
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

public class RouteGuideServer {
  static final Metadata.Key<String> WANTED = Metadata.Key.of("x-status", Metadata.ASCII_STRING_MARSHALLER);

  public static void main(String[] args) throws Exception {
    int colon = args[0].lastIndexOf(':');
    ServerCredentials credentials =
        args.length > 1
            ? TlsServerCredentials.create(new File(args[1]), new File(args[2]))
            : InsecureServerCredentials.create();
    var at = new InetSocketAddress(args[0].substring(0, colon), Integer.parseInt(args[0].substring(colon + 1)));
    var service =
        ServerServiceDefinition.builder("routeguide.RouteGuide")
            .addMethod(method("GetFeature", MethodDescriptor.MethodType.UNARY), handler((in) -> List.of(feature(in.get(0)))))
            .addMethod(
                method("ListFeatures", MethodDescriptor.MethodType.SERVER_STREAMING),
                handler((in) -> java.util.Collections.nCopies(64, feature(new byte[0]))))
            .addMethod(
                method("RecordRoute", MethodDescriptor.MethodType.CLIENT_STREAMING),
                handler((in) -> List.of(new byte[] {8, (byte) in.size()})))
            .addMethod(method("RouteChat", MethodDescriptor.MethodType.BIDI_STREAMING), handler((in) -> in))
            .build();
    Server server = NettyServerBuilder.forAddress(at, credentials).addService(service).build().start();
    System.out.println(args[0].substring(0, colon) + ":" + server.getPort());
    server.awaitTermination();
  }

  // A Feature: field 1 is its name, field 2 the place.
  static byte[] feature(byte[] point) {
    byte[] name = "The lighthouse at the end of the pier, Elm".getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.write(10);
    out.write(name.length);
    out.writeBytes(name);
    out.write(18);
    out.write(point.length);
    out.writeBytes(point);
    return out.toByteArray();
  }

  static MethodDescriptor<byte[], byte[]> method(String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName("routeguide.RouteGuide/" + name)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  // Answers when the client has sent all it has to send.
  static ServerCallHandler<byte[], byte[]> handler(Function<List<byte[]>, List<byte[]>> answer) {
    return (call, headers) -> {
      String wanted = headers.get(WANTED);
      call.request(Integer.MAX_VALUE);
      return new ServerCall.Listener<>() {
        final List<byte[]> received = new java.util.ArrayList<>();

        @Override
        public void onMessage(byte[] message) {
          received.add(message);
        }

        @Override
        public void onHalfClose() {
          if (wanted != null && !wanted.equals("OK")) {
            var status = Status.Code.valueOf(wanted).toStatus();
            call.close(status.withDescription(wanted + ", as asked for: 100 % ✓"), new Metadata());
            return;
          }
          call.sendHeaders(new Metadata());
          answer.apply(received).forEach(call::sendMessage);
          call.close(Status.OK, new Metadata());
        }
      };
    };
  }

  static class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }
}
