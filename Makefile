# The commands a developer needs; `make` alone lists them.
.DEFAULT_GOAL := help
PACKAGES := ./...

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## build bin/oktascim, one static binary
	CGO_ENABLED=0 go build -trimpath -o bin/oktascim ./cmd/oktascim

run: ## test the built-in reference provider
	go run ./cmd/oktascim run

test: ## run all tests
	go test $(PACKAGES)

race: ## run all tests, and a whole run with many checks at the same time, with the race detector
	go run -race ./cmd/oktascim run --depth full --parallel 8
	go test -race $(PACKAGES)

lint: ## gofmt, go vet, staticcheck, and no conflict that was committed
	@! git grep -nIE '^(<<<<<<<|>>>>>>>|[|]{7})( |$$)' || { echo 'solve the conflicts that these markers stand for'; exit 1; }
	@test -z "$$(gofmt -l cmd suites provider fixtures reports)" || { gofmt -l cmd suites provider fixtures reports; echo 'run make fmt'; exit 1; }
	go vet $(PACKAGES)
	go tool staticcheck $(PACKAGES)

cross: ## build for the other systems: Linux on ARM, macOS, Windows
	for target in linux/arm64 darwin/arm64 windows/amd64; do \
		echo $$target; CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/} go build -o /dev/null ./cmd/oktascim || exit 1; \
	done

cover: ## print the coverage of every package
	go test -coverprofile=coverage.out -coverpkg=./provider/...,./suites/...,./reports/...,./fixtures/... $(PACKAGES)
	go tool cover -func=coverage.out | tail -1

fmt: ## format the code
	gofmt -w cmd suites provider fixtures reports

golden: ## write the golden files anew; read the diff before you commit it
	go test ./reports ./reports/console ./reports/html ./reports/junit ./reports/markdown ./reports/sarif ./reports/oin ./reports/formats -update
	go test ./reports/waivers ./suites/profile ./suites/selftest -update

matrix: ## run all checks against every fault and variant (minutes), print what makes a run take longest, and write the golden matrix anew
	go test ./suites/selftest -run 'TestMatrix$$' -full -update -timeout 60m -v

matrix-areas: ## run all faults, each against the checks of its area, and all variants against all checks (minutes)
	go test ./suites/selftest -count 1 -run 'TestMatrix$$' -all -timeout 60m -v

full: lint cross test race matrix-areas strangers hostile ## everything that proves the tool and needs no network (half an hour)

strangers: ## run the matrix with people and a group of others in the tenant, whom no request may touch (minutes)
	go test ./suites/selftest -count 1 -run 'TestMatrix$$' -strangers -timeout 60m -v

pairs: ## run all checks against all pairs of legal variants that touch the same thing (an hour)
	go test ./suites/selftest -count 1 -run 'TestPairs$$' -pairs 0 -timeout 180m -v

hostile: ## run against all hostile servers, not a sample of them
	go test ./cmd/oktascim -run 'TestHostile$$' -hostile -parallel 6 -v

licences: ## list the licences of all modules in the program; fails on an unknown one
	@go run ./suites/selftest/licences

vulnerabilities: ## look the modules up in Go's vulnerability database (needs vuln.go.dev)
	go run golang.org/x/vuln/cmd/govulncheck@v1.1.4 $(PACKAGES)

sbom: build ## write bin/oktascim.cdx.json, a CycloneDX bill of materials of the binary (needs the Go module proxy)
	go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0 bin -json -licenses -version "$$(git describe --tags --always)" -output bin/oktascim.cdx.json bin/oktascim

reproducible: ## build twice in different folders and compare the binaries
	@a=$$(mktemp -d) && b=$$(mktemp -d) && trap 'rm -rf "$$a" "$$b"' EXIT && \
	for d in "$$a" "$$b"; do git archive HEAD | tar -x -C "$$d" && \
	(cd "$$d" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -o oktascim ./cmd/oktascim) || exit 1; done; \
	cmp "$$a/oktascim" "$$b/oktascim" && sha256sum < "$$a/oktascim"

interop: ## run against two SCIM servers that nobody here wrote (needs npm and Go modules)
	go test -count=1 -tags interop -skip TestLoad ./suites/selftest/interop/...

load: ## compare lookups and creates a second with those two servers (needs npm and Go modules)
	go test -count=1 -tags interop -run TestLoad -v ./suites/selftest/interop/

bench: ## Go benchmarks, six times, for benchstat
	go test -run '^$$' -bench . -benchmem -count 6 ./provider ./suites/okta

bench-run: ## whole runs at 0, 20, 50 and 100 ms latency with 1 to 16 checks at the same time, and a bare loop beside them (minutes)
	go test -tags bench -count 1 -timeout 0 -v -run 'TestRun$$|TestLinear$$' ./suites/selftest/bench

soak: ## the reference provider at full load for SOAK=10m: no error, no growth, nothing left behind
	go test -tags soak -run TestSoak -v -timeout 0 ./provider

FUZZTIME ?= 10m
fuzz: ## fuzz the reference provider, FUZZTIME=10m for each target
	for target in FuzzFilter FuzzPatch FuzzBody FuzzPaging FuzzRequest; do go test ./provider -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) || exit 1; done

.PHONY: help full build run test race lint cross cover fmt golden matrix matrix-areas strangers pairs hostile licences vulnerabilities sbom reproducible interop load bench bench-run soak fuzz
