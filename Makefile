# What a developer does here. Needs Node >= 20.18, npm, make and git; everything else is fetched or said to be left out.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
installed := node_modules/.package-lock.json

.PHONY: help setup build run run-grpc charts docs image test interop e2e e2e-faults cluster-up cluster-down bench soak generate check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(installed) ## install the packages, and the tools that some checks compare with
	@sh scripts/tools.sh helm zsh fortio wrk nginx

build: $(installed) ## bundle runner/ into dist/
	@node scripts/build.mjs

run: build ## run a ready-made experiment against a sample service, and print its report
	@node scripts/run-sample.mjs http

run-grpc: build ## the same with a gRPC service
	@node scripts/run-sample.mjs grpc

charts: build ## lint, test and package the charts into dist/charts, a Helm repository
	@sh scripts/tools.sh helm
	@node scripts/charts.mjs

docs: build ## docs/ as a site in dist/docs, its commands run, and all that is looked at tried in Chromium
	-@sh scripts/tools.sh chromium
	@node scripts/e2e.mjs docs

test: $(installed) ## lint, types, build, and what needs no cluster, on this Node and on Node 24 (charts, docs: make charts, make docs)
	@node scripts/test.mjs

interop: build ## gRPC against servers of other makes, and beside ghz
	-@sh scripts/tools.sh ghz nginx rgserver grpc-python grpc-java
	@node scripts/e2e.mjs interop

e2e: charts image ## the tutorials and more on a real cluster: of its own, or E2E_KUBECONFIG, or E2E_CLUSTER=kind; and interop, and docs
	@sh scripts/tools.sh helm
	-@sh scripts/tools.sh ghz nginx rgserver grpc-python grpc-java chromium
	@node scripts/e2e.mjs flow

e2e-faults: build image ## what happens when things break, on a real cluster
	@sh scripts/tools.sh helm
	@node scripts/charts.mjs --no-tests
	@node scripts/e2e.mjs faults

bench: build ## side by side with wrk, Fortio, autocannon, h2load, ghz and grpc-js (takes minutes)
	@sh scripts/tools.sh fortio wrk nginx h2load ghz rgserver
	@node test/bench/run.mjs

soak: build ## long runs: ten million requests, a thousand loops, a hundred kills
	@node test/soak/run.mjs

image: build ## the container image, as an archive under .cache/image/ (IMAGE, ARCH, BASE, BUILDER)
	@node docker/make-image.mjs

cluster-up: ## a real one-node Kubernetes on this machine, for tests; needs root
	@bash test/cluster/cluster.sh up

cluster-down: ## end it, and leave nothing
	@bash test/cluster/cluster.sh down

generate: $(installed) ## write the generated parts of docs/, schemas/ and charts/ again
	@node scripts/generate.mjs

check: $(installed) ## lint and types only; formats what can be formatted
	@npx biome check --write .
	@npx tsc --noEmit -p .

clean: ## remove what was built and measured; packages and tools stay
	@rm -rf dist coverage .cache/test .cache/run .cache/generate

$(installed): package.json package-lock.json
	@npm ci
	@touch $(installed)
