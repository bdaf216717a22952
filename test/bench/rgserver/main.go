// A RouteGuide server on grpc-go: the target of benchmarks, and one of the servers of the interop tests.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	_ "google.golang.org/grpc/encoding/gzip"
	pb "google.golang.org/grpc/examples/route_guide/routeguide"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/status"
)

type server struct {
	pb.UnimplementedRouteGuideServer
	features int
}

func (s *server) GetFeature(_ context.Context, p *pb.Point) (*pb.Feature, error) {
	return feature(p), nil
}

func (s *server) ListFeatures(r *pb.Rectangle, out pb.RouteGuide_ListFeaturesServer) error {
	for i := 0; i < s.features; i++ {
		if err := out.Send(feature(r.GetLo())); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) RecordRoute(in pb.RouteGuide_RecordRouteServer) error {
	for points := int32(0); ; points++ {
		if _, err := in.Recv(); err == io.EOF {
			return in.SendAndClose(&pb.RouteSummary{PointCount: points})
		} else if err != nil {
			return err
		}
	}
}

// Each note is answered by itself.
func (s *server) RouteChat(chat pb.RouteGuide_RouteChatServer) error {
	for {
		note, err := chat.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := chat.Send(note); err != nil {
			return err
		}
	}
}

func feature(p *pb.Point) *pb.Feature {
	return &pb.Feature{Name: "The lighthouse at the end of the pier, Elm", Location: p}
}

// What becomes of a call: of every so many by the flags, and of one by x-status (a name) in its metadata.
type orders struct {
	failEvery uint64
	failWith  codes.Code
	calls     atomic.Uint64
}

func (o *orders) byCount() error {
	if o.failEvery > 0 && o.calls.Add(1)%o.failEvery == 0 {
		return status.Error(o.failWith, o.failWith.String())
	}
	return nil
}

func byMetadata(ctx context.Context) error {
	given, _ := metadata.FromIncomingContext(ctx)
	if names := given.Get("x-status"); len(names) > 0 && names[0] != "OK" {
		return status.Errorf(codeOf(names[0]), "%s, as asked for: 100 %% ✓", names[0])
	}
	return nil
}

func (o *orders) unary(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if err := o.byCount(); err != nil {
		return nil, err
	}
	if err := byMetadata(ctx); err != nil {
		return nil, err
	}
	return next(ctx, request)
}

// By count a stream fails at its end: a client that is still sending may not notice, and ghz then takes it for OK.
func (o *orders) stream(s any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if err := byMetadata(stream.Context()); err != nil {
		return err
	}
	if err := next(s, stream); err != nil {
		return err
	}
	return o.byCount()
}

func codeOf(name string) codes.Code {
	var code codes.Code
	if err := code.UnmarshalJSON([]byte(`"` + name + `"`)); err != nil {
		return codes.InvalidArgument
	}
	return code
}

// Each call waits, as the next of several delays says.
type delays struct {
	each  []time.Duration
	calls atomic.Uint64
}

func (d *delays) wait() {
	time.Sleep(d.each[(d.calls.Add(1)-1)%uint64(len(d.each))])
}

func main() {
	cert := flag.String("cert", "", "PEM file of the certificate: serve TLS")
	key := flag.String("key", "", "PEM file of its key")
	features := flag.Int("features", 64, "how many messages ListFeatures sends")
	failEvery := flag.Uint64("fail-every", 0, "of so many calls the last one fails")
	failStatus := flag.String("fail-status", "NOT_FOUND", "with this status")
	delay := flag.String("delay", "", "how late calls are answered; of several (5ms,20ms,80ms) each takes the next")
	reflect := flag.Bool("reflect", true, "answer server reflection")
	bare := flag.Bool("bare", false, "only serve: neither -fail-every nor x-status, whose handling costs time")
	flag.Parse()

	listener, err := net.Listen("tcp", flag.Arg(0))
	check(err)
	options := []grpc.ServerOption{}
	if *cert != "" {
		tls, err := credentials.NewServerTLSFromFile(*cert, *key)
		check(err)
		options = append(options, grpc.Creds(tls))
	}
	order := &orders{failEvery: *failEvery, failWith: codeOf(*failStatus)}
	unary := []grpc.UnaryServerInterceptor{}
	stream := []grpc.StreamServerInterceptor{}
	if *delay != "" {
		late := &delays{}
		for _, text := range strings.Split(*delay, ",") {
			one, err := time.ParseDuration(text)
			check(err)
			late.each = append(late.each, one)
		}
		unary = append(unary, func(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			late.wait()
			return next(ctx, request)
		})
	}
	if !*bare {
		unary = append(unary, order.unary)
		stream = append(stream, order.stream)
	}
	options = append(options, grpc.ChainUnaryInterceptor(unary...), grpc.ChainStreamInterceptor(stream...))
	s := grpc.NewServer(options...)
	pb.RegisterRouteGuideServer(s, &server{features: *features})
	if *reflect {
		reflection.Register(s)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-stop
		s.Stop()
	}()
	fmt.Println(listener.Addr())
	check(s.Serve(listener))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
