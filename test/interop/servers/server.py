# A RouteGuide server on Python's grpcio. usage: server.py route_guide.proto ADDRESS [CERT KEY]
import signal
import sys
from concurrent import futures

import grpc
from grpc_reflection.v1alpha import reflection

proto, address, *tls = sys.argv[1:]
sys.path.insert(0, proto.rsplit("/", 1)[0])
messages, services = grpc.protos_and_services(proto.rsplit("/", 1)[1])


def order(context):
    asked = dict(context.invocation_metadata()).get("x-status", "OK")
    if asked != "OK":
        context.abort(grpc.StatusCode[asked], f"{asked}, as asked for: 100 % ✓")


class RouteGuide(services.RouteGuideServicer):
    def GetFeature(self, request, context):
        order(context)
        return messages.Feature(name="The lighthouse at the end of the pier, Elm", location=request)

    def ListFeatures(self, request, context):
        order(context)
        for _ in range(64):
            yield messages.Feature(name="The lighthouse at the end of the pier, Elm", location=request.lo)

    def RecordRoute(self, points, context):
        order(context)
        return messages.RouteSummary(point_count=sum(1 for _ in points))

    def RouteChat(self, notes, context):
        order(context)
        yield from notes


server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
services.add_RouteGuideServicer_to_server(RouteGuide(), server)
reflection.enable_server_reflection(("routeguide.RouteGuide", reflection.SERVICE_NAME), server)
if tls:
    cert, key = (open(name, "rb").read() for name in tls)
    port = server.add_secure_port(address, grpc.ssl_server_credentials([(key, cert)]))
else:
    port = server.add_insecure_port(address)
server.start()
signal.signal(signal.SIGTERM, lambda *_: server.stop(None))
print(f"{address.rsplit(':', 1)[0]}:{port}", flush=True)
server.wait_for_termination()
